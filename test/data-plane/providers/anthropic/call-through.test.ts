import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { testCredential } from '../../../support/configuration.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answer,
  type FaultyProvider,
  startFaultyProvider,
  stream,
} from '../../../support/faulty-provider.ts';
import { leave, type Stage, stageBefore } from './call-through-stage.ts';

/**
 * Goal: a program that knows only OpenAI's SDK reaches Anthropic, streaming and not, with tools and without.
 * Method: whole nodes between the official SDK and what speaks the Messages API on loopback: a mock of its own, and one that
 * does what a test tells it.
 */

const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: {} } },
  },
];
const ask = (content: string): OpenAI.ChatCompletionMessageParam[] => [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content },
];

describe('with a mock of Anthropic behind it', () => {
  let mock: LLMock;
  let stage: Stage;
  beforeAll(async () => {
    mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 4 });
    const usage = { input_tokens: 11, output_tokens: 7 };
    mock.onMessage('Hello', { content: 'Hello there, friend', reasoning: 'Be kind.', usage });
    mock.on(
      { predicate: ({ messages }) => messages.at(-1)?.role === 'tool' },
      { content: 'It rains.', usage },
    );
    const calls = [
      { id: 'toolu_1', name: 'weather', arguments: '{"city":"Bern"}' },
      { id: 'toolu_2', name: 'weather', arguments: '{"city":"Rome"}' },
    ];
    mock.onMessage('Weather', { toolCalls: calls, usage });
    await mock.start();
    stage = await stageBefore(`${mock.url}/v1`);
  });
  afterAll(async () => {
    await leave(stage);
    await mock.stop();
  });

  test('a chat is answered, and costs what Anthropic counted', async () => {
    const { data, response } = await stage.client.chat.completions
      .create({ model: 'assistant', messages: ask('Hello') })
      .withResponse();
    expect(data.choices[0]).toMatchObject({
      message: { content: 'Hello there, friend', reasoning_content: 'Be kind.' },
      finish_reason: 'stop',
    });
    expect(data.usage).toMatchObject({ prompt_tokens: 11, completion_tokens: 7 });
    expect(response.headers.get('x-gatehouse-cost-nano-usd')).toBe('25');
    const sent = mock.getLastRequest();
    expect(sent?.path).toBe('/v1/messages');
    expect(sent?.headers['anthropic-version']).toBe('2023-06-01');
    expect(sent?.headers).not.toHaveProperty('authorization');
    await eventually(() =>
      expect(stage.plane.reports.flatMap(({ usageEvents }) => usageEvents)).toMatchObject([
        { inputTokens: '11', outputTokens: '7' },
      ]),
    );
  });

  test('a chat is streamed', async () => {
    const events = await stage.client.chat.completions.create({
      model: 'assistant',
      messages: ask('Hello'),
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let pieces = 0;
    let finish: string | null | undefined;
    let tokens: number | undefined;
    for await (const { choices, usage } of events) {
      text += choices[0]?.delta.content ?? '';
      pieces += 1;
      finish = choices[0]?.finish_reason ?? finish;
      tokens = usage?.total_tokens ?? tokens;
    }
    expect({ text, finish, tokens }).toEqual({
      text: 'Hello there, friend',
      finish: 'stop',
      tokens: 18,
    });
    expect(pieces).toBeGreaterThan(4);
  });

  test.each([false, true])('tools are called and answered; streamed: %s', async (streamed) => {
    const request = { model: 'assistant', messages: ask('Weather?'), tools };
    const { completions } = stage.client.chat;
    const reply = streamed
      ? await completions.stream(request).finalChatCompletion()
      : await completions.create(request);
    const message = reply.choices[0]?.message;
    expect(reply.choices[0]?.finish_reason).toBe('tool_calls');
    expect(message?.tool_calls).toMatchObject([
      { id: 'toolu_1', function: { name: 'weather', arguments: '{"city":"Bern"}' } },
      { id: 'toolu_2', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
    ]);
    if (message === undefined) throw new Error('no message');
    const results = ['toolu_1', 'toolu_2'].map((id) => ({
      role: 'tool' as const,
      tool_call_id: id,
      content: 'rain',
    }));
    const messages = [...ask('Weather?'), message, ...results];
    const last = await completions.create({ model: 'assistant', messages, tools });
    expect(last.choices[0]?.message.content).toBe('It rains.');
  });
});

describe('with an Anthropic that misbehaves behind it', () => {
  let provider: FaultyProvider;
  let stage: Stage;
  beforeAll(async () => {
    provider = await startFaultyProvider(answer('{}'));
    stage = await stageBefore(provider.baseUrl);
  });
  afterAll(async () => {
    await leave(stage);
    await provider.close();
  });
  const event = (type: string, fields: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const begun = [
    event('message_start', { message: { usage: { input_tokens: 9, output_tokens: 1 } } }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'x'.repeat(20) } }),
  ];
  const overloaded = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
  let failedCount = 0;
  const create = () =>
    stage.client.chat.completions.create({ model: 'assistant', messages: ask('Hello') });

  test('the key goes where Anthropic looks for it, and nowhere else', async () => {
    provider.behave(answer('{"content":[{"type":"text","text":"Hi"}]}'));
    expect((await create()).choices[0]?.message.content).toBe('Hi');
    const { headers, body } = provider.requests.at(-1) ?? {};
    expect(headers?.['x-api-key']).toBe(testCredential);
    expect(headers).not.toHaveProperty('authorization');
    expect(JSON.parse(body ?? '')).toEqual({
      model: 'gpt-test',
      max_tokens: 1_000,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Hello' }],
    });
  });

  test.each([
    ['cut', begun, 'provider_stream_cut'],
    ['overloaded midway', [...begun, overloaded], 'provider_unavailable'],
  ])('a stream that is %s ends with an error, and costs what came', async (_, events, code) => {
    provider.behave(stream(events));
    let text = '';
    const reading = async () => {
      const chunks = await stage.client.chat.completions.create({
        model: 'assistant',
        messages: ask('Hello'),
        stream: true,
      });
      for await (const { choices } of chunks) text += choices[0]?.delta.content ?? '';
    };
    await expect(reading()).rejects.toMatchObject({ code });
    expect(text).toBe('x'.repeat(20));
    failedCount += 1;
    await eventually(() => {
      const records = stage.plane.reports.flatMap(({ usageEvents }) => usageEvents);
      const failed = records.filter(({ outcome }) => outcome === 'failed');
      expect(failed).toHaveLength(failedCount);
      expect(failed.at(-1)).toMatchObject({ inputTokens: '9', outputTokens: '5', estimated: true });
    });
  });

  test.each([
    [400, 'invalid_request_error', OpenAI.BadRequestError, 'provider_rejected'],
    [429, 'rate_limit_error', OpenAI.RateLimitError, 'provider_rate_limited'],
    [529, 'overloaded_error', OpenAI.InternalServerError, 'provider_unavailable'],
    [401, 'authentication_error', OpenAI.InternalServerError, 'provider_unavailable'],
  ])('%d %s is an error of the SDK', async (status, type, kind, code) => {
    const error = { type, message: 'messages: something is wrong with sk-ant-12345678' };
    // Longer than the call has: it is not tried again.
    const headers = { 'retry-after': '3600' };
    provider.behave(answer(JSON.stringify({ type: 'error', error }), { status, headers }));
    const failure = await create().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).not.toContain('sk-ant');
  });

  test.each([
    ['whole', false],
    ['streamed', true],
  ])('what is cached for an hour has its own price, %s', async (_, isStream) => {
    const usage = {
      input_tokens: 7,
      cache_creation_input_tokens: 10,
      cache_creation: { ephemeral_5m_input_tokens: 6, ephemeral_1h_input_tokens: 4 },
      output_tokens: 5,
    };
    const ended = [
      event('message_start', { message: { usage: { ...usage, output_tokens: 1 } } }),
      ...begun.slice(1),
      event('message_delta', {
        delta: { stop_reason: 'end_turn' },
        usage: { ...usage, cache_creation: undefined },
      }),
      event('message_stop'),
    ];
    const longWrites = () =>
      stage.plane.reports
        .flatMap(({ usageEvents }) => usageEvents)
        .filter(({ cachedWriteLongTokens }) => cachedWriteLongTokens === '4');
    const before = longWrites().length;
    const content = [{ type: 'text', text: 'Hi' }];
    provider.behave(isStream ? stream(ended) : answer(JSON.stringify({ content, usage })));
    if (isStream) {
      const asked = { model: 'assistant', messages: ask('Hello'), stream: true } as const;
      for await (const _chunk of await stage.client.chat.completions.create(asked));
    } else await create();
    await eventually(() => expect(longWrites()).toHaveLength(before + 1));
    expect(longWrites().at(-1)).toMatchObject({
      inputTokens: '17',
      cachedWriteTokens: '10',
      costNanoUsd: String(7 + 6 * 3 + 4 * 5 + 5 * 2),
    });
  });

  test('what Anthropic has no place for is refused before anything is sent', async () => {
    const before = provider.requests.length;
    const request = { model: 'assistant', messages: ask('Hello'), seed: 7 };
    await expect(stage.client.chat.completions.create(request)).rejects.toMatchObject({
      status: 400,
      code: 'invalid_request',
      param: 'seed',
    });
    expect(provider.requests).toHaveLength(before);
  });
});
