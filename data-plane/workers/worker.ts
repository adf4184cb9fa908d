import type { DataPlane } from '../data-plane.ts';
import type { Settings } from '../settings.ts';
import type { Answers, Asked, Question, Told } from './message.ts';
import { runNode } from './node-process.ts';
import { planWorker } from './process-plan.ts';
import { readWorkerArguments } from './worker-arguments.ts';

/**
 * Runs this process as a worker of the primary that has forked it. It ends with the primary: a process of
 * `node:cluster` exits when its channel is cut.
 */
export async function runWorker(settings: Settings, args: readonly string[]): Promise<void> {
  const { worker, opensUnready } = readWorkerArguments(args);
  const node = await runNode(planWorker(settings, worker, opensUnready)).catch(refuse);
  process.on('message', (asked: Asked) => void answer(asked, node));
  const { httpUrl, grpcAddress } = node;
  tell({ kind: 'up', httpUrl, grpcAddress });
}

/** The primary says it, once for all workers. */
function refuse(error: unknown): Promise<never> {
  const message = error instanceof Error ? error.message : String(error);
  return new Promise(() => {
    process.send?.({ kind: 'refused', message } satisfies Told, () => process.exit(1));
  });
}

/** Never rejects: without an answer the primary goes on. */
async function answer({ number, question }: Asked, node: DataPlane): Promise<void> {
  try {
    tell({ kind: 'answer', number, answer: await find[question](node) });
  } catch (err) {
    node.logger.error({ err, question }, 'a question of the primary could not be answered');
  }
}

const find: {
  readonly [Asking in Question]: (node: DataPlane) => Answers[Asking] | Promise<Answers[Asking]>;
} = {
  standing: (node) => node.standing(),
  metrics: async (node) => (await node.pages.metrics.expose()).text,
  config: (node) => node.pages.describe(),
};

/** What cannot be told is of no use to a primary that is gone. */
function tell(told: Told): void {
  process.send?.(told, () => undefined);
}
