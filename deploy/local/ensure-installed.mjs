// Plain node, no dependencies: this is what runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkoutDirectory = resolve(import.meta.dirname, '../..');

/**
 * Installs with `npm ci` when node_modules is missing or is not what package-lock.json says, and
 * prints one line when it does. Ends the process with npm's exit code when the install fails.
 */
export function ensureInstalled() {
  const reason = whyInstall();
  if (reason === undefined) return;
  process.stderr.write(`${reason}: running npm ci\n`);
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, prefix] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const { status, error } = spawnSync(command, [...prefix, ...args], {
    cwd: checkoutDirectory,
    stdio: ['ignore', 2, 2],
  });
  if (error !== undefined) process.stderr.write(`npm did not run: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * npm keeps in node_modules/.package-lock.json what it installed; optional packages may be left
 * out.
 */
function whyInstall() {
  const wanted = readPackages('package-lock.json');
  if (wanted === undefined) throw new Error('package-lock.json is missing: this is no checkout');
  const installed = readPackages('node_modules/.package-lock.json');
  if (installed === undefined) return 'node_modules is missing';
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === '' || (optional === true && installed[path] === undefined)) continue;
    if (installed[path]?.version !== version) return `${path} is not at ${version}`;
  }
  return undefined;
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(checkoutDirectory, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureInstalled();
