import { runNode } from './run-child.mjs';

/** Runs jest in the checkout with these arguments, and ends with its exit code. */
export function runJest(args, env = process.env) {
  runNode(
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      // Workers read modules all the time, and take this over: a larger nursery saves them a sixteenth of their time.
      '--max-semi-space-size=32',
      'node_modules/jest/bin/jest.js',
      ...args,
    ],
    env,
  );
}
