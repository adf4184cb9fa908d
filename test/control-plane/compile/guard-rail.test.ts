import { describe, expect, test } from '@jest/globals';
import {
  type CompiledResource,
  compileResource,
  restoreResource,
} from '../../../control-plane/compile/compile-resource.ts';
import {
  type ChangedKeys,
  findMeantKeys,
  findReasons,
  GUARD_RAILS,
  type Proposal,
} from '../../../control-plane/compile/guard-rail.ts';
import { runAtOnce, type SlicedWork } from '../../../control-plane/compile/pace.ts';
import type { ConfigurationRows } from '../../../control-plane/storage/configuration/row.ts';

const tenant = (id: string, name = `tenant-${id}`) =>
  compileResource('tenant', { id, name, suspended: false });

const keyRow: ConfigurationRows['api_key'] = {
  id: 'key',
  tenant_id: 'a',
  application_id: 'app',
  name: 'first',
  hash: Buffer.alloc(32, 1),
  pepper_id: 'pepper',
  workloads: ['default'],
  routes: [],
  feature: null,
  attributes: {},
  scopes: [],
  operations: [],
  not_after: null,
};

const tokenIssuerRow: ConfigurationRows['token_issuer'] = {
  id: 'login',
  tenant_id: 'a',
  name: 'login',
  issuer: 'https://login.example.com',
  audience: 'gatehouse',
  algorithms: ['RS256'],
  leeway_seconds: 60,
  lifetime_seconds_max: 3_600,
  application_id: 'app',
  application_claim: null,
  workloads: ['default'],
  routes: [],
  operations: [],
  scopes: [],
  facts: [],
  keys: [],
};

const routeRow: ConfigurationRows['route'] = {
  id: 'route',
  tenant_id: 'a',
  name: 'assistant',
  operation: 'chat',
  rules: [
    {
      name: 'all',
      when: '',
      require: '',
      split: [{ targetId: 'target', weight: 1 }],
      fallbackTargetIds: [],
    },
  ],
  constraints: null,
  prompt_policy_id: null,
  connect_timeout_ms: null,
  first_token_timeout_ms: 1_000,
  idle_timeout_ms: null,
  total_timeout_ms: 10_000,
};

const byKey = (resources: readonly CompiledResource[]) =>
  new Map(resources.map((resource) => [`${resource.kind}/${resource.id}`, resource]));

function finish<Result>(work: SlicedWork<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Reasons against a step from `before`. */
function reasons(
  before: readonly CompiledResource[],
  difference: Proposal['difference'],
  meant: Proposal['meant'] = new Set(),
): readonly string[] {
  const held = byKey(before);
  const claims = new Map([...held].map(([key, { claim }]) => [claim, key]));
  const bodyBytes = before.reduce((sum, { body }) => sum + body.length, 0);
  return finish(findReasons({ before: held, difference, meant, bodyBytes, claims }));
}

describe('the guard rails', () => {
  const many = Array.from({ length: 100 }, (_, index) => tenant(`t${index}`));
  const removalOf = (count: number) =>
    new Map(many.slice(0, count).map(({ id }) => [`tenant/${id}`, undefined]));

  test('let a sound step pass', () => {
    expect(reasons(many, byKey([tenant('new'), compileResource('route', routeRow)]))).toEqual([]);
    expect(reasons([], byKey(many))).toEqual([]);
  });

  test.each([
    [20, []],
    [21, [expect.stringContaining('21 of 100 resources would be deleted')]],
  ])('a deletion of %i of 100 gives %j', (count, expected) => {
    expect(reasons(many, removalOf(count))).toEqual(expected);
  });

  test('a deletion of 21 is no mass among 1,000', () => {
    const crowd = Array.from({ length: 1_000 }, (_, index) => tenant(`t${index}`));
    expect(reasons(crowd, removalOf(21))).toEqual([]);
  });

  test('a mass deletion that is meant passes, wholly or in so far as it is meant', () => {
    expect(reasons(many, removalOf(100), 'all')).toEqual([]);
    expect(reasons(many, removalOf(21), new Set(['tenant/t0']))).toEqual([]);
    expect(reasons(many, removalOf(30), new Set(['tenant/t0']))).toHaveLength(1);
  });

  test('what one revision takes away counts, not what a late replica reads at once', () => {
    const revision = 7n;
    const each = many
      .slice(0, 60)
      .map(({ id }) => ({ revision, keys: [`tenant/${id}`], rowCount: 3 }));
    const difference = removalOf(60);
    const meantOf = (changes: readonly ChangedKeys[], deletionMeantAt?: bigint) =>
      runAtOnce(findMeantKeys(difference, { changes, deletionMeantAt }, 100));
    expect(reasons(many, difference, meantOf(each))).toEqual([]);
    const atOnce = [{ revision, keys: [...difference.keys()], rowCount: 60 }];
    expect(reasons(many, difference, meantOf(atOnce))).toHaveLength(1);
    expect(reasons(many, difference, meantOf(atOnce, 6n))).toHaveLength(1);
    expect(reasons(many, difference, meantOf(atOnce, 7n))).toEqual([]);
    const oneRow = [{ revision, keys: [...difference.keys()], rowCount: 1 }];
    expect(reasons(many, difference, meantOf(oneRow))).toEqual([]);
  });

  test('a resource that is too large stops everybody', () => {
    const large = tenant('a', 'x'.repeat(GUARD_RAILS.bodyBytesMax));
    expect(reasons([], byKey([large]))).toEqual([expect.stringContaining('262144 are allowed')]);
  });

  test('a view that is too large stops everybody', () => {
    const change = { before: byKey(many), difference: byKey([tenant('a')]), claims: new Map() };
    const bodyBytes = GUARD_RAILS.viewBytesMax;
    expect(finish(findReasons({ ...change, meant: 'all', bodyBytes }))).toEqual([
      expect.stringContaining('The view would have'),
    ]);
  });

  test.each([
    ['a tenant name', tenant('a', 'acme'), tenant('b', 'acme'), 'the tenant name "acme"'],
    [
      'the hash of a key',
      compileResource('api_key', keyRow),
      compileResource('api_key', { ...keyRow, id: 'other', tenant_id: 'b' }),
      'the hash of an API key',
    ],
    [
      'issuer and audience of tokens',
      compileResource('token_issuer', tokenIssuerRow),
      compileResource('token_issuer', {
        ...tokenIssuerRow,
        id: 'other',
        tenant_id: 'b',
        name: 'x',
      }),
      'issuer and audience of a token issuer',
    ],
  ])(
    '%s that is taken stops everybody, held before or new in the step',
    (_what, one, other, name) => {
      const expected = [expect.stringContaining(name)];
      expect(reasons([one], byKey([other]))).toEqual(expected);
      expect(reasons([], byKey([one, other]))).toEqual(expected);
      expect(String(reasons([one], byKey([other])))).not.toContain('\u0001');
    },
  );

  test('a name that is given up in the same step may be taken', () => {
    const difference = byKey([tenant('a', 'new-name'), tenant('b', 'acme')]);
    expect(reasons([tenant('a', 'acme')], difference)).toEqual([]);
    const gone = new Map([['tenant/a', undefined], ...byKey([tenant('b', 'acme')])]);
    expect(reasons([tenant('a', 'acme')], gone)).toEqual([]);
  });

  test('a shared resource with a blank field stops everybody', () => {
    const model = compileResource('model', {
      id: 'm',
      name: ' ',
      capabilities: [],
      context_window_tokens: null,
      output_tokens_max: null,
      aliases: [],
    });
    expect(reasons([], byKey([model]))).toEqual(['model/m has a blank name.']);
  });

  const broken = (count: number, change: Partial<ConfigurationRows['route']>) =>
    byKey(
      Array.from({ length: count }, (_, index) =>
        compileResource('route', {
          ...routeRow,
          ...change,
          id: `r${index}`,
          tenant_id: `t${index}`,
        }),
      ),
    );
  const wrongRule = { ...routeRow.rules[0], when: 'no such thing(' } as never;

  test.each([
    ['a blank name', { name: '' }],
    ['a condition that does not compile', { rules: [wrongRule] }],
  ])('%s of a tenant’s own is left to its nodes, until many tenants have it', (_what, change) => {
    expect(reasons(many, broken(1, change))).toEqual([]);
    expect(reasons(many, broken(20, change))).toEqual([]);
    const found = reasons(many, broken(21, change));
    expect(found[0]).toBe('21 of 100 tenants have invalid resources.');
    expect(found).toHaveLength(10);
  });

  test('a condition that asks for what a golden request lacks is right', () => {
    const rule = { ...routeRow.rules[0], when: 'key.attributes.tier == "gold"' } as never;
    expect(reasons(many, broken(30, { rules: [rule] }))).toEqual([]);
  });

  test('what is restored from its bytes is held to the same', () => {
    const route = compileResource('route', routeRow);
    const key = compileResource('api_key', keyRow);
    expect(restoreResource(route)).toEqual(route);
    expect(restoreResource(key)).toEqual(key);
  });
});
