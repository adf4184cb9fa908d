import { describe, expect, test } from '@jest/globals';
import type { Attachment } from '../../../policy/prompt-part/attachment.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import type { PromptPolicy } from '../../../policy/resource.ts';
import { makeCall } from './call-fixture.ts';
import {
  blocking,
  blockingRule,
  guarded,
  inner,
  policy,
  rerouting,
  route,
  secret,
} from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { application, chatRequest, type SnapshotParts } from './snapshot-fixture.ts';

const sole = useSoleProvider();
const attach = (one: PromptPolicy, more: Partial<Attachment>): PromptPolicy => ({
  ...one,
  appliesTo: { everywhere: false, applicationIds: [], workloads: [], ...more },
});
const watching: PromptPolicy = {
  ...policy('p-watch', 'block', undefined),
  rules: [{ ...blockingRule, action: 'flag' }],
};

/** A call with a secret, and what its record says. */
async function leak(parts: SnapshotParts) {
  const gateway = sole.gatewayWith(parts);
  const messages = [{ role: 'user', content: secret }] as const;
  const sink = await makeCall(gateway, { ...chatRequest, messages });
  return { sink, decision: gateway.records[0]?.decision };
}

describe('prompt policies that are attached', () => {
  test.each<[string, Partial<Attachment>, boolean]>([
    ['everywhere', { everywhere: true }, true],
    ['to its application', { applicationIds: ['other', application.id] }, true],
    ['to its workload', { workloads: ['chat'] }, true],
    [
      'to its workload or another application',
      { applicationIds: ['x'], workloads: ['chat'] },
      true,
    ],
    ['to another application', { applicationIds: ['other'] }, false],
    ['to another workload', { workloads: ['batch'] }, false],
  ])('%s judge a call of a route that names none: %s', async (_where, more, isJudged) => {
    const promptPolicies = [attach(blocking, more)];
    const { sink, decision } = await leak({ routes: [route], promptPolicies });
    expect(sink.error?.code).toBe(isJudged ? 'prompt_blocked' : undefined);
    expect(decision?.findings?.length).toBe(isJudged ? 1 : 0);
    expect(decision?.requestFacts?.inspectedBy).toEqual(isJudged ? ['secret'] : []);
  });

  test('and that of the route all judge, and the strictest holds, whoever says it', async () => {
    const flagged = await leak({
      routes: [guarded],
      promptPolicies: [blocking, attach(watching, { everywhere: true })],
    });
    expect(flagged.sink.error?.message).toContain('"policy p-block"');
    expect(flagged.decision?.findings).toMatchObject([
      { policy: 'policy p-watch', action: 'flag' },
      { policy: 'policy p-block', action: 'block' },
    ]);
    const moved = await leak({
      routes: [{ ...route, promptPolicyId: 'p-watch' }, inner],
      promptPolicies: [watching, attach(rerouting, { everywhere: true })],
    });
    expect(moved.sink.head?.routeName).toBe('inner');
    expect(moved.decision).toMatchObject({ reroutedBy: 'policy p-reroute' });
  });

  test('do not judge a second time where a call is moved, and the policy of the new route does', async () => {
    const attached = attach(rerouting, { everywhere: true });
    const once = await leak({
      routes: [route, { ...inner, promptPolicyId: 'p-reroute' }],
      promptPolicies: [attached],
    });
    expect(once.sink.head?.routeName).toBe('inner');
    expect(once.decision?.findings).toHaveLength(1);
    const barred = await leak({
      routes: [route, { ...inner, promptPolicyId: 'p-block' }],
      promptPolicies: [attached, blocking],
    });
    expect(barred.sink.error?.code).toBe('prompt_blocked');
  });

  test('say where they found it, also on a route that names none', async () => {
    const { sink } = await leak({
      routes: [route],
      promptPolicies: [attach(blocking, { everywhere: true })],
    });
    expect(sink.error?.message).toContain('1 aws_access_key in messages.0');
  });

  test('leave alone what an exception says, for so long, and the record says so', async () => {
    const exception: RuleException = {
      name: 'manual',
      applicationIds: [application.id],
      reason: 'Printed in the manual.',
      ownerId: 'ann',
      expiresAtMs: Date.now() + 3_600_000,
    };
    const leakUnder = (...exceptions: readonly RuleException[]) => {
      const excepting = { ...blocking, rules: [{ ...blockingRule, exceptions }] };
      return leak({ routes: [guarded], promptPolicies: [excepting] });
    };
    const passed = await leakUnder(exception);
    expect(passed.sink.error).toBeUndefined();
    expect(passed.decision?.findings).toMatchObject([
      { rule: 'no secrets', kind: 'aws_access_key', exception: 'manual' },
    ]);
    const other = { ...exception, applicationIds: ['other'] };
    for (const refusing of [{ ...exception, expiresAtMs: Date.now() - 1 }, other]) {
      const { sink, decision } = await leakUnder(refusing);
      expect(sink.error?.code).toBe('prompt_blocked');
      expect(decision?.findings?.[0]?.exception).toBe('');
    }
  });

  test('refuse lists of tokens', async () => {
    const gateway = sole.gatewayWith({
      routes: [{ ...route, operation: 'embedding' }],
      promptPolicies: [attach(watching, { everywhere: true })],
    });
    const sink = await makeCall(gateway, {
      operation: 'embedding',
      dialect: 'openai-embeddings',
      model: 'fast',
      bare: false,
      dimensions: undefined,
      extra: {},
      inputs: [[1, 2, 3]],
    });
    expect(sink.error).toMatchObject({ code: 'invalid_request', param: 'input' });
  });
});
