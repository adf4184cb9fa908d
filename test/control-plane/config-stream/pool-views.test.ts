import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CompiledResource } from '../../../control-plane/compile/compile-resource.ts';
import { runAtOnce } from '../../../control-plane/compile/pace.ts';
import { PoolViews } from '../../../control-plane/config-stream/pool-views.ts';
import type { View } from '../../../control-plane/config-stream/view.ts';
import { digestOf, resource, type TestResource } from '../../support/configuration.ts';
import { compiled } from '../../support/sync-model.ts';

/*
 * Goal: a pool's nodes get its tenants and what all share, never a name of anybody else's, at the same marks as all others.
 * Method: changes of resources and of pools in every order, against what the database would hold.
 */

const shared = resource('model', { id: 'shared' }, { name: 'shared' });
const route = (tenantId: string, name: string) =>
  resource('route', { id: `route-${tenantId}`, tenantId }, { tenantId, name });
const first = [shared, ...['a', 'b', 'c'].map((id) => route(id, 'first'))];
const keyOf = ({ kind, id }: TestResource) => `${kind}/${id}`;

type Pools = Readonly<Record<string, readonly string[]>>;

/** Views that were read once, with tenants a, b and c. */
function open(pools: Pools) {
  const views = new PoolViews();
  let revision = 0n;
  const commit = (
    change: ReadonlyMap<string, TestResource | undefined>,
    nextPools?: Pools,
  ): void => {
    revision += 1n;
    const full = revision === 1n;
    const resources = new Map<string, CompiledResource | undefined>();
    for (const [key, one] of change) resources.set(key, one && compiled(one));
    const changes = full ? [] : [{ revision, keys: [...change.keys()] }];
    const head = { epoch: 1n, revision };
    const moved = { head, full, resources, changes, oldestCommitMs: 0 };
    views.apply({ change: moved, pools: nextPools && toPools(nextPools) });
  };
  commit(new Map(first.map((one) => [keyOf(one), one])), pools);
  return { views, commit };
}

function toPools(pools: Pools) {
  return new Map(Object.entries(pools).map(([name, ids]) => [name, new Set(ids)]));
}

function expectPart(
  views: PoolViews,
  pool: string,
  tenantIds: readonly string[],
  rows: ReadonlyMap<string, TestResource>,
): void {
  const part = [...rows.values()].filter((row) => tenantIds.includes(row.tenantId));
  const { digest, mark, head } = views.of(pool);
  const whole = { mark: views.whole.mark, head: views.whole.head };
  expect({ digest, mark, head }).toEqual({ digest: digestOf(part), ...whole });
}

interface PlayedEvent {
  readonly tenantId: string;
  /** Undefined takes the route of the tenant away. */
  readonly name: string | undefined;
  readonly pools: Pools | undefined;
}

/** Plays events, and looks after each of them at two pools. */
function play(events: readonly PlayedEvent[]): void {
  const { views, commit } = open({});
  const rows = new Map(first.map((one) => [keyOf(one), one]));
  let held: Pools = {};
  for (const { tenantId, name, pools } of events) {
    const key = `route/route-${tenantId}`;
    const next = name === undefined ? undefined : route(tenantId, name);
    if (next === undefined) rows.delete(key);
    else rows.set(key, next);
    held = pools ?? held;
    commit(new Map([[key, next]]), pools);
    for (const pool of ['p', 'q']) expectPart(views, pool, ['', ...(held[pool] ?? [])], rows);
  }
}

const keysOf = (view: View) => [...view.resources.keys()].toSorted();
const step = (view: View, mark: number) => {
  const { upserts, removals } = view.stepFrom(mark, new Set());
  return { upserts: upserts.map(({ id }) => id).toSorted(), removals: [...removals].toSorted() };
};

describe('views of pools', () => {
  test('a pool sees what is shared and its tenants, a node of no pool everything', () => {
    const { views } = open({ eu: ['a', 'b'], empty: [] });
    expect(keysOf(views.of('eu'))).toEqual(['model/shared', 'route/route-a', 'route/route-b']);
    expect(keysOf(views.of('empty'))).toEqual(['model/shared']);
    expect(views.of('').resourceCount).toBe(4);
    expect(views.of('')).toBe(views.whole);
  });

  test('what changes elsewhere moves a pool on without a word about it', () => {
    const { views, commit } = open({ eu: ['a'] });
    const view = views.of('eu');
    const { mark } = view;
    commit(
      new Map([
        ['route/route-b', route('b', 'second')],
        ['route/route-c', undefined],
      ]),
    );
    expect(view.head).toEqual(views.whole.head);
    expect(view.mark).toBe(views.whole.mark);
    expect(step(view, mark)).toEqual({ upserts: [], removals: [] });
  });

  test('a tenant that comes brings all that it has, one that goes takes all with it', () => {
    const { views, commit } = open({ eu: ['a'] });
    const view = views.of('eu');
    const { mark } = view;
    commit(new Map(), { eu: ['b'] });
    expect(step(view, mark)).toEqual({ upserts: ['route-b'], removals: ['route/route-a'] });
    expect(keysOf(view)).toEqual(['model/shared', 'route/route-b']);
    commit(new Map(), {});
    expect(keysOf(view)).toEqual(['model/shared']);
    commit(new Map(), { eu: ['c'] });
    expect(views.of('eu')).toBe(view);
    expect(keysOf(view)).toEqual(['model/shared', 'route/route-c']);
  });

  test('a key that goes with its tenant is a revocation for that pool alone', () => {
    const { views, commit } = open({ eu: ['a'] });
    const key = resource('api_key', { id: 'k', tenantId: 'a' }, { tenantId: 'a' });
    commit(new Map([[keyOf(key), key]]));
    const { mark } = views.whole;
    commit(new Map(), { eu: [] });
    expect(views.of('eu').revokedSince(mark)).toEqual(['api_key/k']);
    expect(views.whole.revokedSince(mark)).toEqual([]);
  });

  test('a pool that nobody has made holds no tenant, until somebody makes it', () => {
    const { views, commit } = open({});
    const view = views.of('later');
    expect(keysOf(view)).toEqual(['model/shared']);
    commit(new Map(), { later: ['a'] });
    expect(keysOf(view)).toEqual(['model/shared', 'route/route-a']);
  });

  test('a pool that is asked for before the first read is filled by it', () => {
    const views = new PoolViews();
    const view = views.of('eu');
    const one = compiled(route('a', 'first'));
    const head = { epoch: 1n, revision: 7n };
    const resources = new Map([['route/route-a', one]]);
    const change = { head, full: true, resources, changes: [], oldestCommitMs: 0 };
    views.apply({ change, pools: toPools({ eu: ['a'] }) });
    expect(keysOf(view)).toEqual(['route/route-a']);
    expect(view.mark).toBe(views.whole.mark);
  });

  test('nobody sees a move before it is taken; a pool that is claimed meanwhile moves with the rest', () => {
    const { views } = open({ eu: ['a'] });
    const next = compiled(route('a', 'second'));
    const revisions = [5n, 6n, 7n];
    const change = {
      head: { epoch: 1n, revision: 7n },
      full: false,
      resources: new Map([['route/route-a', next]]),
      changes: revisions.map((revision) => ({ revision, keys: ['route/route-a'] })),
      oldestCommitMs: 0,
    };
    const work = views.prepare({ change, pools: toPools({ eu: ['a'], us: ['a'], late: ['b'] }) });
    const step = work.next();
    const claimed = views.of('late');
    const prepared = step.done ? step.value : runAtOnce(work);
    expect(views.of('eu').head?.revision).toBe(1n);
    expect(keysOf(claimed)).toEqual(['model/shared']);
    views.take(prepared);
    for (const [pool, keys] of [
      ['eu', ['model/shared', 'route/route-a']],
      ['us', ['model/shared', 'route/route-a']],
      ['late', ['model/shared', 'route/route-b']],
    ] as const) {
      expect(keysOf(views.of(pool))).toEqual(keys);
      expect(views.of(pool).mark).toBe(views.whole.mark);
      expect(views.of(pool).head?.revision).toBe(7n);
    }
    expect(views.of('late')).toBe(claimed);
  });

  test('two moves that follow each other are taken together', () => {
    const views = new PoolViews();
    const at = (revision: bigint) => ({ head: { epoch: 1n, revision }, oldestCommitMs: 0 });
    const base = new Map(first.map((one) => [keyOf(one), compiled(one)]));
    const begun = runAtOnce(
      views.prepare({
        change: { ...at(1n), full: true, resources: base, changes: [] },
        pools: toPools({ eu: ['a', 'b'] }),
      }),
    );
    const gone = new Map([['route/route-a', undefined]]);
    const changes = [{ revision: 2n, keys: ['route/route-a'] }];
    const then = runAtOnce(
      views.prepare(
        { change: { ...at(2n), full: false, resources: gone, changes }, pools: undefined },
        begun,
      ),
    );
    views.take(begun);
    views.take(then);
    expect(keysOf(views.of('eu'))).toEqual(['model/shared', 'route/route-b']);
    expect(views.of('eu').mark).toBe(views.whole.mark);
    expect(step(views.of('eu'), 1)).toEqual({ upserts: [], removals: ['route/route-a'] });
  });

  test('names that nobody has made are bounded', () => {
    const { views } = open({ eu: ['a'] });
    for (let index = 0; index < 1_000; index += 1) views.of(`claimed-${index}`);
    expect(() => views.of('one-more')).toThrow('not known');
    expect(views.of('claimed-1').resourceCount).toBe(1);
    expect(views.of('eu').resourceCount).toBe(2);
  });

  test('whatever changes in whatever order: each view is what the database says, at the same mark', () => {
    const tenantId = fc.constantFrom('a', 'b', 'c');
    const name = fc.option(fc.constantFrom('x', 'y'), { nil: undefined });
    const pools = fc.dictionary(fc.constantFrom('p', 'q'), fc.uniqueArray(tenantId));
    const event = fc.record({ tenantId, name, pools: fc.option(pools, { nil: undefined }) });
    fc.assert(fc.property(fc.array(event, { maxLength: 20 }), play));
  });
});
