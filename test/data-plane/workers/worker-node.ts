import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { z } from 'zod';
import { ChildProgram } from '../../support/child-program.ts';
import { eventually } from '../../support/eventually.ts';
import { findFreePorts } from '../../support/free-port.ts';
import { nodeVariables } from '../../support/node.ts';

/** Starting three processes takes a busy machine a while. */
export const START_MS = 60_000;

const page = z.object({
  nodeId: z.string(),
  workers: z.array(
    z.object({ nodeId: z.string(), pid: z.number(), state: z.string(), revision: z.string() }),
  ),
});

/** A worker as its node describes it. */
export type DescribedWorker = z.infer<typeof page>['workers'][number];

/** A node of two workers in processes of its own. */
export interface WorkerNode extends AsyncDisposable {
  readonly program: ChildProgram;
  readonly stateDir: string;
  readonly httpUrl: string;
  readonly grpcAddress: string;
  readonly adminUrl: string;
  /** Those that answer, in order. */
  describe(): Promise<readonly DescribedWorker[]>;
  /** Waits until two workers say that they enforce that revision, and gives them. */
  awaitEnforced(revision: number): Promise<readonly DescribedWorker[]>;
}

/** Starts the node; it is not waited for. Disposing of it kills its processes and deletes its state. */
export async function startWorkerNode(
  configAddress: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<WorkerNode> {
  const stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-workers-'));
  const [http = 0, grpc = 0, admin = 0] = await findFreePorts(3);
  const program = new ChildProgram('data-plane/main.ts', {
    ...nodeVariables(stateDir, configAddress),
    GATEHOUSE_WORKERS: '2',
    GATEHOUSE_HTTP_PORT: String(http),
    GATEHOUSE_GRPC_PORT: String(grpc),
    GATEHOUSE_NODE_ADMIN_PORT: String(admin),
    GATEHOUSE_LOG_LEVEL: 'info',
    ...variables,
  });
  const adminUrl = `http://127.0.0.1:${admin}`;
  const describe = async () => {
    if (!program.isRunning) throw new Error(`the node has ended: ${program.output}`);
    return page.parse(await (await fetch(`${adminUrl}/config`)).json()).workers;
  };
  return {
    program,
    stateDir,
    httpUrl: `http://127.0.0.1:${http}`,
    grpcAddress: `127.0.0.1:${grpc}`,
    adminUrl,
    describe,
    awaitEnforced: (revision) =>
      eventually(async () => {
        const workers = await describe();
        const told = workers.map(({ state, revision: at }) => `${state} ${at}`);
        expect(told).toEqual([`IN_SYNC ${revision}`, `IN_SYNC ${revision}`]);
        return workers;
      }, START_MS),
    [Symbol.asyncDispose]: async () => {
      await program.end('SIGKILL');
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
