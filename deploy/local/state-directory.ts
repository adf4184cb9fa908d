import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/** The root of the checkout that this file belongs to. */
export const checkoutDirectory = resolve(import.meta.dirname, '../..');

/**
 * Where everything local is kept: `.gatehouse` of the checkout, or `GATEHOUSE_STATE_DIR` (relative
 * to the checkout). It is created here, closed to other users; when we are root others may pass
 * through it (0711), because Postgres refuses to run as root and must reach its data below.
 */
export function openStateDirectory(env: Readonly<NodeJS.ProcessEnv>): string {
  const named = env['GATEHOUSE_STATE_DIR'] || '.gatehouse';
  const directory = isAbsolute(named) ? named : join(checkoutDirectory, named);
  openPrivateDirectory(directory);
  return directory;
}

/** Creates `directory` (and its parents) closed to other users, see `openStateDirectory`. */
export function openPrivateDirectory(directory: string): void {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  const first = mkdirSync(directory, { recursive: true, mode });
  if (first !== undefined) chmodSync(directory, mode);
}

/** The text of a small file without surrounding space; undefined when there is no such file. */
export function readTextFile(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/**
 * Replaces a file that only its owner may read; a reader sees the old text or the new, never half.
 */
export function writePrivateFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, path);
}
