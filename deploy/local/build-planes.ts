import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutDirectory } from './state-directory.ts';

const compileTimeoutMs = 120_000;

/**
 * Compiles both planes as `npm run build` does, into `directory` inside the checkout. What is deployed is measured and tested: the
 * runner of TypeScript that development uses names every closure at run time, and takes twice as long to start.
 *
 * @throws Error when the compiler refuses
 */
export function buildPlanes(directory: string): void {
  execFileSync(
    join(checkoutDirectory, 'node_modules/.bin/tsc'),
    ['-p', 'tsconfig.build.json', '--outDir', directory],
    { cwd: checkoutDirectory, stdio: ['ignore', 'inherit', 'inherit'], timeout: compileTimeoutMs },
  );
  for (const name of readdirSync(join(checkoutDirectory, 'proto')))
    if (!name.includes('.') && name !== 'generated')
      cpSync(join(checkoutDirectory, 'proto', name), join(directory, 'proto', name), {
        recursive: true,
      });
  cpSync(join(checkoutDirectory, 'schema'), join(directory, 'schema'), { recursive: true });
}
