import { describe, expect, test } from '@jest/globals';
import {
  isConverged,
  judgeConvergence,
  judgeEnforcement,
  type NodeStanding,
} from '../../../control-plane/domain/enforcement.ts';
import {
  heartbeatAgeMs,
  heldBackTenantIds,
  type Node,
} from '../../../control-plane/domain/node.ts';
import { nodeRecord } from '../../support/node-record.ts';

const at = new Date('2030-01-01T00:00:00Z');
const msAgo = (ms: number) => new Date(at.getTime() - ms);
const head = { epoch: 2n, revision: 10n };

const node = (id: string, change: Partial<Node> = {}) =>
  nodeRecord(id, {
    enforcedEpoch: 2n,
    enforcedRevision: 10n,
    lastVerdictAt: msAgo(5_000),
    heartbeatAt: msAgo(1_000),
    connectedAt: msAgo(60_000),
    ...change,
  });
const holding = (tenantId: string | null): Partial<Node> => ({
  lastVerdict: 'partial',
  state: 'degraded',
  diagnostics: [{ resource: 'route/x', tenantId, message: 'no' }],
});
const judge = (nodes: readonly Node[], revision = 10n, tenantId?: string) =>
  judgeEnforcement({ at, head, nodes }, { revision, tenantId }, at);
const standingOf = (change: Partial<Node>, revision = 10n, tenantId?: string) => {
  const { names } = judge([node('a', change)], revision, tenantId);
  return (Object.keys(names) as NodeStanding[]).find((standing) => names[standing].length > 0);
};

describe('a node stands to a revision as', () => {
  const cases: [string, Partial<Node>, NodeStanding][] = [
    ['enforcing, when it acknowledged it', {}, 'enforcing'],
    ['enforcing, when it acknowledged a newer one', { enforcedRevision: 11n }, 'enforcing'],
    ['lagging, when it acknowledged an older one', { enforcedRevision: 9n }, 'lagging'],
    ['lagging, when its epoch is older', { enforcedEpoch: 1n, enforcedRevision: 99n }, 'lagging'],
    ['lagging, when its epoch is newer', { enforcedEpoch: 3n, enforcedRevision: 99n }, 'lagging'],
    ['stale, when it is silent, whatever it said', { heartbeatAt: msAgo(30_001) }, 'stale'],
    [
      'enforcing, when its last heartbeat is just in time',
      { heartbeatAt: msAgo(30_000) },
      'enforcing',
    ],
    [
      'rejecting, when it refused it',
      { enforcedRevision: 9n, lastVerdict: 'rejected' },
      'rejecting',
    ],
    [
      'enforcing, when it refused a newer one',
      { lastVerdict: 'rejected', state: 'degraded' },
      'enforcing',
    ],
    ['rejecting, when it holds a tenant back', holding('t'), 'rejecting'],
    [
      'rejecting, when it is degraded and nobody knows why',
      { state: 'degraded', lastVerdict: null },
      'rejecting',
    ],
  ];
  test.each(cases)('%s', (_name, change, standing) => {
    expect(standingOf(change)).toBe(standing);
  });
});

describe('judged for one tenant', () => {
  const many = Array.from({ length: 100 }, () => ({ resource: 'r', tenantId: 'u', message: 'no' }));
  test.each<[string, Partial<Node>, NodeStanding]>([
    ['it counts when that tenant is held back', holding('t'), 'rejecting'],
    ['it does not count when another one is', holding('u'), 'enforcing'],
    ['it counts when a shared resource is', holding(null), 'rejecting'],
    [
      'it counts when the list of those held back is cut',
      { ...holding('u'), diagnostics: many },
      'rejecting',
    ],
  ])('%s', (_name, change, standing) => {
    expect(standingOf(change, 10n, 't')).toBe(standing);
  });
});

describe('an enforcement', () => {
  test('names every node once, in order', () => {
    const nodes = [
      node('a', { enforcedRevision: 9n }),
      node('b'),
      node('c', { heartbeatAt: msAgo(90_000) }),
      node('d', holding('t')),
      node('e'),
    ];
    expect(judge(nodes)).toEqual({
      revision: 10n,
      tenantId: undefined,
      committedAt: at,
      names: { enforcing: ['b', 'e'], rejecting: ['d'], stale: ['c'], lagging: ['a'] },
      convergedAt: null,
      heldBecause: [],
    });
  });

  test('converged when the last live node answered; silent nodes are not waited for', () => {
    const nodes = [
      node('a', { lastVerdictAt: msAgo(3_000) }),
      node('b', { lastVerdictAt: msAgo(2_000) }),
      node('c', { lastVerdictAt: null, connectedAt: msAgo(2_500) }),
      node('d', { heartbeatAt: msAgo(90_000), lastVerdictAt: msAgo(1_000) }),
    ];
    expect(judge(nodes).convergedAt).toEqual(msAgo(2_000));
  });

  test('is not converged without a live node', () => {
    const { names, convergedAt } = judge([node('a', { heartbeatAt: msAgo(90_000) })]);
    expect([isConverged(names), convergedAt]).toEqual([false, null]);
  });
});

describe('the convergence', () => {
  const of = (nodes: readonly Node[], tenantId?: string) =>
    judgeConvergence({ at, head, nodes }, tenantId);

  test('is the lowest of what live nodes enforce', () => {
    const nodes = [
      node('a'),
      node('b', { enforcedRevision: 7n }),
      node('c', { enforcedRevision: 2n, heartbeatAt: msAgo(90_000) }),
    ];
    expect(of(nodes)).toEqual({
      headRevision: 10n,
      enforcedRevision: 7n,
      behindNodeIds: ['b', 'c'],
    });
  });

  test.each<[string, readonly Node[]]>([
    ['no node is live', []],
    ['a node is of another epoch', [node('a'), node('b', { enforcedEpoch: 1n })]],
    ['a node holds a tenant back', [node('a'), node('b', holding('t'))]],
  ])('is null while %s', (_name, nodes) => {
    expect(of(nodes).enforcedRevision).toBeNull();
  });

  test('is that of the tenant who asks', () => {
    expect(of([node('a', holding('t'))], 'u').enforcedRevision).toBe(10n);
  });
});

test('the age of a heartbeat is never negative and fits an Int', () => {
  const aged = (ms: number) => heartbeatAgeMs(node('a', { heartbeatAt: msAgo(ms) }), at);
  expect([aged(1_500), aged(-1_000), aged(90 * 86_400_000)]).toEqual([1_500, 0, 2 ** 31 - 1]);
});

test('tenants that are held back are told once', () => {
  const diagnostics = ['u', 't', null, 'u'].map((tenantId) => ({
    resource: 'route/x',
    tenantId,
    message: 'no',
  }));
  expect(heldBackTenantIds(node('a', { diagnostics }))).toEqual(['t', 'u']);
});
