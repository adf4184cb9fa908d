import type { DataPlane } from './data-plane.ts';
import { startDataPlane } from './server.ts';
import { readSettings, type Settings } from './settings.ts';

/** Ends the process with a message for the operator; nothing of a stack trace would help. */
function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    return refuse(error);
  }
}

/** The first signal drains; more of them change nothing, since draining ends by itself. */
function drainOnSignal(node: DataPlane): void {
  let draining = false;
  const drain = (signal: NodeJS.Signals): void => {
    if (draining) return;
    draining = true;
    node.logger.info({ signal }, 'draining');
    node.drain().then(
      () => process.exit(0),
      (error: unknown) => fail(node, error),
    );
  };
  process.on('SIGTERM', drain);
  process.on('SIGINT', drain);
}

/** A fault that nobody expected leaves the process in an unknown state: better a new one. */
function fail(node: DataPlane, error: unknown): void {
  node.logger.fatal({ err: error }, 'the node ends because of a fault of its own');
  process.exit(1);
}

const node = await startDataPlane(settingsOrExit()).catch(refuse);
process.on('unhandledRejection', (error) => fail(node, error));
process.on('uncaughtException', (error) => fail(node, error));
drainOnSignal(node);
