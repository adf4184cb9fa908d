import { spawn } from 'node:child_process';
import { checkoutDirectory } from './ensure-installed.mjs';

/**
 * Runs node with these arguments in the checkout, on our terminal. Signals are passed on, and its
 * exit code becomes ours, a death by signal as 128 + the signal's number.
 */
export function runNode(args, env = process.env) {
  const child = spawn(process.execPath, args, { cwd: checkoutDirectory, env, stdio: 'inherit' });
  const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
  for (const signal of Object.keys(signals)) {
    // A terminal sends Ctrl-C to the child too; a second SIGINT is for it the same one.
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signals[signal] ?? 9)));
}
