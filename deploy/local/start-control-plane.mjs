// npm run control-plane: the control plane alone, from GATEHOUSE_* variables.
import { ensureInstalled } from './ensure-installed.mjs';
import { runNode } from './run-child.mjs';

ensureInstalled();
runNode(['--import', 'tsx', 'control-plane/main.ts']);
