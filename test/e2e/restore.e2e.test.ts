import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type OwnControlPlane, startOwnControlPlane } from '../support/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { type FeedBench, openFeedBench } from '../support/feed.ts';
import { findFreePort } from '../support/free-port.ts';
import { startTestNode, type TestNode } from '../support/node.ts';
import { dumpTenants, restoreTenants } from '../support/restore.ts';

/**
 * Goal: whatever history the database loses, every node comes to hold what it holds, to the digest. Method: real nodes, and a
 * replica that begins from nothing as the judge.
 */
describe('after a restore', () => {
  let own: OwnControlPlane;
  let bench: FeedBench;
  let nodes: readonly TestNode[];
  beforeAll(async () => {
    own = await startOwnControlPlane({ GATEHOUSE_CONFIG_PORT: `${await findFreePort()}` });
    bench = await openFeedBench(own.database.url);
    await bench.insertTenants(3);
    nodes = await Promise.all([startNode('node-1'), startNode('node-2')]);
  }, 30_000);
  afterAll(async () => {
    for (const node of nodes ?? []) await node[Symbol.asyncDispose]();
    await bench?.[Symbol.asyncDispose]();
    await own?.[Symbol.asyncDispose]();
  });

  const startNode = (nodeId: string) =>
    startTestNode(own.controlPlane.configAddress ?? '', {
      GATEHOUSE_NODE_ID: nodeId,
      GATEHOUSE_NODE_TOKEN: own.nodeToken,
    });

  const shown = z.object({ epoch: z.string(), revision: z.string(), digest: z.string() });
  const configOf = async ({ plane }: TestNode) =>
    shown.parse(await (await fetch(`${plane.adminUrl}/config`)).json());

  /** Resolves with the position that all nodes hold, when it is the one of a replica that starts at this moment. */
  async function converged(): Promise<{ readonly epoch: string; readonly revision: string }> {
    return eventually(async () => {
      const judge = await bench.startFeed();
      const { head, digest } = judge.view;
      await judge.stop();
      const expected = {
        epoch: `${head?.epoch}`,
        revision: `${head?.revision}`,
        digest: digest.toString('hex'),
      };
      for (const node of nodes) expect(await configOf(node)).toEqual(expected);
      return expected;
    }, 15_000);
  }

  test.each([
    ['fewer', 4],
    ['as many', 10],
    ['more', 13],
  ])(
    'with ten commits lost and %s after, all nodes hold what the database holds',
    async (_what, commitCount) => {
      const before = await converged();
      const dump = await dumpTenants(bench.sql);
      for (let index = 0; index < 10; index += 1) await bench.insertTenants(1);
      await converged();
      await restoreTenants(bench.sql, dump, commitCount);
      await eventually(async () => {
        const after = await converged();
        expect(BigInt(after.epoch)).toBe(BigInt(before.epoch) + 1n);
        expect(BigInt(after.revision)).toBe(dump.revision + BigInt(commitCount));
      });
    },
  );

  test('that nobody saw happen, nodes that come back with more than the database has are believed', async () => {
    const before = await converged();
    const dump = await dumpTenants(bench.sql);
    for (let index = 0; index < 10; index += 1) await bench.insertTenants(1);
    await converged();
    await own.controlPlane[Symbol.asyncDispose]();
    await restoreTenants(bench.sql, dump, 2);
    await own.restart();
    await eventually(async () =>
      expect(BigInt((await converged()).epoch)).toBe(BigInt(before.epoch) + 1n),
    );
  }, 40_000);

  test('that is declared by hand, nodes go over to the new epoch', async () => {
    const before = await converged();
    const declared = await own.bootstrap.mutate(
      'declareRestored',
      { reason: 'a drill' },
      '... on RestoreDeclared { epoch }',
    );
    const epoch = (BigInt(before.epoch) + 1n).toString();
    expect(declared).toMatchObject({ epoch });
    await eventually(async () => expect(await converged()).toMatchObject({ epoch }));
  });

  // Last: principals go with their tenants.
  test('a table that is truncated is empty on every node', async () => {
    await bench.sql.query('BEGIN');
    await bench.sql.query(`SET LOCAL gatehouse.allow_mass_deletion = 'on'`);
    await bench.sql.query('TRUNCATE tenant CASCADE');
    await bench.sql.query('COMMIT');
    await converged();
    const { rows } = await bench.sql.query('SELECT FROM tenant');
    expect(rows).toEqual([]);
  });
});
