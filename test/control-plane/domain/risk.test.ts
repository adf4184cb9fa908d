import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createBudget } from '../../../control-plane/domain/budget.ts';
import { createLimit } from '../../../control-plane/domain/limit.ts';
import { permissions } from '../../../control-plane/domain/permission.ts';
import {
  type ComparedContent,
  directionOf,
  judgeContent,
} from '../../../control-plane/domain/review/judge-content.ts';
import { judgeBy } from '../../../control-plane/domain/review/judgement.ts';
import type { ProposedPrice } from '../../../control-plane/domain/review/price-content.ts';
import type { Proposals } from '../../../control-plane/domain/review/proposal.ts';
import { comparePrices } from '../../../control-plane/domain/review/risk/price-change.ts';
import {
  COST_CHANGE_HIGH,
  computeRisk,
  type Reach,
  type RiskFacts,
} from '../../../control-plane/domain/review/risk/risk.ts';
import { fieldWeights, weighField } from '../../../control-plane/domain/review/risk/risk-weight.ts';
import {
  budgetContentOf,
  limitContentOf,
} from '../../../control-plane/domain/review/spend-content.ts';
import { routeDraft, ruleTo } from '../../support/catalog.ts';
import { budgetDraft, limitDraft } from '../../support/spend.ts';

const price: ProposedPrice = {
  effectiveFrom: null,
  input: '1000',
  output: '4000',
  cachedRead: '100',
  cachedWrite: '1000',
  cachedWriteLong: '1000',
  reasoning: '4000',
  perRequest: '0',
  tiers: [],
};
const { tenantId: _, ...route } = routeDraft('t', [ruleTo('a')]);

const nothing = {
  now: new Date(0),
  applicationIds: new Set<string>(),
  routeIds: new Set<string>(),
  modelIds: new Set<string>(),
};

/** One content of each kind. */
const contents: Proposals = {
  grant: { applicationId: null, modelId: 'm', workloads: ['chat'], notAfter: null },
  route,
  prompt_policy: {
    name: 'p',
    rules: [{ name: 'r', detector: 'secret', action: 'block', rerouteRouteId: undefined }],
  },
  approval_rule: { kind: 'route', quorum: 2, roles: [], highRiskQuorum: 3 },
  model: {
    name: 'm',
    capabilities: ['chat', 'tools'],
    contextWindowTokens: 10,
    outputTokensMax: 5,
    aliases: ['n'],
    replacedById: null,
    deprecatedAt: null,
  },
  provider: {
    name: 'p',
    kind: 'openai',
    preset: '',
    baseUrl: 'https://one.example.com',
    region: 'eu',
    dataTerms: ['no_training'],
    regionDataTerms: [],
  },
  target: {
    name: 't',
    providerId: 'p',
    modelId: 'm',
    providerModel: 'm',
    region: 'eu',
    enabled: true,
    capabilities: ['chat'],
  },
  config_plan: {
    owner: 'o',
    prune: false,
    adopt: false,
    documents: [],
    actions: [],
    ownedCount: 0,
    planDigest: '',
    demands: [],
  },
  price: { prices: [price] },
  api_key: {
    applicationId: 'a',
    name: 'k',
    workloads: ['chat', 'code'],
    routes: ['small', 'large'],
    operations: ['chat', 'embedding'],
    feature: null,
    attributes: { tier: 'gold' },
    scopes: ['explain'],
    notAfter: '2030-01-02T00:00:00.000Z',
  },
  role: { name: 'r', permissions: ['route:read', 'route:write'] },
  role_mapping: {
    name: 'l',
    issuer: 'https://login.example.com',
    clientId: 'c',
    audience: 'a',
    groupClaim: 'groups',
    roleMappings: [{ group: 'staff', roles: ['viewer', 'developer'] }],
    emailDomains: ['example.com', 'example.org'],
    scopes: ['openid'],
  },
  role_grant: { kind: 'human', name: 'n', email: null, roles: ['developer'], roleIds: ['r'] },
  limit: limitContentOf(createLimit('l', limitDraft('t'), nothing)),
  budget: budgetContentOf(createBudget('b', budgetDraft('t'), nothing)),
};
/** A plan is always new. */
const kinds = (Object.keys(contents) as (keyof Proposals)[]).filter(
  (kind) => kind !== 'config_plan',
);
const changeOf = (kind: keyof Proposals, change: object): ComparedContent =>
  ({ kind, base: contents[kind], proposal: { ...contents[kind], ...change } }) as ComparedContent;
const nowhere: Reach = { requests: 0n, applications: 0, tenants: 0 };
const riskOf = (content: ComparedContent, facts: Partial<RiskFacts> = {}) =>
  computeRisk({ content, reach: nowhere, priceChange: undefined, ...facts });

describe('the direction of a change', () => {
  test.each<[keyof Proposals, object, string]>([
    ['model', { contextWindowTokens: 9, deprecatedAt: '2030-01-01T00:00:00.000Z' }, 'tightening'],
    ['model', { replacedById: 'm' }, 'neutral'],
    ['model', { contextWindowTokens: null }, 'loosening'],
    // A condition may ask that a capability, an alias or a term is absent.
    ['model', { capabilities: ['chat'] }, 'loosening'],
    ['model', { aliases: [] }, 'loosening'],
    ['provider', { dataTerms: [] }, 'loosening'],
    ['target', { enabled: false }, 'tightening'],
    ['target', { enabled: false, providerModel: 'x' }, 'loosening'],
    ['target', { capabilities: [] }, 'loosening'],
    ['api_key', { workloads: ['code'], routes: ['small'], scopes: [] }, 'tightening'],
    ['api_key', { operations: ['chat'] }, 'tightening'],
    ['api_key', { operations: ['chat', 'model_list'] }, 'loosening'],
    ['api_key', { operations: [] }, 'loosening'],
    ['api_key', { routes: [] }, 'loosening'],
    ['api_key', { notAfter: '2030-01-01T00:00:00.000Z' }, 'tightening'],
    ['api_key', { notAfter: null }, 'loosening'],
    ['api_key', { attributes: {} }, 'loosening'],
    ['role', { permissions: ['route:read'], name: 'other' }, 'tightening'],
    ['role', { permissions: ['route:read', 'grant:read'] }, 'loosening'],
    ['role_mapping', { roleMappings: [{ group: 'staff', roles: ['viewer'] }] }, 'tightening'],
    ['role_mapping', { roleMappings: [{ group: '*', roles: ['viewer'] }] }, 'loosening'],
    ['role_mapping', { emailDomains: [] }, 'loosening'],
    ['role_mapping', { groupClaim: 'x' }, 'loosening'],
    ['role_grant', { roles: ['viewer'], roleIds: [] }, 'tightening'],
    ['role_grant', { roles: ['developer', 'security-reviewer'] }, 'loosening'],
    ['approval_rule', { highRiskQuorum: 2 }, 'loosening'],
    ['approval_rule', { quorum: 3 }, 'tightening'],
    ['approval_rule', { highRiskTeams: ['red', 'blue'] }, 'tightening'],
    ['grant', { workloads: [] }, 'loosening'],
    ['route', { constraints: { regions: ['eu'], dataTerms: [] } }, 'tightening'],
    ['price', { prices: [] }, 'loosening'],
    ['limit', { amount: 59, windowS: 61 }, 'tightening'],
    ['limit', { archived: true }, 'loosening'],
    ['budget', { amountNanoUsd: '4' }, 'tightening'],
    ['budget', { amountNanoUsd: '50000000000' }, 'loosening'],
    ['budget', { archived: true }, 'loosening'],
  ])('of a %s to %j is %s', (kind, change, direction) => {
    expect(directionOf(judgeContent(changeOf(kind, change)))).toBe(direction);
    if (direction !== 'loosening') expect(riskOf(changeOf(kind, change)).level).toBe('low');
  });

  test.each(kinds)(
    'of a %s with a field that nobody knows, however named, is a loosening of high risk',
    (kind) => {
      for (const name of ['secret', '__proto__', 'constructor', 'toString']) {
        const proposal = JSON.parse(
          JSON.stringify(contents[kind]).replace('{', `{"${name}":{"a":1},`),
        );
        const content = { kind, base: contents[kind], proposal } as ComparedContent;
        const risk = riskOf(content);
        expect(risk).toMatchObject({ level: 'high', direction: 'loosening' });
        expect(risk.reasons.map(({ field }) => field)).toContain(name);
      }
      expect(({} as { a?: number }).a).toBeUndefined();
    },
  );

  test('is never proven by taking a field away', () => {
    const judge = judgeBy<{ a?: number }>({ a: () => 'tightening' });
    expect(judge({ a: 1 }, {})).toEqual([{ field: 'a', direction: 'loosening' }]);
    expect(judge({ a: 1 }, { a: 2 })).toEqual([{ field: 'a', direction: 'tightening' }]);
  });

  test('of a role tightens only where no permission is new', () => {
    const some = fc.uniqueArray(fc.constantFrom(...permissions), { minLength: 1 });
    fc.assert(
      fc.property(some, some, (from, to) => {
        const content = {
          kind: 'role',
          base: { name: 'r', permissions: from },
          proposal: { name: 'r', permissions: to },
        } as const;
        const isWithin = to.every((one) => from.includes(one));
        expect(directionOf(judgeContent(content)) === 'loosening').toBe(!isWithin);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the level', () => {
  test.each(kinds)('of what loosens in a %s is said for every field of it', (kind) => {
    const fields = Object.keys(contents[kind]).filter(
      (field) => !['applicationId', 'modelId', 'providerId', 'kind', 'operation'].includes(field),
    );
    expect(Object.keys(fieldWeights[kind])).toEqual(expect.arrayContaining(fields));
    for (const field of fields)
      expect(weighField(kind, field).message).not.toBe(weighField(kind, 'toString').message);
  });

  test('of a plan is high, whatever is in it', () => {
    const content = {
      kind: 'config_plan',
      base: undefined,
      proposal: contents.config_plan,
    } as const;
    expect(riskOf(content).level).toBe('high');
  });

  test.each<[Partial<Reach>, string]>([
    [{ requests: 99n, applications: 1, tenants: 1 }, 'medium'],
    [{ requests: 9_999n, applications: 9, tenants: 1 }, 'medium'],
    [{ requests: 10_000n, applications: 1, tenants: 1 }, 'high'],
    [{ requests: 1n, applications: 10, tenants: 1 }, 'high'],
    [{ requests: 1n, applications: 2, tenants: 2 }, 'high'],
  ])('grows with who is touched: %j is %s', (reach, level) => {
    const loosening = changeOf('target', { providerModel: 'x' });
    expect(riskOf(loosening, { reach: { ...nowhere, ...reach } }).level).toBe(level);
    const tightening = changeOf('target', { enabled: false });
    expect(riskOf(tightening, { reach: { ...nowhere, ...reach } }).level).toBe('low');
  });

  test('is high where the reach or the money is not known, and where data may go elsewhere', () => {
    const renamed = changeOf('target', { name: 'x' });
    expect(riskOf(renamed).level).toBe('medium');
    expect(riskOf(renamed, { reach: 'unknown' }).level).toBe('high');
    const dearer = changeOf('price', { prices: [{ ...price, input: '1100' }] });
    const isSteep = false;
    const level = (costChange: bigint | undefined) =>
      riskOf(dearer, { priceChange: { isSteep, costChange } }).level;
    expect([level(1n), level(COST_CHANGE_HIGH), level(undefined)]).toEqual([
      'medium',
      'high',
      'high',
    ]);
    expect(riskOf(changeOf('provider', { region: 'us' })).level).toBe('high');
    expect(riskOf(changeOf('route', { promptPolicyId: 'none' })).level).toBe('high');
  });
});

describe('a price', () => {
  const used = {
    attempts: 10n,
    inputTokens: 2_000_000n,
    outputTokens: 1_000_000n,
    cachedReadTokens: 1_000_000n,
    cachedWriteTokens: 0n,
    cachedWriteLongTokens: 0n,
    reasoningTokens: 0n,
  };
  const compare = (change: Partial<ProposedPrice>) =>
    comparePrices({ prices: [price] }, { prices: [price, { ...price, ...change }] }, used);

  test('is compared by what the same tokens would cost, in integers', () => {
    expect(compare({ input: '1400', perRequest: '0' })).toEqual({
      isSteep: false,
      costChange: 400n,
    });
    expect(compare({ output: '2000' })).toEqual({ isSteep: false, costChange: -2000n });
    expect(compare({ cachedRead: '150' })).toEqual({ isSteep: false, costChange: 50n });
    expect(compare({ perRequest: '3' })).toEqual({ isSteep: true, costChange: 30n });
  });

  test.each([
    { input: '0' },
    { input: '499' },
    { output: '6001' },
    { tiers: [{ ...price, inputTokensAbove: 9 }] },
  ])('is steep with %j', (change) => {
    expect(compare(change).isSteep).toBe(true);
  });
});
