import { describe, expect, test } from '@jest/globals';
import type { ChatRequest, InferenceRequest } from '../../../data-plane/inference.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { PromptPolicy } from '../../../policy/resource.ts';
import { makeCall } from './call-fixture.ts';
import { guarded, inner, policy, rerouting } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest } from './snapshot-fixture.ts';

const sole = useSoleProvider();
const key = 'AKIAQYLPMN5HHHFPZAM2';
const otherKey = 'AKIAQYLPMN5HHHFPZBX7';
const redacting: PromptRule = {
  name: 'no-keys',
  detector: 'secret',
  action: 'redact',
  rerouteRouteId: undefined,
};
const people: PromptRule = { ...redacting, name: 'no-people', detector: 'personal_data' };
const under = (...rules: readonly PromptRule[]): PromptPolicy => ({
  ...policy('p-block', 'block', undefined),
  rules,
});
const user = (content: string) => ({ role: 'user', content }) as const;

/** What the provider has heard, and what is left of the call. */
async function call(request: Partial<ChatRequest>, policies: readonly PromptPolicy[]) {
  const before = sole.provider.requests.length;
  const gateway = sole.gatewayWith({ routes: [guarded, inner], promptPolicies: policies });
  const sink = await makeCall(gateway, { ...chatRequest, ...request } as InferenceRequest);
  const [heard] = sole.provider.requests.slice(before);
  const body = heard && JSON.parse(heard.body);
  return { sink, body, decision: gateway.records[0]?.decision, records: gateway.records };
}

describe('rules that redact', () => {
  test('put the same placeholder in the place of the same value, in every message', async () => {
    const messages = [
      user(`use ${key} or ${otherKey}, and tell anna@corp.com`),
      { role: 'assistant', content: `I used ${key}.` },
      { role: 'user', content: [{ kind: 'text', text: `again ${otherKey}` }] },
    ] as const;
    const { sink, body, decision, records } = await call({ messages }, [under(redacting, people)]);
    expect(sink.error).toBeUndefined();
    expect(body.messages.map(({ content }: { content: unknown }) => content)).toEqual([
      'use [AWS_ACCESS_KEY_1] or [AWS_ACCESS_KEY_2], and tell [EMAIL_1]',
      'I used [AWS_ACCESS_KEY_1].',
      [{ type: 'text', text: 'again [AWS_ACCESS_KEY_2]' }],
    ]);
    expect(decision?.findings).toMatchObject([
      { rule: 'no-keys', kind: 'aws_access_key', count: 4, action: 'redact' },
      { rule: 'no-people', kind: 'email', count: 1, action: 'redact' },
    ]);
    expect(JSON.stringify(records)).not.toContain(key);
  });

  test('leave arguments of tools JSON, and what no rule is about as it is', async () => {
    const messages = [
      user('go'),
      {
        role: 'assistant',
        content: undefined,
        toolCalls: [{ id: 'c1', name: 'f', arguments: `{"key":"${key}","to":"anna@corp.com"}` }],
      },
      { role: 'tool', content: `it was ${key}`, toolCallId: 'c1' },
    ] as const;
    const { body } = await call({ messages }, [under(redacting)]);
    expect(JSON.parse(body.messages[1].tool_calls[0].function.arguments)).toEqual({
      key: '[AWS_ACCESS_KEY_1]',
      to: 'anna@corp.com',
    });
    expect(body.messages[2].content).toBe('it was [AWS_ACCESS_KEY_1]');
  });

  test.each<[string, Partial<ChatRequest>]>([
    ['a name', { messages: [{ role: 'user', content: 'hi', name: key }] }],
    ['a description of a tool', { tools: [{ name: 'f', description: key }] }],
    ['a field that rides along', { extra: { user: key } }],
    ['pieces of several messages', { messages: [user(key.slice(0, 9)), user(key.slice(9))] }],
    [
      'a file',
      {
        messages: [
          {
            role: 'user',
            content: [
              {
                kind: 'file',
                mediaType: 'text/plain',
                source: { form: 'base64', data: Buffer.from(key).toString('base64') },
              },
            ],
          },
        ],
      },
    ],
    ['a name, beside what could be taken out', { messages: [{ ...user(key), name: otherKey }] }],
  ])('refuse the call where they cannot take it out: %s', async (_where, request) => {
    const { sink, body, decision } = await call(request, [
      under(
        { ...redacting, name: 'seen', action: 'flag' },
        { ...redacting, message: 'Keep keys in the vault.', contact: 'ann' },
      ),
    ]);
    expect(sink.error).toMatchObject({ code: 'prompt_blocked' });
    expect(sink.error?.message).toMatch(
      /"no-keys" .* blocks this call, since it cannot take out .* It found [12] aws_access_key.* Keep keys in the vault\. You can ask ann\.$/,
    );
    expect(sink.error?.message).not.toContain(key);
    expect(body).toBeUndefined();
    expect(decision?.outcome).toBe('blocked');
  });

  test('hold from their number on, and what they leave below it is refused all the same', async () => {
    const three = { ...redacting, minCount: 3 };
    const few = await call({ messages: [user(`${key} ${otherKey}`)] }, [under(three)]);
    expect(few.body.messages[0].content).toBe(`${key} ${otherKey}`);
    const many = await call({ messages: [{ ...user(`${key} ${key} ${key}`), name: otherKey }] }, [
      under(three),
    ]);
    expect(many.sink.error?.code).toBe('prompt_blocked');
  });

  test('are milder than a block and a reroute, and do nothing while they only watch', async () => {
    const blocking: PromptRule = { ...people, name: 'stop', action: 'block' };
    const messages = [user(`${key} of anna@corp.com`)];
    const blocked = await call({ messages }, [under(redacting, blocking)]);
    expect(blocked.sink.error?.message).toContain('"stop"');
    const everywhere = { everywhere: true, applicationIds: [], workloads: [] };
    const moved = await call({ messages }, [
      under(redacting),
      { ...rerouting, appliesTo: everywhere },
    ]);
    expect(moved.sink.head?.routeName).toBe('inner');
    expect(moved.body.messages[0].content).toContain(key);
    const watched = await call({ messages }, [under({ ...redacting, mode: 'monitor' }, people)]);
    expect(watched.body.messages[0].content).toBe(`${key} of [EMAIL_1]`);
  });

  test('work with what their settings say, of each rule its own, and records tell both apart', async () => {
    const words = (name: string, ...list: readonly string[]): PromptRule => ({
      ...redacting,
      name,
      detector: 'denied_words',
      settings: { wordLists: [{ name, words: list }] },
    });
    const patterns: PromptRule = {
      ...redacting,
      name: 'staff',
      detector: 'pattern',
      settings: { patterns: [{ name: 'employee', pattern: 'EMP-\\d{4}' }] },
    };
    const messages = [user('EMP-0042 of Project Falcon met Initech, not EMP-0042 of Hooli.')];
    const { sink, body, decision } = await call({ messages }, [
      under(words('codes', 'project falcon'), words('rivals', 'Initech', 'Hooli'), patterns),
    ]);
    expect(sink.error).toBeUndefined();
    expect(body.messages[0].content).toBe(
      '[EMPLOYEE_1] of [CODES_1] met [RIVALS_1], not [EMPLOYEE_1] of [RIVALS_2].',
    );
    expect(decision?.findings).toMatchObject([
      { rule: 'codes', detector: 'denied_words', kind: 'codes', count: 1 },
      { rule: 'rivals', detector: 'denied_words', kind: 'rivals', count: 2 },
      { rule: 'staff', detector: 'pattern', kind: 'employee', count: 2 },
    ]);
    const looks = decision?.requestFacts?.inspectedBy ?? [];
    expect(looks.map((one) => one.replace(/#.{16}$/, '#'))).toEqual([
      'denied_words#',
      'denied_words#',
      'pattern#',
    ]);
    const found = decision?.requestFacts?.found ?? [];
    expect(new Set(found.map(({ kind = '' }) => kind.replace(/^\w+/, '')))).toEqual(
      new Set(looks.map((one) => one.replace(/^\w+/, ''))),
    );
    expect(JSON.stringify(decision)).not.toMatch(/falcon|Initech/i);
  });

  test('are told of by the words of their settings where they refuse', async () => {
    const block: PromptRule = {
      ...redacting,
      action: 'block',
      detector: 'size',
      settings: { limits: { messagesMax: 1, textCharsMax: 3 } },
    };
    const { sink } = await call({ messages: [user('abc'), user('abcd')] }, [under(block)]);
    expect(sink.error?.message).toContain(
      'It found 1 too_long in messages.1; 1 too_many_messages in messages.1.',
    );
  });

  test('work on the inputs of embeddings', async () => {
    const gateway = sole.gatewayWith({
      routes: [{ ...guarded, operation: 'embedding' }],
      promptPolicies: [under(redacting)],
    });
    const before = sole.provider.requests.length;
    await makeCall(gateway, {
      operation: 'embedding',
      dialect: 'openai-embeddings',
      model: 'fast',
      bare: false,
      dimensions: undefined,
      extra: {},
      inputs: ['clean', `has ${key}`],
    });
    const [heard] = sole.provider.requests.slice(before);
    expect(JSON.parse(heard?.body ?? '{}').input).toEqual(['clean', 'has [AWS_ACCESS_KEY_1]']);
  });
});
