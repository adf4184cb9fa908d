import { describe, expect, test } from '@jest/globals';
import {
  decodeChat,
  decodeChatStream,
  decodeEmbed,
} from '../../../../data-plane/doors/grpc/request/request-message.ts';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { ChatRequest } from '../../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { EmbedRequest } from '../../../../proto/generated/gatehouse/inference/v1/EmbedRequest.ts';
import type { Struct } from '../../../../proto/generated/google/protobuf/Struct.ts';
import type { Value } from '../../../../proto/generated/google/protobuf/Value.ts';
import { inferenceContract } from '../../../../proto/load.ts';
import { helloRequest } from './open-door.ts';

const { Chat, ChatStream, Embed } = inferenceContract.InferenceService.service;
const chat = (request: ChatRequest) => decodeChat(Chat.requestSerialize(request));
const embed = (request: EmbedRequest) => decodeEmbed(Embed.requestSerialize(request));
const user = (text: string) => ({ role: 'ROLE_USER' as const, content: [{ text }] });

/** The path of the field at fault. */
function faultOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'invalid_request') return error.param;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a chat', () => {
  test('with everything set keeps everything', () => {
    expect(
      chat({
        model: 'smart',
        messages: [
          { role: 'ROLE_SYSTEM', content: [{ text: 'Be kind.' }] },
          {
            role: 'ROLE_USER',
            name: 'ann',
            content: [
              { text: 'What is this?' },
              { image: { url: 'https://example.com/a.png', detail: 'low' } },
              { image: { url: 'data:image/png;base64,AA==' } },
            ],
          },
          { role: 'ROLE_ASSISTANT', toolCalls: [{ id: 'c1', name: 'look', arguments: '{}' }] },
          { role: 'ROLE_TOOL', toolCallId: 'c1', content: [{ text: 'a cat' }] },
        ],
        tools: [
          {
            name: 'look',
            description: 'Looks.',
            parameters: { fields: { type: { stringValue: 'object' } } },
            strict: true,
          },
        ],
        toolChoice: { name: 'look' },
        responseFormat: {
          type: 'json_schema',
          name: 'animal',
          schema: { fields: { type: { stringValue: 'string' } } },
          strict: true,
        },
        sampling: {
          temperature: 0,
          topP: 0.9,
          seed: '7',
          stop: ['END'],
          presencePenalty: -1,
          frequencyPenalty: 1.5,
        },
        outputTokensMax: 100,
        reasoningEffort: 'low',
        providerOptions: { fields: { user: { stringValue: 'u-1' } } },
      }),
    ).toEqual({
      operation: 'chat',
      model: 'smart',
      messages: [
        { role: 'system', content: 'Be kind.' },
        {
          role: 'user',
          name: 'ann',
          content: [
            { kind: 'text', text: 'What is this?' },
            { kind: 'image', url: 'https://example.com/a.png', detail: 'low' },
            { kind: 'image', url: 'data:image/png;base64,AA==' },
          ],
        },
        {
          role: 'assistant',
          content: undefined,
          toolCalls: [{ id: 'c1', name: 'look', arguments: '{}' }],
        },
        { role: 'tool', toolCallId: 'c1', content: 'a cat' },
      ],
      tools: [
        { name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: true },
      ],
      toolChoice: { name: 'look' },
      responseFormat: {
        type: 'json_schema',
        name: 'animal',
        schema: { type: 'string' },
        strict: true,
      },
      sampling: {
        temperature: 0,
        topP: 0.9,
        seed: 7,
        stop: ['END'],
        presencePenalty: -1,
        frequencyPenalty: 1.5,
      },
      outputTokensMax: 100,
      reasoningEffort: 'low',
      stream: false,
      includeUsage: false,
      extra: { user: 'u-1' },
    });
  });

  test('with nothing but a message leaves the rest to the provider', () => {
    expect(chat(helloRequest())).toEqual({
      operation: 'chat',
      model: 'smart',
      messages: [{ role: 'user', content: 'Hi' }],
      tools: [],
      toolChoice: undefined,
      responseFormat: undefined,
      sampling: {},
      outputTokensMax: undefined,
      reasoningEffort: undefined,
      stream: false,
      includeUsage: false,
      extra: {},
    });
  });

  test('that is streamed always asks for usage', () => {
    const request = decodeChatStream(ChatStream.requestSerialize({ chat: helloRequest() }));
    expect(request).toMatchObject({ stream: true, includeUsage: true });
  });

  test('that is streamed must hold the chat', () => {
    expect(faultOf(() => decodeChatStream(Buffer.alloc(0)))).toBe('chat');
  });

  const base = helloRequest();
  const message = (changes: object) => ({
    ...base,
    messages: [user('a'), { ...user('b'), ...changes }],
  });
  test.each<[string, ChatRequest]>([
    ['model', { ...base, model: '' }],
    ['messages', { ...base, messages: [] }],
    ['messages.1.role', message({ role: 'ROLE_UNSPECIFIED' })],
    ['messages.1.role', message({ role: 99 })],
    ['messages.1.content', message({ content: [] })],
    ['messages.1.content.0', message({ content: [{}] })],
    [
      'messages.1.content.1.image.url',
      message({ content: [{ text: 'a' }, { image: { url: 'file:///etc/passwd' } }] }),
    ],
    [
      'messages.1.content.0.image.detail',
      message({ content: [{ image: { url: 'https://e.com/', detail: 'huge' } }] }),
    ],
    ['messages.1.tool_calls', message({ toolCalls: [{ id: 'c', name: 'f' }] })],
    ['messages.1.tool_calls.0.id', message({ role: 'ROLE_ASSISTANT', toolCalls: [{ name: 'f' }] })],
    ['messages.1.tool_calls.0.name', message({ role: 'ROLE_ASSISTANT', toolCalls: [{ id: 'c' }] })],
    ['messages.1.tool_call_id', message({ role: 'ROLE_TOOL' })],
    ['tools.0.name', { ...base, tools: [{ description: 'x' }] }],
    ['tool_choice', { ...base, toolChoice: { mode: 'maybe' } }],
    ['tool_choice', { ...base, toolChoice: {} }],
    ['response_format.type', { ...base, responseFormat: { type: 'xml' } }],
    ['response_format.name', { ...base, responseFormat: { type: 'json_schema' } }],
    ['response_format.schema', { ...base, responseFormat: { type: 'json_schema', name: 'n' } }],
    ['sampling.temperature', { ...base, sampling: { temperature: Number.NaN } }],
    ['sampling.top_p', { ...base, sampling: { topP: Number.POSITIVE_INFINITY } }],
    ['sampling.presence_penalty', { ...base, sampling: { presencePenalty: Number.NaN } }],
    ['sampling.frequency_penalty', { ...base, sampling: { frequencyPenalty: Number.NaN } }],
    ['sampling.seed', { ...base, sampling: { seed: '9007199254740993' } }],
    ['reasoning_effort', { ...base, reasoningEffort: 'extreme' }],
  ])('is refused at %s', (param, request) => {
    expect(faultOf(() => chat(request))).toBe(param);
  });

  test('with U+FFFD in very many texts costs no more than one reading of the message', () => {
    const inputs = Array.from({ length: 100_000 }, (_, index) => `\uFFFD${index}`);
    const startedMs = performance.now();
    expect(embed({ model: 'vectors', inputs }).inputs).toHaveLength(inputs.length);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('in broken UTF-8 is refused, in a text and in a name', () => {
    const bytes = Chat.requestSerialize(base);
    const at = bytes.indexOf('Hi');
    bytes[at] = 0xff;
    expect(() => decodeChat(bytes)).toThrow('not valid UTF-8');
    const named = Chat.requestSerialize(base);
    named[named.indexOf('smart')] = 0xc3;
    expect(() => decodeChat(named)).toThrow('not valid UTF-8');
  });

  test('may hold a replacement character that the caller wrote', () => {
    expect(chat({ ...base, messages: [user('a\uFFFDb')] }).messages[0]?.content).toBe('a\uFFFDb');
  });
});

describe('provider options', () => {
  const withOptions = (providerOptions: Struct) => chat({ ...helloRequest(), providerOptions });

  test('become JSON of every kind', () => {
    expect(
      withOptions({
        fields: {
          none: { nullValue: 'NULL_VALUE' },
          yes: { boolValue: true },
          no: { boolValue: false },
          zero: { numberValue: 0 },
          empty: { stringValue: '' },
          list: { listValue: { values: [{ numberValue: 1.5 }, { structValue: { fields: {} } }] } },
        },
      }).extra,
    ).toEqual({ none: null, yes: true, no: false, zero: 0, empty: '', list: [1.5, {}] });
  });

  test.each(['model', 'messages', 'stream', 'stream_options', 'max_tokens'])(
    'may not contradict the typed request: %s',
    (name) => {
      const fields = { [name]: { stringValue: 'x' } };
      expect(faultOf(() => withOptions({ fields }))).toBe(`provider_options.${name}`);
    },
  );

  test('may not hold what JSON has no word for', () => {
    const fields = { x: { numberValue: Number.NaN } };
    expect(faultOf(() => withOptions({ fields }))).toBe('provider_options');
    expect(faultOf(() => withOptions({ fields: { x: {} } }))).toBe('provider_options');
  });

  test.each([40, 100_000])('may not nest %i levels', (levels) => {
    // A Value that is a list (field 6) of one Value (field 1), again and again, from the inside out.
    let pieces: Buffer[] = [];
    let length = 0;
    const wrap = (tag: number) => {
      const head = Buffer.from([tag, ...varint(length)]);
      pieces.push(head);
      length += head.length;
    };
    for (let level = 0; level < levels; level += 1) {
      wrap(0x0a);
      wrap(0x32);
    }
    wrap(0x12);
    pieces = [Buffer.from([...varint(length + 3), 0x0a, 1, 0x78]), ...pieces.reverse()];
    const entry = Buffer.concat([Buffer.from([0x0a]), ...pieces]);
    const options = Buffer.concat([Buffer.from([0x4a, ...varint(entry.length)]), entry]);
    const bytes = Buffer.concat([Chat.requestSerialize(helloRequest()), options]);
    expect(() => decodeChat(bytes)).toThrow(GatewayError);
  });

  test('may nest 30 levels', () => {
    let value: Value = { stringValue: 'deep' };
    for (let level = 0; level < 30; level += 1) value = { listValue: { values: [value] } };
    expect(JSON.stringify(withOptions({ fields: { x: value } }).extra)).toContain('"deep"');
  });
});

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

describe('an embedding', () => {
  test('keeps its texts and options', () => {
    expect(
      embed({
        model: 'vectors',
        inputs: ['a', 'b'],
        dimensions: 256,
        providerOptions: { fields: { user: { stringValue: 'u' } } },
      }),
    ).toEqual({
      operation: 'embedding',
      model: 'vectors',
      inputs: ['a', 'b'],
      bare: false,
      dimensions: 256,
      extra: { user: 'u' },
    });
  });

  test.each<[string, EmbedRequest]>([
    ['model', { inputs: ['a'] }],
    ['inputs', { model: 'vectors' }],
    [
      'provider_options.input',
      { model: 'v', inputs: ['a'], providerOptions: { fields: { input: { stringValue: 'x' } } } },
    ],
  ])('is refused at %s', (param, request) => {
    expect(faultOf(() => embed(request))).toBe(param);
  });
});
