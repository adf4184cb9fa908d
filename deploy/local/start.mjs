// npm start: all of Gatehouse on this machine, see starter.ts.
import { ensureInstalled } from './ensure-installed.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { start } = await import('./starter.ts');
process.exitCode = await start();
