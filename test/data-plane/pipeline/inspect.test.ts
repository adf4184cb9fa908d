import { describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { makeCall } from './call-fixture.ts';
import { blocking, guarded, secret } from './prompt-policy-fixture.ts';
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

  test('let a clean call through', async () => {
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [blocking] });
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
  });
});
