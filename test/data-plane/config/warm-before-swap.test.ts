import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { ActiveSnapshot } from '../../../data-plane/config/active-snapshot.ts';
import { Enforcement } from '../../../data-plane/config/enforcement.ts';
import type { WholeUpdate } from '../../../data-plane/config/resource-store.ts';
import {
  digestOf,
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
  testPepper,
} from '../../support/configuration.ts';

interface Asked {
  readonly origins: readonly string[];
  /** What calls meet while connections are opened. */
  readonly atRevision: bigint | undefined;
}

const nothingKept = { load: () => [], save: () => undefined, settle: async () => undefined };
let asked: Asked[];
let active: ActiveSnapshot;
let enforcement: Enforcement;
let held: readonly TestResource[];

beforeEach(async () => {
  asked = [];
  held = [];
  active = new ActiveSnapshot();
  enforcement = new Enforcement(active, nothingKept, async (origins) => {
    await nextTurn();
    asked.push({ origins, atRevision: active.current?.revision });
  });
  const name = `api_key_pepper/${testPepper.id}`;
  await enforcement.replaceSecrets([{ name, generation: 1n, value: testPepper.secret }]);
});

/** Brings the node to these resources; gives what was asked for meanwhile. */
async function bring(next: readonly TestResource[], full: boolean): Promise<readonly Asked[]> {
  asked = [];
  const { position } = enforcement;
  const has = (all: readonly TestResource[], one: TestResource) =>
    all.some(
      ({ kind, id, version }) => `${kind}/${id}` === nameOf(one) && version.equals(one.version),
    );
  const isNamed = (one: TestResource) => next.some((other) => nameOf(other) === nameOf(one));
  const update: WholeUpdate = {
    nonce: '1',
    from: position,
    to: { epoch: 1n, revision: position.revision + 1n },
    full,
    upserts: full ? next : next.filter((one) => !has(held, one)),
    removals: full ? [] : held.filter((one) => !isNamed(one)),
    digest: digestOf(next),
    oldestCommitAtMs: 0,
  };
  expect((await enforcement.apply(update)).outcome).toBe('applied');
  held = next;
  return asked;
}

const nameOf = ({ kind, id }: TestResource) => `${kind}/${id}`;
const provider = (baseUrl: string) =>
  resource('provider', { id: 'provider-2' }, { name: 'two', kind: 'openai', baseUrl });
const target = (enabled: boolean) =>
  resource(
    'target',
    { id: 'target-2' },
    { name: 'two', providerId: 'provider-2', modelId: 'model-1', providerModel: 'm', enabled },
  );
const route = (fallbackTargetIds: string[]) =>
  resource(
    'route',
    { id: 'route-2', tenantId: 'a' },
    {
      tenantId: 'a',
      name: 'second',
      operation: 'chat',
      rules: [{ name: 'all', split: [{ targetId: 'target-1', weight: 1 }], fallbackTargetIds }],
      firstTokenTimeoutMs: 5_000,
      totalTimeoutMs: 30_000,
    },
  );
const base = [...sharedResources('http://one.test/v1'), ...tenantResources('a')];

test('connections to what routes lead to are opened before calls meet the configuration', async () => {
  expect(await bring(base, true)).toEqual([
    { origins: ['http://one.test'], atRevision: undefined },
  ]);
  const next = [...base, provider('https://two.test:8443/v1'), target(true), route(['target-2'])];
  expect(await bring(next, false)).toEqual([
    { origins: ['http://one.test', 'https://two.test:8443'], atRevision: 1n },
  ]);
  expect(active.current?.revision).toBe(2n);
  const moved = [...base, provider('https://three.test/v1'), target(true), route(['target-2'])];
  expect((await bring(moved, false))[0]?.origins).toContain('https://three.test');
});

test('a provider that no enabled target of a route leads to is not dialled', async () => {
  await bring(base, true);
  const unused = [...base, provider('http://two.test/v1'), target(true)];
  expect((await bring(unused, false))[0]?.origins).toEqual(['http://one.test']);
  const disabled = [...base, provider('http://two.test/v1'), target(false), route(['target-2'])];
  expect((await bring(disabled, false))[0]?.origins).toEqual(['http://one.test']);
});

test('only tenants that have changed are looked at', async () => {
  const two = [provider('http://two.test/v1'), target(true)];
  await bring([...base, ...two, route(['target-2']), ...tenantResources('b')], true);
  const suspended = tenantResources('b', { suspended: true });
  const next = [...base, ...two, route(['target-2']), ...suspended];
  expect((await bring(next, false))[0]?.origins).toEqual(['http://one.test']);
});

test.each(['api_key', 'grant'])(
  'an update that takes away a %s waits for no connection',
  async (kind) => {
    await bring(base, true);
    const next = [...base.filter((one) => one.kind !== kind), provider('http://two.test/v1')];
    expect(await bring([...next, target(true), route(['target-2'])], false)).toEqual([]);
  },
);

test('everything, sent to a node that enforces something, waits for no connection', async () => {
  await bring(base, true);
  expect(await bring([...base, ...tenantResources('b')], true)).toEqual([]);
});
