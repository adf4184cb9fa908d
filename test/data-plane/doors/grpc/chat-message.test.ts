import { describe, expect, jest, test } from '@jest/globals';
import {
  decodeChat,
  decodeChatStream,
  decodeEmbed,
} from '../../../../data-plane/doors/grpc/request/request-message.ts';
import { inferenceContract } from '../../../../proto/contract/inference.ts';
import type { ChatRequest } from '../../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import { helloRequest } from './open-door.ts';
import { chat, faultOf } from './request-bytes.ts';

const { Chat, ChatStream, Embed } = inferenceContract.InferenceService.service;
const user = (text: string) => ({ role: 'ROLE_USER' as const, content: [{ text }] });

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
    const inputs = Array.from({ length: 20_000 }, (_, index) => `\uFFFD${index}`);
    const message = Embed.requestSerialize({ model: 'vectors', inputs });
    const searches = jest.spyOn(message, 'indexOf');
    expect(decodeEmbed(message).inputs).toEqual(inputs);
    const { calls, results } = searches.mock;
    const searchedBytes = calls.reduce(
      (sum, [, from], index) => sum + Number(results[index]?.value) - Number(from),
      0,
    );
    expect(calls).toHaveLength(inputs.length);
    expect(searchedBytes).toBeGreaterThan(0);
    expect(searchedBytes).toBeLessThanOrEqual(message.length);
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
