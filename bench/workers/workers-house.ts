import { startPostgres } from '../../deploy/local/postgres.ts';
import { seedBench } from '../gateway/seed.ts';
import { openHome } from '../house/home.ts';
import { awaitAnswer, type DataPlaneNode, startControlPlane, startNode } from '../house/planes.ts';
import type { Closing } from '../process/closing.ts';

/** A node that was told to have so many workers. */
export interface ComparedNode extends DataPlaneNode {
  readonly workerCount: number;
}

/** A whole gateway with a node for each number of workers. */
export interface WorkersHouse {
  readonly apiKey: string;
  readonly route: string;
  readonly controlPlanePid: number;
  readonly nodes: readonly ComparedNode[];
}

/**
 * Starts it; nothing is pinned: workers are to take what cores there are. It ends when the run closes.
 *
 * @param providerUrl the mock, with its version segment
 * @throws Error when a part does not get ready
 */
export async function startWorkersHouse(
  closing: Closing,
  providerUrl: string,
  workerCounts: readonly number[],
): Promise<WorkersHouse> {
  const home = await openHome(closing);
  const { signal } = closing;
  const postgres = await startPostgres({ home: home.directory, durable: false, signal });
  const plan = { home, closing, core: undefined, nodeArgs: [] };
  const control = await startControlPlane(plan, postgres.url);
  await awaitAnswer(control.adminPort, 'readyz', signal);
  const nodes: ComparedNode[] = [];
  for (const workerCount of workerCounts) {
    const variables = {
      GATEHOUSE_NODE_ID: `workers-${workerCount}`,
      GATEHOUSE_WORKERS: String(workerCount),
    };
    const node = await startNode({ ...plan, variables }, control.configPort);
    nodes.push({ ...node, workerCount });
  }
  const graphqlUrl = `http://127.0.0.1:${control.graphqlPort}/graphql`;
  const { apiKey, governedRoute: route } = await seedBench(
    graphqlUrl,
    home.secrets.bootstrapToken,
    providerUrl,
  );
  for (const { adminPort } of nodes) await awaitAnswer(adminPort, 'readyz', signal);
  return { apiKey, route, controlPlanePid: control.process.pid, nodes };
}
