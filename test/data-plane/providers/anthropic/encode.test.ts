import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import type { ChatRequest, ContentPart, Message } from '../../../../data-plane/inference.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { adapter, bodyOf, encode, typedChat } from './sample.ts';

const ask = (changes: Partial<ChatRequest>): ChatRequest => ({ ...typedChat, ...changes });
const own = (changes: Partial<ChatRequest>) => ask({ dialect: 'anthropic-messages', ...changes });
const say = (...messages: readonly Message[]) => bodyOf(ask({ messages }));
const openAi = (body: object): ChatRequest =>
  parseChatBody(
    Buffer.from(
      JSON.stringify({ model: 'a', messages: [{ role: 'user', content: 'Hi' }], ...body }),
    ),
  );
const refusal = (param: string) => expect.objectContaining({ code: 'invalid_request', param });

describe('a request as Anthropic takes it', () => {
  test('goes to /messages below the base URL, with version and key and without compression', () => {
    const { origin, path, headers } = encode(typedChat, { credential: 'sk-ant-test' });
    expect(origin + path).toBe('https://api.example.com/v1/messages');
    const named = Object.fromEntries(
      headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1]]] : [])),
    );
    expect(named).toEqual({
      'content-type': 'application/json',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'gatehouse',
      'anthropic-version': '2023-06-01',
      'x-api-key': 'sk-ant-test',
    });
  });

  test('accepts events for a stream, and shows no key when the provider has none', () => {
    const { headers } = encode(ask({ stream: true }));
    expect(headers[headers.indexOf('accept') + 1]).toBe('text/event-stream');
    expect(headers).not.toContain('x-api-key');
  });

  test('is a chat: embeddings are refused before anything is sent', () => {
    const embedding = {
      operation: 'embedding',
      dialect: undefined,
      model: 'a',
      inputs: ['x'],
      bare: true,
      dimensions: undefined,
      extra: {},
    } as const;
    expect(() => encode(embedding)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(adapter.dialect('embedding')).toBeUndefined();
    expect(adapter.dialect('chat')).toBe('anthropic-messages');
    expect(getAdapter('anthropic').kind).toBe('anthropic');
  });
});

describe('max_tokens', () => {
  test.each<[number | undefined, number, number]>([
    [7, 100, 7],
    [undefined, 100, 100],
    [undefined, 0, 4096],
  ])('the caller bounds %s, the model %d: %d', (outputTokensMax, model, sent) => {
    expect(bodyOf(ask({ outputTokensMax }), { outputTokensMax: model }).max_tokens).toBe(sent);
  });
});

describe('what the wire has no place for is refused by name', () => {
  test.each<[string, object]>([
    ['seed', { seed: 7 }],
    ['seed', { seed: 0 }],
    ['presence_penalty', { presence_penalty: 0.1 }],
    ['frequency_penalty', { frequency_penalty: -0.1 }],
    ['temperature', { temperature: 1.1 }],
    ['response_format', { response_format: { type: 'json_object' } }],
    ['n', { n: 2 }],
    ['messages.0.tool_call_id', { messages: [{ role: 'tool', content: 'a' }] }],
  ])('%s in %j', (param, body) => {
    expect(() => bodyOf(openAi(body))).toThrow(refusal(param));
  });

  test.each(['ftp://example.com/a.png', 'data:image/png,abc', 'cat.png', ''])(
    'an image at %j',
    (url) => {
      const messages: Message[] = [{ role: 'user', content: [{ kind: 'image', url }] }];
      expect(() => bodyOf(ask({ messages }))).toThrow(refusal('messages.0.content.0'));
    },
  );

  test.each([
    ['application/zip', 'UEsDBA=='],
    ['text/plain', '/w=='],
  ])('a file of %s with the bytes %s', (mediaType, data) => {
    const content: ContentPart[] = [{ kind: 'file', source: { form: 'base64', data }, mediaType }];
    expect(() => bodyOf(ask({ messages: [{ role: 'user', content }] }))).toThrow(
      refusal('messages.0.content.0'),
    );
  });

  test.each(['{', '[]', '"a"', 'null', '{"id":12345678901234567890}', '{"a":1e400}'])(
    'arguments %j',
    (text) => {
      const toolCalls = [{ id: 'c', name: 'f', arguments: text }];
      const messages: Message[] = [{ role: 'assistant', content: undefined, toolCalls }];
      expect(() => bodyOf(ask({ messages }))).toThrow(refusal('messages.0.tool_calls.0.arguments'));
    },
  );

  test('a temperature of 1, and a bound of nothing, pass or are left out', () => {
    const body = bodyOf(openAi({ temperature: 1, top_k: -1, presence_penalty: 0 }));
    expect(body).toMatchObject({ temperature: 1 });
    expect(body).not.toHaveProperty('top_k');
  });
});

describe('messages', () => {
  test('one that shows nothing is left out, and empty texts are no blocks', () => {
    expect(
      say(
        {
          role: 'user',
          content: [
            { kind: 'text', text: ' \n' },
            { kind: 'text', text: 'a' },
          ],
        },
        { role: 'assistant', content: '\n' },
        { role: 'assistant', content: [{ kind: 'reasoning', text: 'unsigned' }] },
        { role: 'user', content: 'b' },
      ).messages,
    ).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ]);
  });

  test('a lone text stays a string, and so do lone instructions', () => {
    expect(
      say({ role: 'developer', content: 'Be brief.' }, { role: 'user', content: '' }),
    ).toMatchObject({ system: 'Be brief.', messages: [{ role: 'user', content: '' }] });
  });

  test('results of tools come before what the user says, whatever the order', () => {
    const result = { role: 'tool', content: 'r', toolCallId: 'c' } as const;
    const { messages } = say({ role: 'user', content: 'u' }, result, { ...result, isError: false });
    expect(messages[0].content).toEqual([
      { type: 'tool_result', tool_use_id: 'c', content: 'r' },
      { type: 'tool_result', tool_use_id: 'c', content: 'r', is_error: false },
      { type: 'text', text: 'u' },
    ]);
  });

  test('a field named __proto__ stays a field, also where messages become one', () => {
    const extra = JSON.parse('{"__proto__":{"a":1}}');
    const user: Message = { role: 'user', content: 'a', extra };
    const assistant: Message = { role: 'assistant', content: 'b' };
    const messages: Message[] = [user, assistant, user, { role: 'user', content: 'c' }];
    const body = encode(own({ extra, messages })).body.toString();
    expect(body.match(/"__proto__":\{"a":1\}/g)).toHaveLength(3);
  });
});

describe('a choice of tools', () => {
  const tools = [{ name: 'f' }];
  test.each<[Partial<ChatRequest>, unknown]>([
    [{ tools }, undefined],
    [{ tools, toolChoice: 'none', parallelToolCalls: false }, { type: 'none' }],
    [{ tools, toolChoice: 'auto', parallelToolCalls: true }, { type: 'auto' }],
    [{ parallelToolCalls: false }, undefined],
    [
      { tools, parallelToolCalls: false, extra: { tool_choice: { type: 'new' } } },
      { type: 'new', disable_parallel_tool_use: true },
    ],
    [{ tools, extra: { tool_choice: { type: 'new' } } }, { type: 'new' }],
  ])('%j becomes %j', (changes, choice) => {
    expect(bodyOf(own(changes)).tool_choice).toEqual(choice);
  });
});

describe('fields that would take a decision of the gateway are refused by name', () => {
  test.each<[string, unknown]>([
    ['fallbacks', ['claude-opus-5']],
    ['inference_geo', 'us'],
    ['thread', { id: 't' }],
    ['service_tier', 'priority'],
    ['speed', 'fast'],
    ['container', 'container_1'],
    ['mcp_servers', [{ url: 'https://example.com' }]],
    ['model', 'claude-opus-5'],
    ['Model', 'claude-opus-5'],
    ['meſſages', []],
    ['api_base', 'https://example.com'],
    ['kv_transfer_params', { remote_host: '10.0.0.1' }],
    ['lora', 'x'],
    ['SERVICE_TIER', 'auto'],
    ['max_tokens', 5],
    ['system', 'Obey.'],
    ['betas', ['files-api-2025-04-14']],
  ])('%s: %j', (name, value) => {
    expect(() => bodyOf(own({ extra: { [name]: value } as ChatRequest['extra'] }))).toThrow(
      refusal(name),
    );
    expect(() => bodyOf(ask({ extra: { [name]: value } as ChatRequest['extra'] }))).toThrow(
      refusal(name),
    );
  });

  test.each<[string, unknown]>([
    ['service_tier', 'auto'],
    ['service_tier', 'standard_only'],
    ['speed', 'standard'],
    ['container', null],
    ['metadata', { user_id: 'u' }],
    ['cache_control', { type: 'ephemeral' }],
    ['constructor', 1],
  ])('%s: %j passes', (name, value) => {
    expect(bodyOf(own({ extra: { [name]: value } as ChatRequest['extra'] }))[name]).toEqual(value);
  });

  test.each([
    'web_search_20250305',
    'code_execution_20250825',
    'mcp_toolset',
    'tool_search_tool_bm25',
    7,
  ])('a tool of the type %s, which the provider runs', (type) => {
    const tools = [{ name: 'f' }, { name: 'g', extra: { type } }];
    expect(() => bodyOf(own({ tools }))).toThrow(refusal('tools.1.type'));
  });

  test.each(['custom', 'bash_20250124', 'text_editor_20250728', 'memory_20250818', null])(
    'a tool of the type %s, which the caller runs, passes',
    (type) => {
      const tools = [{ name: 'f', extra: { type } }];
      expect(bodyOf(own({ tools })).tools[0].type).toBe(type);
    },
  );
});

test('whatever a conversation holds, it is encoded or refused, and roles follow one another', () => {
  const text = fc.string({ maxLength: 6 });
  const part = fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({ kind: fc.constant('image' as const), url: text }),
    fc.record({ kind: fc.constant('reasoning' as const), text, signature: text }),
  );
  const message = fc.record(
    {
      role: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool'),
      content: fc.oneof(text, fc.array(part, { maxLength: 3 }), fc.constant(undefined)),
      toolCalls: fc.array(fc.record({ id: text, name: text, arguments: fc.json() }), {
        maxLength: 2,
      }),
      toolCallId: text,
    },
    { requiredKeys: ['role', 'content'] },
  );
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 8 }), (messages) => {
      let body: ReturnType<typeof bodyOf>;
      try {
        body = bodyOf(ask({ messages: messages as Message[] }));
      } catch (error) {
        expect(error).toMatchObject({ name: 'GatewayError', code: 'invalid_request' });
        return;
      }
      const roles: string[] = body.messages.map(({ role }: Message) => role);
      expect(roles.filter((role, at) => role === 'user' && roles[at - 1] === 'user')).toEqual([]);
    }),
  );
});
