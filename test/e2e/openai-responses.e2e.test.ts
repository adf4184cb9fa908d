import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems';
import type { FunctionTool, ResponseInputItem } from 'openai/resources/responses/responses';
import {
  answer,
  chatBody,
  doneEvent,
  finishEvent,
  reset,
  roleEvent,
  stream,
  textEvent,
  usageEvent,
  wholeStream,
} from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

const weather: FunctionTool = {
  type: 'function',
  name: 'get_weather',
  strict: true,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** One event of a provider's stream with pieces of tool calls. */
function callEvent(pieces: readonly object[]): string {
  const choices = [{ index: 0, delta: { tool_calls: pieces } }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices })}\n\n`;
}

/** Two calls whose pieces come in turns. */
const callStream = [
  roleEvent,
  textEvent('I look.'),
  callEvent([{ index: 0, id: 'call_1', function: { name: 'get_weather', arguments: '' } }]),
  callEvent([{ index: 0, function: { arguments: '{"city":' } }]),
  callEvent([{ index: 1, id: 'call_2', function: { name: 'get_weather', arguments: '{"city"' } }]),
  callEvent([{ index: 0, function: { arguments: '"Bern"}' } }]),
  callEvent([{ index: 1, function: { arguments: ':"Rome"}' } }]),
  finishEvent.replace('"stop"', '"tool_calls"'),
  usageEvent,
  doneEvent,
];

/** Goal: the responses of the official SDK work with nothing changed but base URL and key, though no provider speaks them. */
describe('the official OpenAI SDK, asking for responses', () => {
  let house: House;
  let client: OpenAI;
  beforeAll(async () => {
    house = await startHouse();
    client = sdk(house.apiKey);
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    house.first.behave(answer(chatBody));
    house.second.behave(answer(chatBody));
  });

  const sdk = (apiKey: string) =>
    new OpenAI({ baseURL: `${house.node.httpUrl}/v1`, apiKey, maxRetries: 0 });
  const sent = () => JSON.parse(house.first.requests.at(-1)?.body ?? '');

  test('creates a response', async () => {
    const { data, response } = await client.responses
      .create({ model: 'chat', instructions: 'Be short.', input: 'Hello', max_output_tokens: 50 })
      .withResponse();
    expect(data.output_text).toBe('Hello there');
    expect(data).toMatchObject({
      status: 'completed',
      model: 'chat',
      store: false,
      instructions: 'Be short.',
      max_output_tokens: 50,
    });
    expect(data.usage).toMatchObject({ input_tokens: 7, output_tokens: 5, total_tokens: 12 });
    expect(response.headers.get('x-gatehouse-target')).toBe('first-chat');
    expect(response.headers.get('x-gatehouse-cost-nano-usd')).toBe(String(7 * 1_000 + 5 * 2_000));
    expect(sent()).toEqual({
      model: 'real-first-chat',
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Hello' },
      ],
      max_completion_tokens: 50,
    });
  });

  test('streams: the final response is what its events came to', async () => {
    house.first.behave(stream(wholeStream));
    const events: string[] = [];
    const running = client.responses.stream({ model: 'chat', input: 'Hello' });
    let text = '';
    running.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    running.on('event', ({ type }) => events.push(type));
    const final = await running.finalResponse();
    expect(text).toBe('Hello there');
    expect(final.output_text).toBe('Hello there');
    expect(final).toMatchObject({ status: 'completed', usage: { total_tokens: 9 } });
    expect(events.at(0)).toBe('response.created');
    expect(events.at(-1)).toBe('response.completed');
  });

  test('calls functions and takes their results in a second turn', async () => {
    house.first.behave(stream(callStream));
    const input: ResponseInputItem[] = [{ role: 'user', content: 'Weather in Bern and Rome?' }];
    const ask = () =>
      client.responses.stream({ model: 'chat', input, tools: [weather], tool_choice: 'auto' });
    const first = await ask().finalResponse();
    const calls = first.output.flatMap((item) => (item.type === 'function_call' ? item : []));
    expect(calls.map(({ parsed_arguments }) => parsed_arguments)).toEqual([
      { city: 'Bern' },
      { city: 'Rome' },
    ]);
    input.push(...toResponseInputItems(first.output));
    for (const { call_id } of calls) {
      input.push({ type: 'function_call_output', call_id, output: 'Rain' });
    }
    house.first.behave(stream(wholeStream));
    expect((await ask().finalResponse()).output_text).toBe('Hello there');
    expect(sent().messages).toEqual([
      { role: 'user', content: 'Weather in Bern and Rome?' },
      {
        role: 'assistant',
        content: 'I look.',
        tool_calls: [callOf('call_1', '{"city":"Bern"}'), callOf('call_2', '{"city":"Rome"}')],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'Rain' },
      { role: 'tool', tool_call_id: 'call_2', content: 'Rain' },
    ]);
  });

  const callOf = (id: string, text: string) => ({
    id,
    type: 'function',
    function: { name: 'get_weather', arguments: text },
  });

  test('takes a whole reply back as it is', async () => {
    const input: ResponseInputItem[] = [{ role: 'user', content: 'Hello' }];
    const first = await client.responses.create({ model: 'chat', input, store: false });
    input.push(...toResponseInputItems(first.output), { role: 'user', content: 'And?' });
    await client.responses.create({ model: 'chat', input, store: false });
    expect(sent().messages).toEqual([
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hello there' },
      { role: 'user', content: 'And?' },
    ]);
  });

  test('parses structured output', async () => {
    const body = JSON.parse(chatBody);
    body.choices[0].message.content = '{"city":"Bern"}';
    house.first.behave(answer(JSON.stringify(body)));
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const reply = await client.responses.parse({
      model: 'chat',
      input: 'Where?',
      text: { format: { type: 'json_schema', name: 'place', schema, strict: true } },
    });
    expect(JSON.parse(reply.output_text)).toEqual({ city: 'Bern' });
    expect(sent().response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'place', schema, strict: true },
    });
  });

  test('says why a response is incomplete', async () => {
    const body = JSON.parse(chatBody);
    body.choices[0].finish_reason = 'length';
    house.first.behave(answer(JSON.stringify(body)));
    expect(await client.responses.create({ model: 'chat', input: 'Hello' })).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
  });

  test.each([
    ['a wrong key', 'gth_sk_wrong', {}, OpenAI.AuthenticationError, 'unknown_key'],
    ['an unknown route', '', { model: 'nothing' }, OpenAI.NotFoundError, 'unknown_route'],
    ['kept state', '', { previous_response_id: 'r' }, OpenAI.BadRequestError, 'invalid_request'],
    [
      'a tool of the provider',
      '',
      { tools: [{ type: 'web_search' as const }] },
      OpenAI.BadRequestError,
      'invalid_request',
    ],
    [
      'a field of this wire only',
      '',
      { top_logprobs: 3 },
      OpenAI.BadRequestError,
      'invalid_request',
    ],
  ])('%s is an error of the SDK', async (_what, apiKey, fields, type, code) => {
    const caller = apiKey === '' ? client : sdk(apiKey);
    const call = caller.responses.create({ model: 'chat', input: 'Hello', ...fields });
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code });
  });

  test('a provider whose call names no function is an error in the middle of the stream', async () => {
    const nameless = callEvent([{ index: 0, id: 'call_1', function: { arguments: '{}' } }]);
    const end = finishEvent.replace('"stop"', '"tool_calls"');
    house.first.behave(stream([roleEvent, textEvent('I look.'), nameless, end, doneEvent]));
    const running = client.responses.stream({ model: 'chat', input: 'Hello' });
    const error = await running.finalResponse().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ code: 'provider_protocol_error' });
  });

  test('a provider that stops in the middle is an error, never a final response', async () => {
    house.first.behave(reset([roleEvent, textEvent('Hel')]));
    const running = client.responses.stream({ model: 'chat', input: 'Hello' });
    const error = await running.finalResponse().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ code: 'provider_stream_cut' });
  });
});
