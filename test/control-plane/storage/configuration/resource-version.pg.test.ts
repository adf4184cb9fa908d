import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Compilation } from '../../../../control-plane/compile/compile-rows.ts';
import { Pace } from '../../../../control-plane/compile/pace.ts';
import { ReleaseLedger } from '../../../../control-plane/config-stream/feed/release-ledger.ts';
import { Releaser } from '../../../../control-plane/config-stream/feed/releaser.ts';
import { PoolViews } from '../../../../control-plane/config-stream/pool-views.ts';
import type { Head, StampedHead } from '../../../../control-plane/storage/configuration/head.ts';
import type { StoredVersion } from '../../../../control-plane/storage/configuration/resource-version.ts';
import { ConfigurationReader } from '../../../../control-plane/storage/configuration.ts';
import { PLATFORM, type Scope } from '../../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../../control-plane/telemetry/metrics.ts';
import { decodeResource } from '../../../../proto/resource.ts';
import { ViewDigest } from '../../../../proto/view-digest.ts';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, openFeedBench, type Replica } from '../../../support/feed.ts';

const PAGE = { after: undefined, limit: 1_000 };

/** Goal: what nodes were given can be told for each release, and what differs between two of them. */
describe('the versions of resources', () => {
  let bench: FeedBench;
  let replica: Replica;
  beforeEach(async () => {
    bench = await openFeedBench();
    replica = await bench.startFeed();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  const at = (revision: bigint): Head => ({ epoch: 1n, revision });
  const read = <T>(work: Parameters<typeof bench.storage.read<T>>[1], scope: Scope = PLATFORM) =>
    bench.storage.read<T>(scope, work);

  /** Waits until the head is noted, so that each commit is a release of its own. */
  async function noted(): Promise<bigint> {
    const revision = await bench.head();
    await eventually(async () =>
      expect(await read(({ releases }) => releases.find())).toMatchObject(at(revision)),
    );
    return revision;
  }

  const namesAt = async (revision: bigint) => {
    const view = await read(({ resourceVersions }) =>
      resourceVersions.listView(at(revision), PAGE),
    );
    return view.map(({ body }) => decodeResource('tenant', body).name);
  };

  const rename = (id: string, name: string) =>
    bench.sql.query('UPDATE tenant SET name = $2 WHERE id = $1', [id, name]);

  function digestOf(view: readonly StoredVersion[]): Buffer {
    const digest = new ViewDigest();
    for (const one of view) digest.toggle(one);
    return digest.value();
  }

  test('the view at each revision is what nodes had then, to the digest', async () => {
    const [id = ''] = await bench.insertTenants(1);
    await rename(id, 'first');
    const first = await noted();
    await rename(id, 'second');
    await bench.insertTenants(2);
    const second = await noted();
    await bench.sql.query('UPDATE tenant SET archived_at = now() WHERE id = $1', [id]);
    const third = await noted();
    expect(await namesAt(first)).toEqual(['first']);
    expect(await namesAt(second)).toContain('second');
    expect(await namesAt(second)).toHaveLength(3);
    expect(await namesAt(third)).not.toContain('second');
    for (const revision of [first, second, third]) {
      const [release, view] = await read(async ({ releases, resourceVersions }) => [
        await releases.find(at(revision)),
        await resourceVersions.listView(at(revision), PAGE),
      ]);
      expect(release).toMatchObject({ ...at(revision), resourceCount: view.length });
      expect(digestOf(view)).toEqual(release?.digest);
    }
  });

  test('two revisions are compared in both directions', async () => {
    const [changed = '', removed = '', same = ''] = await bench.insertTenants(3);
    const before = await noted();
    await rename(changed, 'new-name');
    await noted();
    await rename(same, 'for-a-moment');
    await noted();
    await rename(same, `tenant-${same}`);
    await bench.sql.query('DELETE FROM tenant WHERE id = $1', [removed]);
    const [added = ''] = await bench.insertTenants(1);
    const after = await noted();
    const list = (from: bigint, to: bigint) =>
      read(({ resourceVersions }) => resourceVersions.listDifferences(at(from), at(to), PAGE));
    const forth = await list(before, after);
    expect(forth.map(({ id }) => id).toSorted()).toEqual([changed, removed, added].toSorted());
    const find = (id: string) => forth.find((one) => one.id === id);
    expect(find(removed)).toMatchObject({ kind: 'tenant', tenantId: removed, to: null });
    expect(find(added)).toMatchObject({ from: null });
    expect(find(changed)?.from).toHaveLength(16);
    expect(find(changed)?.to).toHaveLength(16);
    const back = await list(after, before);
    expect(back.map(({ from, to, ...key }) => ({ ...key, from: to, to: from }))).toEqual(forth);
    expect(await list(after, after)).toEqual([]);
  });

  test('two replicas that note the same, one of them late, leave what one would have left', async () => {
    const other = await bench.startFeed();
    const ids = await bench.insertTenants(20);
    for (const id of ids) await rename(id, `renamed-${id.slice(0, 8)}`);
    const last = await noted();
    await eventually(() => expect(other.view.head?.revision).toBe(last));
    await Promise.all([other.stop(), replica.stop()]);
    const releases = await read(({ releases }) => releases.list(100));
    expect(releases.length).toBeGreaterThan(1);
    for (const release of releases) {
      const view = await read(({ resourceVersions }) => resourceVersions.listView(release, PAGE));
      expect(digestOf(view)).toEqual(release.digest);
    }
  });

  test('what changed and changed back between two reads of a late replica is told too', async () => {
    const [id = ''] = await bench.insertTenants(1);
    const late = await openLateReplica();
    const first = await late.release(undefined);
    await rename(id, 'for-a-moment');
    await noted();
    await replica.stop();
    await rename(id, `tenant-${id}`);
    await late.release(first);
    const last = await noted();
    await late.close();
    const release = await read(({ releases }) => releases.find(at(last)));
    const view = await read(({ resourceVersions }) => resourceVersions.listView(at(last), PAGE));
    expect(digestOf(view)).toEqual(release?.digest);
  });

  /** A replica that reads when it is told to. */
  async function openLateReplica() {
    const reader = new ConfigurationReader(
      bench.url,
      () => {},
      () => {},
    );
    await reader.connect();
    const logger = createLogger('silent');
    const ledger = new ReleaseLedger(bench.storage, logger);
    const parts = { views: new PoolViews(), ledger, logger, metrics: createMetrics() };
    const releaser = new Releaser(parts);
    return {
      release: async (since: StampedHead | undefined): Promise<StampedHead> => {
        const [compilation, pace] = [new Compilation(), new Pace()];
        const found = await reader.read(since, (rows) => compilation.add(rows, pace));
        await releaser.offer({ read: found, compilation, isRepair: false }, pace);
        return found.head;
      },
      close: async () => {
        await ledger.stop();
        await reader.close();
      },
    };
  }

  test('a replica that starts stands where nodes were left, before it reads anything', async () => {
    await bench.insertTenants(30);
    const revision = await noted();
    await replica.stop();
    const { view } = await bench.startFeed();
    expect(view.head).toMatchObject(at(revision));
    expect(view.digest).toEqual(replica.view.digest);
    // Nothing was read that was not known: a node that comes back goes on with a step.
    expect(view.mark).toBe(1);
    await bench.insertTenants(1);
    await eventually(() => expect(view.mark).toBe(2));
    expect(view.standingOf(at(revision), replica.view.digest)).toBe(1);
  });

  test('a tenant sees its own versions and the shared ones', async () => {
    const [mine = '', theirs = ''] = await bench.insertTenants(2);
    await bench.sql.query(
      `INSERT INTO model (id, name, capabilities, version, created_at, updated_at)
        VALUES ($1, 'gpt', '{chat}', 1, now(), now())`,
      [randomUUID()],
    );
    const revision = await noted();
    const scope = { kind: 'tenant', tenantId: mine } as const;
    const seen = await read(
      ({ resourceVersions }) => resourceVersions.listView(at(revision), PAGE),
      scope,
    );
    expect(seen.map(({ kind }) => kind).toSorted()).toEqual(['model', 'tenant']);
    const differences = await read(
      ({ resourceVersions }) => resourceVersions.listDifferences(at(0n), at(revision), PAGE),
      scope,
    );
    expect(differences.map(({ id }) => id)).not.toContain(theirs);
    expect(differences).toHaveLength(2);
  });

  test('versions are trimmed after 400 days, but for what is still in force, and the release of that', async () => {
    const [kept = '', replaced = '', gone = ''] = await bench.insertTenants(3);
    await noted();
    await rename(replaced, 'in-force');
    await bench.sql.query('DELETE FROM tenant WHERE id = $1', [gone]);
    const newest = await noted();
    await replica.stop();
    await bench.sql.query(`UPDATE release_change SET recorded_at = now() - interval '401 days'`);
    await bench.sql.query(`UPDATE release SET released_at = now() - interval '401 days'`);
    const trimAll = async () => {
      const actor = { name: 'test', authenticatedBy: 'test' };
      const { value } = await bench.storage.transaction(PLATFORM, actor, async (stores) => {
        const token = await stores.leases.acquire('config_retention', 'test', 60_000);
        return stores.configurationRetention.trimVersions(token ?? 0n, 100);
      });
      return value;
    };
    expect(await trimAll()).toBe(2);
    expect(await trimAll()).toBe(1);
    expect(await trimAll()).toBe(0);
    const { rows } = await bench.sql.query('SELECT resource_id FROM release_change');
    expect(rows.map((row) => row.resource_id).toSorted()).toEqual([kept, replaced].toSorted());
    const { rows: bodies } = await bench.sql.query('SELECT FROM resource_version');
    expect(bodies).toHaveLength(2);
    const releases = await read((stores) => stores.releases.list(10));
    expect(releases.map(({ revision }) => revision)).toEqual([newest]);
  });
});
