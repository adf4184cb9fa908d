import { expect, test } from '@jest/globals';
import { compileResource } from '../../control-plane/compile/compile-resource.ts';
import { readRestorable } from '../../control-plane/storage/configuration/restorable.ts';
import { readPromptPolicy } from '../../data-plane/config/build/read-policy.ts';
import { resourceContract } from '../../proto/contract/resource.ts';
import { PROMPT_POLICY_FORMAT, promptPolicyCodec } from '../../proto/prompt-policy-codec.ts';

const plain = {
  tenantId: 'a',
  name: 'p',
  rules: [{ name: 'r', detector: 'secret', action: 'block' }],
};
const attached = {
  ...plain,
  appliesTo: { everywhere: false, applicationIds: ['bot'], workloads: ['chat'] },
};

test('a policy that only routes name is the same bytes as ever', () => {
  const bytes = promptPolicyCodec.serialize(plain);
  expect(bytes).toEqual(resourceContract.PromptPolicy.serialize(plain));
  expect(promptPolicyCodec.deserialize(bytes)).toMatchObject(plain);
});

test('one that applies by itself comes back as it was, and older builds find a rule without a name', () => {
  const bytes = promptPolicyCodec.serialize(attached);
  const read = promptPolicyCodec.deserialize(bytes);
  expect(read).toMatchObject(attached);
  expect(read.rules).toHaveLength(1);
  const [first] = resourceContract.PromptPolicy.deserialize(bytes).rules;
  expect(first?.name).toBe('');
});

test.each([
  [3, 'looks at replies', {}],
  [PROMPT_POLICY_FORMAT, 'asks elsewhere about replies', { detector: 'outside' }],
])('format %i: one that %s comes back as it was', (format, _what, change) => {
  const [rule] = plain.rules;
  const looking = { ...plain, rules: [{ ...rule, ...change, direction: 'output' }] };
  const bytes = promptPolicyCodec.serialize(looking);
  expect(resourceContract.PromptPolicy.deserialize(bytes).format).toBe(format);
  expect(promptPolicyCodec.deserialize(bytes).rules).toMatchObject(looking.rules);
  const sent = { ...plain, rules: [{ ...rule, direction: 'input' }] };
  expect(resourceContract.PromptPolicy.deserialize(promptPolicyCodec.serialize(sent)).format).toBe(
    0,
  );
});

test('a policy of a newer format is refused', () => {
  const format = PROMPT_POLICY_FORMAT + 1;
  const bytes = resourceContract.PromptPolicy.serialize({ ...plain, format });
  expect(() => promptPolicyCodec.deserialize(bytes)).toThrow(
    `the prompt policy has format ${format}; this build reads ${PROMPT_POLICY_FORMAT}`,
  );
});

test('exceptions come to nodes, and back by a rollback, as they were stored', () => {
  const exception = {
    name: 'manual',
    applicationIds: ['bot'],
    kinds: ['jwt'],
    parts: ['tool_result'],
    reason: 'Printed in the manual.',
    ownerId: 'ann',
    expiresAtMs: 1_900_000_000_000,
    requestId: '019a0000-0000-7000-8000-000000000000',
  };
  const {
    requestId: _requestId,
    kinds: _kinds,
    parts: _parts,
    ...short
  } = { ...exception, name: 'short' };
  const rule = { name: 'r', detector: 'secret', action: 'block', rerouteRouteId: null };
  const rules = [{ ...rule, exceptions: [exception, short] }, rule];
  const row = { id: 'p', tenant_id: 'a', name: 'p', rules, applies_to: null };
  const { body, version } = compileResource('prompt_policy', row);
  const read = [
    readPromptPolicy({ kind: 'prompt_policy', id: 'p', tenantId: 'a', version, body }),
    readRestorable('prompt_policy', body),
  ];
  for (const { rules: those } of read)
    expect(those.map((one) => one.exceptions)).toEqual([[exception, short], undefined]);
});
