// npm run bench: the arguments are the benchmark's own.
import { ensureInstalled } from './ensure-installed.mjs';
import { runNode } from './run-child.mjs';

ensureInstalled();
runNode(['--import', 'tsx', 'bench/main.ts', ...process.argv.slice(2)]);
