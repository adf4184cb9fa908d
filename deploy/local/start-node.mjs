// npm run node: one more node on free ports, beside a running npm start.
import { ensureInstalled } from './ensure-installed.mjs';
import { runNode } from './run-child.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { prepareNode } = await import('./extra-node.ts');
const { nodeProgram } = await import('./child-plan.ts');
const prepared = await prepareNode(process.env);
if (prepared.env === undefined) {
  process.stderr.write(`${prepared.message}\n`);
  process.exit(1);
}
process.stdout.write(`${prepared.message}\n`);
runNode(nodeProgram, prepared.env);
