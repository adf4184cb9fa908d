import type { Settings } from '../settings.ts';
import type { AdminPages } from '../telemetry/admin-server.ts';
import type { PrimaryMetrics } from '../telemetry/primary-metrics.ts';
import type { Answers, Question } from './message.ts';
import type { RunningWorker } from './supervisor.ts';

/** A worker that takes longer is left out. */
const ANSWER_MS = 2_000;

export interface PrimaryPagesParts {
  readonly settings: Settings;
  readonly metrics: PrimaryMetrics;
  readonly listRunning: () => readonly RunningWorker[];
  readonly isDraining: () => boolean;
}

/** What operators may ask of a node with workers: the workers are asked each time, all at once. */
export function createPrimaryPages(parts: PrimaryPagesParts): AdminPages {
  const { settings, metrics, listRunning, isDraining } = parts;
  return {
    notReadyBecause: async () =>
      isDraining() ? 'it drains' : notReadyBecause(await askAll(listRunning(), 'standing')),
    metrics: {
      expose: async () => {
        const answers = await askAll(listRunning(), 'metrics');
        return metrics.expose(answers.map(({ answer }) => answer));
      },
    },
    describe: async () => describe(settings, await askAll(listRunning(), 'config')),
  };
}

interface Answered<Asking extends Question> {
  readonly worker: number;
  readonly answer: Answers[Asking];
}

async function askAll<Asking extends Question>(
  running: readonly RunningWorker[],
  question: Asking,
): Promise<readonly Answered<Asking>[]> {
  const asked = running.map(async ({ worker, link }) => {
    const answer = await link.ask(question, ANSWER_MS);
    return answer === undefined ? [] : [{ worker, answer }];
  });
  return (await Promise.all(asked)).flat();
}

/**
 * Connections go to every worker with open doors in turn, so that all of these must be ready. One that drains alone is passed
 * over, it closes its doors without a loss; and one that does not answer, since it is handed no further connection.
 */
function notReadyBecause(standings: readonly Answered<'standing'>[]): string | undefined {
  const serving = standings.filter(({ answer }) => answer.doorsOpen && !answer.draining);
  if (serving.length === 0) return 'no worker serves';
  const unready = serving.find(({ answer }) => answer.notReadyBecause !== undefined);
  return unready && `worker ${unready.worker}: ${unready.answer.notReadyBecause}`;
}

/** The texts of the workers go as they are: parsing what may be megabytes would hold up new connections. */
function describe(
  { nodeId, pool, workerCount }: Settings,
  described: readonly Answered<'config'>[],
): string {
  const own = JSON.stringify({ nodeId, pool, workerCount }, null, 2).slice(0, -'\n}'.length);
  return `${own},\n  "workers": [\n${described.map(({ answer }) => answer).join(',\n')}\n  ]\n}`;
}
