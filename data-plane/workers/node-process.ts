import type { DataPlane } from '../data-plane.ts';
import { startDataPlane } from '../server.ts';
import { keepCallsYoung } from './keep-calls-young.ts';
import type { ProcessPlan } from './process-plan.ts';

/**
 * Starts the node, or the worker of one, that this process is, and ends the process as operators expect.
 *
 * @throws Error in words for the operator when it cannot start
 */
export async function runNode({ settings, share }: ProcessPlan): Promise<DataPlane> {
  keepCallsYoung();
  const node = await startDataPlane(settings, share);
  process.on('unhandledRejection', (error) => fail(node, error));
  process.on('uncaughtException', (error) => fail(node, error));
  drainOnSignal(node);
  return node;
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
