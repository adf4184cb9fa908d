// npm test: everything, or what the arguments select (they are jest's).
import { ensureInstalled } from './ensure-installed.mjs';
import { runNode } from './run-child.mjs';

ensureInstalled();
runNode([
  '--disable-warning=ExperimentalWarning',
  '--experimental-vm-modules',
  'node_modules/jest/bin/jest.js',
  ...process.argv.slice(2),
]);
