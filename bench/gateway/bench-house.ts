import { startPostgres } from '../../deploy/local/postgres.ts';
import { openHome } from '../house/home.ts';
import { awaitAnswer, startControlPlane, startNode } from '../house/planes.ts';
import type { Closing } from '../process/closing.ts';
import { cores } from '../process/pinned-process.ts';
import { type BenchKey, seedBench } from './seed.ts';

/** A whole gateway: Postgres, control plane and one node, each a process of its own, seeded over GraphQL. */
export interface BenchHouse extends BenchKey {
  readonly nodePid: number;
  readonly controlPlanePid: number;
  readonly httpPort: number;
  readonly grpcPort: number;
}

/**
 * Starts the house; the node has the core of the proxies. It ends when the run closes.
 *
 * @param origin the mock
 * @param nodeArgs arguments of node for the node's process, such as `--cpu-prof`
 * @throws Error when a part does not get ready
 */
export async function startBenchHouse(
  closing: Closing,
  origin: string,
  nodeArgs: readonly string[],
): Promise<BenchHouse> {
  const home = await openHome(closing);
  const { signal } = closing;
  const postgres = await startPostgres({ home: home.directory, durable: false, signal });
  const plane = { home, closing };
  const control = await startControlPlane(
    { ...plane, core: cores.others, nodeArgs: [] },
    postgres.url,
  );
  await awaitAnswer(control.adminPort, 'readyz', signal);
  const node = await startNode({ ...plane, core: cores.proxy, nodeArgs }, control.configPort);
  const graphqlUrl = `http://127.0.0.1:${control.graphqlPort}/graphql`;
  const key = await seedBench(graphqlUrl, home.secrets.bootstrapToken, `${origin}/v1`);
  await awaitAnswer(node.adminPort, 'readyz', signal);
  const { httpPort, grpcPort } = node;
  const pids = { nodePid: node.process.pid, controlPlanePid: control.process.pid };
  return { ...key, ...pids, httpPort, grpcPort };
}
