import { describe, expect, test } from '@jest/globals';
import type { FallbackList } from '../../../policy/resource.ts';
import { answer, type Behaviour, chatBody } from '../../support/faulty-provider.ts';
import { makeCall } from './call-fixture.ts';
import { useProviderPair } from './provider-fixture.ts';
import { chatRequest, providersAt, routeOver, snapshotOf, targetOf } from './snapshot-fixture.ts';

/*
 * Goal: a failure of a class goes to the fallbacks of that class, and to no others.
 * Method: real sockets; the first provider refuses in the words of several vendors; the second answers, where the route lets it.
 */

const pair = useProviderPair();
const refuse = (error: object, status = 400): Behaviour =>
  answer(JSON.stringify({ error }), { status });

const tooLarge: readonly (readonly [string, Behaviour])[] = [
  ['OpenAI', refuse({ code: 'context_length_exceeded', message: 'Too long.' })],
  ['vLLM', refuse({ message: "This model's maximum context length is 4096 tokens." })],
  ['Anthropic', refuse({ message: 'prompt is too long: 210000 tokens > 200000 maximum' })],
  ['Bedrock', refuse({ message: 'Input is too long for requested model.' })],
];
const filtered: readonly (readonly [string, Behaviour])[] = [
  ['OpenAI', refuse({ code: 'content_policy_violation', message: 'No.' })],
  ['Azure', refuse({ code: 'x', innererror: { code: 'ResponsibleAIPolicyViolation' } })],
  ['words', refuse({ message: 'Blocked by the content management policy of the service.' })],
];

/** Target 0 alone in the split; target 1 only where the class says so. */
function gatewayWith(on: FallbackList['on']) {
  const [first, second] = [targetOf(0), targetOf(1)];
  const route = routeOver([first]);
  const rules = route.policy.rules.map((rule) => ({
    ...rule,
    fallbacksByClass: [{ on, targetIds: [second.id] }],
  }));
  return pair.gatewayOver(
    snapshotOf({
      providers: providersAt([pair.first.baseUrl, pair.second.baseUrl]),
      targets: [first, second],
      routes: [{ ...route, policy: { rules } }],
    }),
  );
}

const errorOf = async (gateway: ReturnType<typeof gatewayWith>) =>
  (await makeCall(gateway, chatRequest)).error?.code;
const targetOfCall = async (gateway: ReturnType<typeof gatewayWith>) =>
  (await makeCall(gateway, chatRequest)).head?.targetName;

describe('a call that is too large for its target', () => {
  test.each(tooLarge)('goes to the fallback for it: %s', async (_, behaviour) => {
    pair.first.behave(behaviour);
    pair.second.behave(answer(chatBody));
    const gateway = gatewayWith(['context_window']);
    expect(await targetOfCall(gateway)).toBe('target-1');
    const [record] = gateway.records;
    expect(record?.decision?.attempts?.map(({ verdict }) => verdict)).toEqual([
      'context_window',
      'succeeded',
    ]);
  });

  test.each(tooLarge)('goes to no other: %s', async (_, behaviour) => {
    pair.first.behave(behaviour);
    pair.second.behave(answer(chatBody));
    for (const on of ['error', 'rate_limit', 'content_policy'] as const)
      expect(await errorOf(gatewayWith([on]))).toBe('provider_rejected');
    expect(pair.second.requests).toEqual([]);
  });
});

describe('a call that a provider filters away', () => {
  test.each(filtered)('goes to the fallback for it, and to no other: %s', async (_, behaviour) => {
    pair.first.behave(behaviour);
    pair.second.behave(answer(chatBody));
    expect(await targetOfCall(gatewayWith(['content_policy']))).toBe('target-1');
    expect(await errorOf(gatewayWith(['error', 'context_window']))).toBe('provider_rejected');
  });
});

test('a rate limit goes to its own fallback, an error does not', async () => {
  pair.second.behave(answer(chatBody));
  pair.first.behave(refuse({ message: 'slow down' }, 429));
  expect(await targetOfCall(gatewayWith(['rate_limit']))).toBe('target-1');
  pair.first.behave(refuse({ message: 'bad key' }, 401));
  expect(await errorOf(gatewayWith(['rate_limit']))).toBe('provider_unavailable');
});

test('what is wrong in itself goes to nobody', async () => {
  pair.first.behave(refuse({ message: 'messages.0: unknown role' }));
  pair.second.behave(answer(chatBody));
  const all = ['error', 'rate_limit', 'context_window', 'content_policy'] as const;
  expect(await errorOf(gatewayWith(all))).toBe('provider_rejected');
  expect(pair.second.requests).toEqual([]);
});
