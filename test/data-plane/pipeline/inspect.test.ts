import { describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { makeCall } from './call-fixture.ts';
import { blocking, blockingRule, guarded, secret } from './prompt-policy-fixture.ts';
import { useSoleProvider } from './provider-fixture.ts';
import { chatRequest } from './snapshot-fixture.ts';

const sole = useSoleProvider();

describe('prompt policies', () => {
  const places: readonly (readonly [string, Partial<ChatRequest>])[] = [
    ['the user', { messages: [{ role: 'user', content: secret }] }],
    ['the system', { messages: [{ role: 'system', content: [{ kind: 'text', text: secret }] }] }],
    ['a tool result', { messages: [{ role: 'tool', content: secret, toolCallId: 'c1' }] }],
    ['a name', { messages: [{ role: 'user', content: 'hi', name: secret }] }],
    [
      'the arguments of a tool call',
      {
        messages: [
          {
            role: 'assistant',
            content: undefined,
            toolCalls: [{ id: 'c1', name: 'f', arguments: `{"a":"${secret}"}` }],
          },
        ],
      },
    ],
    [
      'an unknown block',
      { messages: [{ role: 'user', content: [{ kind: 'other', value: { a: [{ b: secret }] } }] }] },
    ],
    [
      'the address of a picture',
      { messages: [{ role: 'user', content: [{ kind: 'image', url: `https://x/?k=${secret}` }] }] },
    ],
    [
      'the detail of a picture',
      {
        messages: [
          { role: 'user', content: [{ kind: 'image', url: 'https://x/', detail: secret }] },
        ],
      },
    ],
    [
      'a picture that is no base64',
      {
        messages: [
          { role: 'user', content: [{ kind: 'image', url: `data:image/svg+xml,<a>${secret}` }] },
        ],
      },
    ],
    [
      'two parts of one message',
      {
        messages: [
          {
            role: 'user',
            content: [
              { kind: 'text', text: secret.slice(0, 12) },
              { kind: 'text', text: secret.slice(12) },
            ],
          },
        ],
      },
    ],
    [
      'the bytes of a file, whatever they are said to be',
      {
        messages: [
          {
            role: 'user',
            content: [
              {
                kind: 'file',
                mediaType: 'application/octet-stream',
                name: 'a.txt',
                source: { form: 'base64', data: Buffer.from(secret).toString('base64') },
              },
            ],
          },
        ],
      },
    ],
    [
      'the seal of a thought',
      {
        messages: [
          {
            role: 'assistant',
            content: [{ kind: 'reasoning', text: 'hm', signature: secret }],
          },
        ],
      },
    ],
    [
      'two messages of one speaker',
      {
        messages: [
          { role: 'user', content: secret.slice(0, 12) },
          { role: 'user', content: secret.slice(12) },
        ],
      },
    ],
    [
      'a field of a message',
      { messages: [{ role: 'user', content: 'hi', extra: { note: secret } }] },
    ],
    ['the description of a tool', { tools: [{ name: 'f', description: secret }] }],
    [
      'the schema of a tool',
      { tools: [{ name: 'f', parameters: { properties: { [secret]: {} } } }] },
    ],
    ['the response schema', { responseFormat: { type: 'json_schema', schema: { const: secret } } }],
    ['a stop word', { sampling: { stop: [secret] } }],
    ['a field that rides along', { extra: { user: secret } }],
  ];

  test.each(places)('block a secret in %s', async (_, changes) => {
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [blocking] });
    const sink = await makeCall(gateway, { ...chatRequest, ...changes });
    expect(sink.error).toMatchObject({
      code: 'prompt_blocked',
      message: expect.stringContaining('"no secrets"'),
    });
    expect(sink.error?.message).not.toContain('AKIA');
    expect(sole.provider.requests).toHaveLength(0);
    const [record] = gateway.records;
    expect(record?.decision).toMatchObject({
      outcome: 'blocked',
      findings: [{ rule: 'no secrets', detector: 'secret', count: 1, action: 'block' }],
    });
    expect(JSON.stringify(gateway.records)).not.toContain('AKIA');
  });

  test('block a secret among the inputs of embeddings, and refuse lists of tokens', async () => {
    const gateway = sole.gatewayWith({
      routes: [{ ...guarded, operation: 'embedding' }],
      promptPolicies: [blocking],
    });
    const request = {
      operation: 'embedding',
      dialect: 'openai-embeddings',
      model: 'fast',
      bare: false,
      dimensions: undefined,
      extra: {},
    } as const;
    const blocked = await makeCall(gateway, { ...request, inputs: ['clean', secret] });
    expect(blocked.error).toMatchObject({ code: 'prompt_blocked' });
    const unreadable = await makeCall(gateway, { ...request, inputs: [[1, 2, 3]] });
    expect(unreadable.error).toMatchObject({ code: 'invalid_request', param: 'input' });
  });

  /** One call with a secret in its second message, under a rule with these changes. */
  const callUnder = async (change: Partial<PromptRule>, text = secret) => {
    const rule: PromptRule = { ...blockingRule, ...change };
    const policy = { ...blocking, rules: [rule] };
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [policy] });
    const messages: ChatRequest['messages'] = [
      { role: 'system', content: 'be kind' },
      { role: 'user', content: text },
    ];
    return { sink: await makeCall(gateway, { ...chatRequest, messages }), gateway };
  };

  test('say what a rule found, where, and what its author wants callers to do', async () => {
    const { sink } = await callUnder({});
    expect(sink.error?.message).toBe(
      'The rule "no secrets" of the prompt policy "policy p-block" blocks this call. ' +
        'It found 1 aws_access_key in messages.1. ' +
        'Take out what it looks for, or ask the owner of the policy.',
    );
    const told = await callUnder({ message: 'Keys belong into the vault', contact: 'ann@x.test' });
    expect(told.sink.error?.message).toMatch(
      /in messages\.1\. Keys belong into the vault\. You can ask ann@x\.test\.$/,
    );
  });

  test('flag, watch, or are about other kinds: the call goes on, and the record says what was found', async () => {
    const found = [{ kind: 'aws_access_key', count: 1 }];
    const finding = { rule: 'no secrets', detector: 'secret', kind: 'aws_access_key', count: 1 };
    const flagged = await callUnder({ action: 'flag' });
    expect(flagged.sink.calls).toEqual(['answer']);
    expect(flagged.sink.tail?.decision).toContain(',found,');
    expect(flagged.gateway.records[0]?.decision).toMatchObject({
      findings: [{ ...finding, action: 'flag' }],
      requestFacts: { inspectedBy: ['secret'], found },
    });
    const watched = await callUnder({ mode: 'monitor' });
    expect(watched.sink.calls).toEqual(['answer']);
    expect(watched.sink.tail?.decision).toContain(',clean,');
    expect(watched.gateway.records[0]?.decision).toMatchObject({
      findings: [{ ...finding, action: 'block', monitored: true }],
      requestFacts: { found },
    });
    const other = await callUnder({ kinds: ['jwt'] });
    expect(other.sink.calls).toEqual(['answer']);
    expect(other.gateway.records[0]?.decision).toMatchObject({
      findings: [],
      requestFacts: { found },
    });
  });

  test('see what is cut over two parts beside what stands in one', async () => {
    const policy = { ...blocking, rules: [{ ...blockingRule, kinds: ['aws_access_key'] }] };
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [policy] });
    const content: ChatRequest['messages'][number]['content'] = [
      { kind: 'text', text: `npm_${'aB3dE5gH7jK9'.repeat(3)} ${secret.slice(0, 12)}` },
      { kind: 'text', text: secret.slice(12) },
    ];
    const sink = await makeCall(gateway, { ...chatRequest, messages: [{ role: 'user', content }] });
    expect(sink.error?.code).toBe('prompt_blocked');
    expect(gateway.records[0]?.decision?.requestFacts?.found).toContainEqual({
      kind: 'npm_token',
      count: 1,
      part: 'user',
    });
  });

  test('let a clean call through', async () => {
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [blocking] });
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
  });
});
