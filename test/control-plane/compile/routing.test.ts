import { describe, expect, test } from '@jest/globals';
import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import { findGoldenFault } from '../../../control-plane/compile/golden-request.ts';
import { readRestorable } from '../../../control-plane/storage/configuration/restorable.ts';
import type { ConfigurationRows } from '../../../control-plane/storage/configuration/row.ts';
import { readRoute } from '../../../data-plane/config/build/read-policy.ts';
import { decodeResource, encodeResource } from '../../../proto/resource.ts';

const row: ConfigurationRows['route'] = {
  id: 'route',
  tenant_id: 'a',
  name: 'assistant',
  operation: 'chat',
  constraints: { regions: ['eu', 'us'], dataTerms: ['zero_retention'] },
  rules: [
    {
      name: 'all',
      when: 'request.files',
      require: '',
      choice: { strategy: 'priority', within: 'sticky', stickyBy: 'claimed.session' },
      constraints: { regions: ['eu'], dataTerms: [] },
      split: [
        { targetId: 'one', weight: 3 },
        { targetId: 'two', weight: 1, tier: 1 },
      ],
      fallbackTargetIds: ['three'],
      fallbacksByClass: [{ on: ['context_window', 'budget'], targetIds: ['two', 'four'] }],
      hedge: { afterPercentile: 90, floorMs: 200, extraCallsPercentMax: 3 },
    },
    {
      name: 'near',
      when: '',
      require: '',
      choice: { strategy: 'region_preference', regions: ['us', 'eu'] },
      split: [
        { targetId: 'one', weight: 1 },
        { targetId: 'two', weight: 0 },
      ],
      fallbackTargetIds: [],
      ramp: {
        fromTargetId: 'one',
        toTargetId: 'two',
        stickyBy: 'claimed.session',
        steps: [
          { atMs: 1_790_000_000_000, sharePermille: 10 },
          { atMs: 1_790_000_060_000, sharePermille: 1_000 },
        ],
        bounds: {
          windowMs: 60_000,
          attemptsMin: 20,
          failurePermilleMax: 0,
          firstTokenMsMax: 1_000,
          firstTokenPercentMax: 150,
          totalMsMax: 9_000,
          totalPercentMax: 200,
        },
        halted: {
          atMs: 1_790_000_030_000,
          nodeId: 'node-1',
          reason: 'total',
          measured: 9_001,
          allowed: 9_000,
        },
      },
      shadow: { targetId: 'five', samplePermille: 7, hourlyNanoUsdMax: 10 ** 15 },
    },
  ],
  prompt_policy_id: null,
  connect_timeout_ms: null,
  first_token_timeout_ms: 1_000,
  idle_timeout_ms: null,
  total_timeout_ms: 10_000,
};
const compiled = compileResource('route', row);

test('what is stored reaches a node, every field of it', () => {
  const route = readRoute({ ...compiled, body: compiled.body } as never);
  expect(route.policy).toMatchObject({ rules: row.rules, constraints: row.constraints });
});

test('what was released comes back as it is stored, nothing more and nothing less', () => {
  const { rules, constraints } = readRestorable('route', compiled.body);
  expect({ rules, constraints }).toEqual({ rules: row.rules, constraints: row.constraints });
  const plain = { ...row, constraints: null, rules: row.rules.slice(1).map(withoutChoice) };
  const restored = readRestorable('route', compileResource('route', plain).body);
  expect(Object.keys(restored.rules[0] ?? {})).toEqual(Object.keys(plain.rules[0] ?? {}));
  expect(restored.constraints).toBeNull();
});

const unsaid = {
  connect_timeout_ms: null,
  first_token_timeout_ms: null,
  idle_timeout_ms: null,
  total_timeout_ms: null,
};

describe('timers', () => {
  test.each<[string, Partial<typeof row>, readonly (number | null)[]]>([
    ['the two that every build knows', {}, [null, 1_000, null, 10_000]],
    ['a connection', { connect_timeout_ms: 7 }, [7, 1_000, null, 10_000]],
    ['silence', { idle_timeout_ms: 7 }, [null, 1_000, 7, 10_000]],
    ['a whole call', { ...unsaid, total_timeout_ms: 7 }, [null, null, null, 7]],
    ['nothing', unsaid, [null, null, null, null]],
  ])('for %s reach a node, and come back as they are stored', (_, change, expected) => {
    const { body } = compileResource('route', { ...row, ...change });
    const [connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs] = expected;
    const stored = { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs };
    expect(readRestorable('route', body)).toMatchObject(stored);
    const ofClass = Object.entries(stored).map(([name, timeoutMs]) => [name, timeoutMs ?? 0]);
    expect(readRoute({ ...compiled, body } as never)).toMatchObject(Object.fromEntries(ofClass));
  });

  test('that every build knows are the same bytes as ever', () => {
    expect(decodeResource('route', compiled.body).timers).toBeNull();
  });

  test('that a build does not know leave it figures that it takes', () => {
    const read = (operation: string) =>
      decodeResource('route', compileResource('route', { ...row, ...unsaid, operation }).body);
    expect(read('chat')).toMatchObject({ firstTokenTimeoutMs: 30_000, totalTimeoutMs: 300_000 });
    expect(read('embedding')).toMatchObject({
      firstTokenTimeoutMs: 15_000,
      totalTimeoutMs: 60_000,
    });
  });

  test('of more than an hour are refused by a node', () => {
    const { body } = compileResource('route', { ...row, idle_timeout_ms: 3_600_001 });
    expect(() => readRoute({ ...compiled, body } as never)).toThrow('timers.idle_timeout_ms');
  });
});

test('a rule that chooses is judged by a golden request as any other', () => {
  expect(findGoldenFault(compiled, () => undefined)).toBeUndefined();
});

test.each<[string, object]>([
  ['a strategy', { choice: { strategy: 'telepathy' } }],
  ['a strategy within', { choice: { strategy: 'priority', within: 'priority' } }],
  ['a sticky key', { choice: { strategy: 'sticky', stickyBy: 'moon.phase' } }],
  ['a promise', { constraints: { regions: [], dataTerms: ['eternal_silence'] } }],
  ['a percentile', { hedge: { afterPercentile: 100, floorMs: 10, extraCallsPercentMax: 1 } }],
  ['a share', { hedge: { afterPercentile: 95, floorMs: 10, extraCallsPercentMax: 0 } }],
  ['a sticky key of a ramp', { ramp: wireRamp({ stickyBy: 'moon.phase' }) }],
  ['bounds of a ramp', { ramp: wireRamp({ bounds: { windowMs: 1 } }) }],
  ['a class', { fallbacksByClass: [{ on: ['boredom'], targetIds: ['one'] }] }],
])('a node refuses %s that it does not know', (_, change) => {
  const wire = decodeResource('route', compiled.body);
  const rules = wire.rules.map((rule) => ({ ...rule, ...change }));
  const body = encodeResource('route', { ...wire, rules });
  expect(() => readRoute({ ...compiled, body } as never)).toThrow();
});

function wireRamp(change: object): object {
  const bounds = { windowMs: 1_000, attemptsMin: 1 };
  return { fromTargetId: 'one', toTargetId: 'two', bounds, ...change };
}

function withoutChoice({ choice: _, ...rule }: (typeof row.rules)[number]) {
  return rule;
}
