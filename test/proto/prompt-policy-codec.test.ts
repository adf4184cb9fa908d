import { expect, test } from '@jest/globals';
import { resourceContract } from '../../proto/load.ts';
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

test('one that looks at replies is of the newest format, and comes back as it was', () => {
  const [rule] = plain.rules;
  const looking = { ...plain, rules: [{ ...rule, direction: 'output' }] };
  const bytes = promptPolicyCodec.serialize(looking);
  expect(resourceContract.PromptPolicy.deserialize(bytes).format).toBe(PROMPT_POLICY_FORMAT);
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
