import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import type { ChatRequest, ContentPart, Message } from '../../../../data-plane/inference.ts';
import { createOpenAiAdapter } from '../../../../data-plane/providers/openai/adapter.ts';
import { getAdapter } from '../../../../data-plane/providers/registry.ts';
import { provider, target } from './sample.ts';

const adapter = createOpenAiAdapter();
const smallest = { model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] };

const parse = (body: object): ChatRequest => parseChatBody(Buffer.from(JSON.stringify(body)));
const encode = (request: ChatRequest, credential?: string) =>
  adapter.encode({ request, target, provider, credential, outputTokensMax: 0, nowMs: 0 });
const sent = (body: object) => JSON.parse(encode(parse(body)).body.toString());

describe('a request as the provider takes it', () => {
  test('goes to the path below the base URL, with the credential and without compression', () => {
    const encoded = encode(parse(smallest), 'sk-test');
    expect(encoded.origin).toBe('https://api.example.com');
    expect(encoded.path).toBe('/v1/chat/completions');
    const { headers } = encoded;
    expect(headers[headers.indexOf('authorization') + 1]).toBe('Bearer sk-test');
    expect(headers[headers.indexOf('accept-encoding') + 1]).toBe('identity');
  });

  test('has no authorization when the provider has no credential', () => {
    expect(encode(parse(smallest)).headers).not.toContain('authorization');
  });

  test('asks for usage on every stream, and keeps what else the caller asked of it', () => {
    expect(sent({ ...smallest, stream: true }).stream_options).toEqual({ include_usage: true });
    expect(
      sent({ ...smallest, stream: true, stream_options: { include_usage: false, x: 1 } })
        .stream_options,
    ).toEqual({ x: 1, include_usage: true });
  });

  test('words beside thoughts of the model are a plain string', () => {
    const said = (...content: ContentPart[]) => {
      const messages: Message[] = [{ role: 'assistant', content }];
      return JSON.parse(encode({ ...parse(smallest), messages }).body.toString()).messages[0];
    };
    const thought: ContentPart = { kind: 'reasoning', text: 'hm', signature: 'seal' };
    const text: ContentPart = { kind: 'text', text: 'so' };
    expect(said(thought, text).content).toBe('so');
    expect(said(text).content).toEqual([{ type: 'text', text: 'so' }]);
    expect(said(thought, text, text).content).toHaveLength(2);
    expect(said(thought).content).toBeNull();
  });

  test('a call over gRPC may ride fields along that its own shape leaves open', () => {
    const request = { ...parse(smallest), extra: { temperature: 0.5, logprobs: true } };
    expect(JSON.parse(encode(request).body.toString())).toMatchObject(request.extra);
  });
});

describe('fields that would take a decision of the gateway are refused by name', () => {
  test.each<[string, unknown]>([
    ['store', true],
    ['prompt_cache_retention', '24h'],
    ['service_tier', 'priority'],
    ['web_search_options', {}],
    ['models', ['a', 'b']],
    ['route', 'fallback'],
    ['provider', { order: ['x'] }],
    ['fallbacks', ['x']],
    ['api_base', 'https://elsewhere.example.com'],
    ['search_parameters', { mode: 'on' }],
    ['plugins', [{ id: 'web' }]],
    ['mcp_servers', []],
    ['kv_transfer_params', { remote_host: '10.0.0.1' }],
    ['bootstrap_host', '10.0.0.1'],
    ['lora_path', '/x'],
    ['moderation', { model: 'm' }],
    ['priority', -1],
    ['ſtore', true],
    ['meſſages', []],
    ['toolſ', []],
    ['data_sources', []],
    ['audio', { voice: 'x', format: 'wav' }],
    ['modalities', ['text', 'audio']],
    ['Store', false],
    ['MODEL', 'gpt-5'],
    ['Messages', []],
  ])('%s: %j', (name, value) => {
    expect(() => encode(parse({ ...smallest, [name]: value }))).toThrow(
      expect.objectContaining({ code: 'invalid_request', param: name }),
    );
  });

  test.each<[string, unknown]>([
    ['store', false],
    ['service_tier', 'auto'],
    ['modalities', ['text']],
    ['user', 'u-1'],
    ['safety_identifier', 'u-1'],
    ['prompt_cache_key', 'k'],
    ['n', 2],
  ])('%s: %j passes', (name, value) => {
    expect(sent({ ...smallest, [name]: value })[name]).toEqual(value);
  });
});

test('unknown fields come out where they went in, whatever they hold', () => {
  const name = fc.string({ minLength: 1, maxLength: 12 }).map((tail) => `x_${tail}`);
  const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));
  const isExact = (value: unknown): boolean =>
    typeof value === 'number'
      ? !Number.isInteger(value) || Number.isSafeInteger(value)
      : typeof value !== 'object' || value === null || Object.values(value).every(isExact);
  const extra = fc.dictionary(name, json.filter(isExact));
  fc.assert(
    fc.property(extra, extra, extra, extra, (top, message, part, tool) => {
      const body = {
        ...top,
        model: 'assistant',
        messages: [
          { ...message, role: 'user', content: [{ ...part, type: 'text', text: 'Hello' }] },
        ],
        tools: [{ ...tool, type: 'function', function: { ...part, name: 'f' } }],
      };
      expect(sent(body)).toEqual({ ...body, model: 'gpt-4o-mini' });
    }),
  );
});

describe('a whole reply', () => {
  const chat = { id: 'c', choices: [{ index: 0, message: { content: 'a' } }] };
  const decode = (body: unknown, raw = true) =>
    adapter.decode(
      'chat',
      Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      raw,
    );

  test('passes as the very bytes, with usage read from them', () => {
    const bytes = Buffer.from(JSON.stringify({ ...chat, usage: { prompt_tokens: 4 } }));
    const { reply, usage } = adapter.decode('chat', bytes, true);
    expect(reply).toEqual({ kind: 'raw', bytes, contentType: 'application/json' });
    expect(reply.kind === 'raw' && reply.bytes).toBe(bytes);
    expect(usage).toMatchObject({ inputTokens: 4, outputTokens: 0, estimated: false });
  });

  test.each<[string, unknown]>([
    ['HTML', '<html></html>'],
    ['nothing', ''],
    ['a cut', '{"choices":[{'],
    ['a stream', 'data: {}\n\n'],
    ['a list', []],
    ['no choices', { id: 'c' }],
    ['an error', { error: { message: 'sk-live-12345678' }, choices: [] }],
  ])('%s is a protocol error that quotes nothing', (_, body) => {
    expect(() => decode(body)).toThrow(
      expect.objectContaining({
        code: 'provider_protocol_error',
        message: expect.not.stringContaining('sk-live'),
      }),
    );
  });

  test.each<[string, unknown]>([
    ['no choice', { choices: [] }],
    ['no message', { choices: [{}] }],
    [
      'a tool call without a name',
      { choices: [{ message: { tool_calls: [{ id: 'a', function: {} }] } }] },
    ],
  ])('%s cannot be decoded', (_, body) => {
    expect(() => decode(body, false)).toThrow(
      expect.objectContaining({ code: 'provider_protocol_error' }),
    );
  });

  test.each<[unknown]>([[{ prompt_tokens: -1 }], [{ prompt_tokens: 1.5 }], ['many'], [null]])(
    'usage %j is none',
    (usage) => {
      expect(decode({ ...chat, usage }).usage).toBeUndefined();
    },
  );

  test('parts of usage never exceed their totals', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 100, cache_write_tokens: 3 },
      completion_tokens_details: { reasoning_tokens: 50 },
    };
    expect(decode({ ...chat, usage }).usage).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      cachedReadTokens: 10,
      cachedWriteTokens: 0,
      reasoningTokens: 5,
      estimated: false,
    });
  });

  test.each<[string, unknown]>([
    ['a gap', [{ index: 1, embedding: [1] }]],
    [
      'a double',
      [
        { index: 0, embedding: [1] },
        { index: 0, embedding: [2] },
      ],
    ],
    ['words', [{ index: 0, embedding: ['a'] }]],
    ['half a float', [{ index: 0, embedding: 'AAA=' }]],
  ])('embeddings with %s are a protocol error', (_, data) => {
    expect(() => adapter.decode('embedding', Buffer.from(JSON.stringify({ data })), false)).toThrow(
      expect.objectContaining({ code: 'provider_protocol_error' }),
    );
  });
});

test('every kind of provider has its adapter', () => {
  expect(getAdapter('openai').kind).toBe('openai');
});
