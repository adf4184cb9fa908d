// npm test: everything, or what the arguments select (they are jest's).
import { ensureInstalled } from './ensure-installed.mjs';
import { runJest } from './run-jest.mjs';

ensureInstalled();
runJest(process.argv.slice(2));
