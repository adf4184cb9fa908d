import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** What judges a configuration, beside packages. */
const folders = ['policy', 'proto', 'data-plane/config'] as const;
/** Of each of them, from source and compiled: what runs, and the contracts. */
const extensions: ReadonlySet<string> = new Set(['.ts', '.js', '.proto']);
let digest: string | undefined;

/**
 * Names the program that runs, as far as it decides which configuration is valid: two that give the same judge alike. Read from its
 * files, because the version of a build is the same for whoever works on it. Undefined where they cannot be read.
 */
export function digestProgram(): string | undefined {
  try {
    digest ??= readAll();
  } catch {
    // Then nothing that is kept is taken on trust.
  }
  return digest;
}

/** Some 10 ms, once. */
function readAll(): string {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const path of readdirSync(join(root, folder), {
      recursive: true,
      encoding: 'utf8',
    }).sort())
      if (extensions.has(extname(path)))
        hash.update(`${folder}/${path}\0`).update(readFileSync(join(root, folder, path)));
  return hash.update(readPackageFile()).update(process.version).digest('hex');
}

/** Where the versions of all packages stand, exactly: the nearest one, as for whoever looks for a package. @throws Error without one */
function readPackageFile(): Buffer {
  for (let folder = root; ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (existsSync(path)) return readFileSync(path);
    if (folder === dirname(folder)) throw new Error('there is no package.json');
  }
}
