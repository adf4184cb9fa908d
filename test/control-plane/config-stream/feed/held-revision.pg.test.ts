import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { View } from '../../../../control-plane/config-stream/view.ts';
import { TenantPurge } from '../../../../control-plane/jobs/tenant-purge.ts';
import { PLATFORM } from '../../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../../control-plane/telemetry/logger.ts';
import { decodeResource } from '../../../../proto/resource.ts';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, metricValue, openFeedBench, type Replica } from '../../../support/feed.ts';

const OPERATOR = { name: 'operator', authenticatedBy: 'test' } as const;

/** Goal: what fails the guard rails is stored and told of, and never reaches a node; what mends it is released. */
describe('a revision that is held back', () => {
  let bench: FeedBench;
  let replica: Replica;
  let ids: readonly string[];
  beforeEach(async () => {
    bench = await openFeedBench();
    replica = await bench.startFeed();
    ids = await bench.insertTenants(40);
    await eventually(() => expect(replica.view.resourceCount).toBe(40));
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  const held = () => bench.storage.read(PLATFORM, ({ heldRevisions }) => heldRevisions.list(10));
  const archive = (count: number) =>
    bench.sql.query('UPDATE tenant SET archived_at = now() WHERE id = ANY($1)', [
      ids.slice(0, count),
    ]);

  async function isHeld({ metrics }: Replica = replica): Promise<void> {
    await eventually(async () =>
      expect(await metricValue(metrics, 'heldRevisions')).toBeGreaterThan(0),
    );
  }

  test('leaves nodes the last good view, is told with its reason, and passes when it is mended', async () => {
    await archive(30);
    await isHeld();
    expect(replica.view).toMatchObject({ resourceCount: 40, head: { revision: 1n } });
    await eventually(async () =>
      expect(await held()).toMatchObject([
        {
          epoch: 1n,
          revision: 2n,
          good: { epoch: 1n, revision: 1n },
          reasons: [expect.stringContaining('30 of 40 resources would be deleted')],
          passedAt: null,
        },
      ]),
    );
    await bench.sql.query('UPDATE tenant SET archived_at = NULL WHERE id <> $1', [ids[0]]);
    await eventually(() => expect(replica.view.head?.revision).toBe(3n));
    expect(replica.view.resourceCount).toBe(39);
    expect(await metricValue(replica.metrics, 'heldRevisions')).toBe(0);
    await eventually(async () => expect((await held())[0]?.passedAt).toBeInstanceOf(Date));
  });

  test('stays held while more is committed, and after a restart', async () => {
    await archive(30);
    await eventually(async () => expect(await held()).toHaveLength(1));
    const [added = ''] = await bench.insertTenants(1);
    await eventually(async () => expect(await held()).toHaveLength(2));
    expect(replica.view.resourceCount).toBe(40);
    await replica.stop();
    const next = await bench.startFeed();
    expect(next.view).toMatchObject({ resourceCount: 40, head: { revision: 1n } });
    expect(next.view.resources.has(`tenant/${added}`)).toBe(false);
    expect(await metricValue(next.metrics, 'heldRevisions')).toBe(2);
  });

  test('is released when any later change says that the deletion is meant', async () => {
    await archive(30);
    await isHeld();
    await bench.sql.query('BEGIN');
    await bench.sql.query(`SET LOCAL gatehouse.allow_mass_deletion = 'on'`);
    await bench.insertTenants(1);
    await bench.sql.query('COMMIT');
    await eventually(() => expect(replica.view.resourceCount).toBe(11));
  });

  const release = async () => {
    const revision = await bench.head();
    await bench.storage.transaction(PLATFORM, OPERATOR, ({ heldRevisions }) =>
      heldRevisions.release(revision),
    );
  };

  test('goes when it is released, and what is deleted later is held anew', async () => {
    const more = await bench.insertTenants(30);
    await eventually(() => expect(replica.view.resourceCount).toBe(70));
    await archive(30);
    await isHeld();
    await replica.stop();
    await release();
    await bench.sql.query('UPDATE tenant SET archived_at = now() WHERE id = ANY($1)', [more]);
    const next = await bench.startFeed();
    expect(next.view.resourceCount).toBe(70);
    await eventually(async () =>
      expect((await held())[0]?.reasons).toEqual([
        expect.stringContaining('30 of 70 resources would be deleted'),
      ]),
    );
    await release();
    await eventually(() => expect(next.view.resourceCount).toBe(10));
    await eventually(async () => expect((await held())[0]?.passedAt).toBeInstanceOf(Date));
  });

  test('a mass deletion that says so at once is not held, nor is one row with all that hangs from it', async () => {
    const [parent] = ids;
    await bench.sql.query(
      `INSERT INTO prompt_policy
        SELECT gen_random_uuid(), $1, 'policy-' || n, '[]', 1, now(), now(), NULL
          FROM generate_series(1, 30) AS n`,
      [parent],
    );
    await eventually(() => expect(replica.view.resourceCount).toBe(70));
    await archive(1);
    await eventually(() => expect(replica.view.resourceCount).toBe(39));
    await bench.sql.query('BEGIN');
    await bench.sql.query(`SET LOCAL gatehouse.allow_mass_deletion = 'on'`);
    await archive(40);
    await bench.sql.query('COMMIT');
    await eventually(() => expect(replica.view.resourceCount).toBe(0));
    expect(await held()).toEqual([]);
  });

  test('a deleted tenant goes whole; its purge is no news to nodes, and hides no mass deletion beside it', async () => {
    const [doomed] = ids;
    await bench.sql.query(
      `INSERT INTO prompt_policy
        SELECT gen_random_uuid(), $1, 'policy-' || n, '[]', 1, now(), now(), NULL
          FROM generate_series(1, 30) AS n`,
      [doomed],
    );
    await eventually(() => expect(replica.view.resourceCount).toBe(70));
    await bench.sql.query(
      `UPDATE tenant SET archived_at = now(), deleted_at = now(), deletion_reason = 'gone', purge_after = now()
        WHERE id = $1`,
      [doomed],
    );
    await eventually(() => expect(replica.view.resourceCount).toBe(39));
    const isReleased = () =>
      bench.storage.read(PLATFORM, ({ tenantPurges }) => tenantPurges.isReleased(doomed ?? ''));
    await eventually(async () => expect(await isReleased()).toBe(true));
    await replica.stop();
    const logger = createLogger('silent');
    const { metrics, storage } = { ...bench, ...replica };
    await new TenantPurge({ storage, logger, metrics }).purge(10);
    const { rows } = await bench.sql.query('SELECT FROM release_change WHERE owner_id = $1', [
      doomed,
    ]);
    expect(rows).toEqual([]);
    await bench.sql.query('UPDATE tenant SET archived_at = now() WHERE id = ANY($1)', [
      ids.slice(1, 31),
    ]);
    const next = await bench.startFeed();
    expect(next.view.resourceCount).toBe(39);
    await eventually(async () =>
      expect(await held()).toMatchObject([
        { reasons: [expect.stringContaining('30 of 39 resources would be deleted')] },
      ]),
    );
  });

  test('does not keep a key alive that is revoked meanwhile, not even over a restart', async () => {
    const tenantId = ids[39];
    await bench.sql.query(`INSERT INTO api_key_pepper VALUES ('p', '', now())`);
    await bench.sql.query(
      `WITH app AS (INSERT INTO application
          VALUES (gen_random_uuid(), $1, 'app', 't', 'production', 'internal', 'governed', 1, now(), now())
          RETURNING id, tenant_id)
        INSERT INTO api_key
          SELECT gen_random_uuid(), tenant_id, id, 'key-' || n, 'gth', sha256(n::text::bytea), 'p',
            '{chat}', '{}', NULL, '{}', NULL, NULL, 1, now(), now()
          FROM app, generate_series(1, 2) AS n`,
      [tenantId],
    );
    const keyNames = (view: View) =>
      [...view.resources.values()]
        .filter(({ kind }) => kind === 'api_key')
        .map(({ body }) => decodeResource('api_key', body).name);
    await eventually(() => expect(keyNames(replica.view)).toHaveLength(2));
    await archive(30);
    await isHeld();
    const mark = replica.view.mark;
    await bench.sql.query(`UPDATE api_key SET revoked_at = now() WHERE name = 'key-1'`);
    await eventually(() => expect(keyNames(replica.view)).toEqual(['key-2']));
    expect(replica.view.revokedSince(mark)).not.toEqual([]);
    expect(replica.view.resources.has(`tenant/${ids[0]}`)).toBe(true);
    await eventually(async () => expect(await held()).toHaveLength(2));
    await replica.stop();
    const next = await bench.startFeed();
    expect(keyNames(next.view)).toEqual(['key-2']);
    expect(await metricValue(next.metrics, 'heldRevisions')).toBe(2);
  });

  test('a truncated table is held like any mass deletion, and released like one', async () => {
    await bench.sql.query('TRUNCATE tenant CASCADE');
    await isHeld();
    expect(replica.view.resourceCount).toBe(40);
    await release();
    await eventually(() => expect(replica.view.resourceCount).toBe(0));
  });

  test('a row that makes no resource is held, and does not stop the feed', async () => {
    await bench.sql.query(
      `INSERT INTO prompt_policy VALUES
        (gen_random_uuid(), $1, 'broken', '{"no": "list"}', 1, now(), now(), NULL)`,
      [ids[0]],
    );
    await isHeld();
    await bench.sql.query('DELETE FROM prompt_policy');
    await eventually(async () => expect(replica.view.head?.revision).toBe(await bench.head()));
  });
});
