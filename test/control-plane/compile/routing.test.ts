import { expect, test } from '@jest/globals';
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
    },
    {
      name: 'near',
      when: '',
      require: '',
      choice: { strategy: 'region_preference', regions: ['us', 'eu'] },
      split: [{ targetId: 'one', weight: 1 }],
      fallbackTargetIds: [],
    },
  ],
  prompt_policy_id: null,
  first_token_timeout_ms: 1_000,
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

test('a rule that chooses is judged by a golden request as any other', () => {
  expect(findGoldenFault(compiled, () => undefined)).toBeUndefined();
});

test.each<[string, object]>([
  ['a strategy', { choice: { strategy: 'telepathy' } }],
  ['a strategy within', { choice: { strategy: 'priority', within: 'priority' } }],
  ['a sticky key', { choice: { strategy: 'sticky', stickyBy: 'moon.phase' } }],
  ['a promise', { constraints: { regions: [], dataTerms: ['eternal_silence'] } }],
  ['a class', { fallbacksByClass: [{ on: ['boredom'], targetIds: ['one'] }] }],
])('a node refuses %s that it does not know', (_, change) => {
  const wire = decodeResource('route', compiled.body);
  const rules = wire.rules.map((rule) => ({ ...rule, ...change }));
  const body = encodeResource('route', { ...wire, rules });
  expect(() => readRoute({ ...compiled, body } as never)).toThrow();
});

function withoutChoice({ choice: _, ...rule }: (typeof row.rules)[number]) {
  return rule;
}
