import { runNode } from './run-child.mjs';

/** Runs jest in the checkout with these arguments, and ends with its exit code. */
export function runJest(args, env = process.env) {
  runNode(
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      ...args,
    ],
    env,
  );
}
