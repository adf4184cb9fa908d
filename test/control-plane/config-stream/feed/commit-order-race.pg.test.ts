import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createSeededDraw } from '../../../policy/sample.ts';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, metricValue, openFeedBench } from '../../../support/feed.ts';
import { sized } from '../../../support/form.ts';
import { announceSeed } from '../../../support/seed.ts';

const WRITERS = 16;
/** How long the writers go on. */
const WRITE_MS = sized(2_000, 65_000);
/** Between two times that every listener is killed: more often than they would die, so that a short run meets it too. */
const KILL_MS = sized(150, 3_000);
const RESYNC_MS = sized(100, 1_000);
const AS_SERVICE = `SELECT set_config('gatehouse.actor', 'service', true),
  set_config('gatehouse.tenant', '*', true)`;
const INSERT = `INSERT INTO tenant VALUES ($1::uuid, 'tenant-' || $1, false, 1, now(), now(), NULL)`;
const RENAME = 'UPDATE tenant SET name = $2 WHERE id = $1';

interface Change {
  readonly id: string;
  readonly old: string | undefined;
  readonly renamed: string | undefined;
  /** In [0, 1): decides what is done beside the insertion. */
  readonly draw: () => number;
}

type Statement = readonly [text: string, values: unknown[]];

/** A transaction up to its end. An early stamp holds the revision's row, as services do while they write their audit. */
function statementsOf({ id, old, renamed, draw }: Change): readonly Statement[] {
  const statements: Statement[] = [['BEGIN', []]];
  if (draw() < 0.5) statements.push([AS_SERVICE, []]);
  statements.push([INSERT, [id]]);
  if (draw() < 0.3 && renamed !== undefined)
    statements.push([RENAME, [renamed, `name-${randomUUID()}`]]);
  if (old !== undefined) statements.push(['DELETE FROM tenant WHERE id = $1', [old]]);
  if (draw() < 0.3) statements.push(['SET CONSTRAINTS ALL IMMEDIATE', []]);
  if (draw() < 0.3) statements.push(['SELECT pg_sleep($1)', [draw() / 100]]);
  return statements;
}

/**
 * Goal: no committed change is ever missed, whatever the interleaving, and revisions have no gaps. Method: writers that hold
 * their transactions, roll some back, change and delete; the services' own path and plain SQL mixed; the listener is
 * killed again and again; two replicas that resync all the while must come to what the database holds.
 */
describe('commit-order-race', () => {
  let bench: FeedBench;
  beforeEach(async () => {
    bench = await openFeedBench();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  /** Writes until the time is over; gives how many transactions were committed. */
  async function write(client: pg.Client, draw: () => number): Promise<number> {
    const mine: string[] = [];
    let committed = 0;
    for (const endMs = performance.now() + WRITE_MS; performance.now() < endMs; ) {
      const id = randomUUID();
      const old = draw() < 0.15 ? mine.shift() : undefined;
      for (const [text, values] of statementsOf({ id, old, renamed: mine[0], draw }))
        await client.query(text, values);
      // What would have deleted is not undone: the writer would delete it again.
      const isUndone = old === undefined && draw() < 0.2;
      await client.query(isUndone ? 'ROLLBACK' : 'COMMIT');
      if (isUndone) continue;
      mine.push(id);
      committed += 1;
    }
    return committed;
  }

  async function killListeners(until: AbortSignal): Promise<number> {
    const client = await bench.connect();
    let killed = 0;
    while (!until.aborted) {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'gatehouse_feed'`,
      );
      killed += rowCount ?? 0;
      await sleep(KILL_MS);
    }
    return killed;
  }

  test('nothing is missed and no number is left out', async () => {
    const seed = announceSeed('commit-order-race');
    const before = await bench.head();
    const replicas = await Promise.all([
      bench.startFeed({ resyncMs: RESYNC_MS }),
      bench.startFeed({ resyncMs: RESYNC_MS }),
    ]);
    const done = new AbortController();
    const killing = killListeners(done.signal);
    const clients = await Promise.all(Array.from({ length: WRITERS }, () => bench.connect()));
    const counts = await Promise.all(
      clients.map((client, writer) => write(client, createSeededDraw(seed + writer))),
    );
    done.abort();
    expect(await killing).toBeGreaterThan(2);

    const head = await bench.head();
    expect(Number(head - before)).toBe(counts.reduce((sum, count) => sum + count, 0));
    const { rows } = await bench.sql.query(
      'SELECT DISTINCT revision FROM config_change WHERE revision > $1 ORDER BY revision',
      [before.toString()],
    );
    expect(rows.map(({ revision }) => Number(revision))).toEqual(
      Array.from({ length: Number(head - before) }, (_, index) => Number(before) + 1 + index),
    );
    const judge = await bench.startFeed();
    for (const { view, metrics } of replicas) {
      await eventually(
        () => expect(view.head).toMatchObject({ epoch: 1n, revision: head }),
        10_000,
      );
      expect(view.digest).toEqual(judge.view.digest);
      expect(await metricValue(metrics, 'resyncDifferences')).toBe(0);
    }
    const { rows: tenants } = await bench.sql.query('SELECT FROM tenant');
    expect(judge.view.resourceCount).toBe(tenants.length);
  }, 180_000);
});
