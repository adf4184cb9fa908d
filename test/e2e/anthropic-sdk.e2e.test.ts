import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  answer,
  chatBody,
  doneEvent,
  finishEvent,
  stream,
  textEvent,
  usageEventOf,
  wholeStream,
} from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

/** Goal: the official SDK works with nothing changed but base URL and key, against providers that speak OpenAI's wire. */
describe('the official Anthropic SDK', () => {
  let house: House;
  let client: Anthropic;
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

  function sdk(apiKey: string): Anthropic {
    return new Anthropic({ baseURL: house.node.httpUrl, apiKey, authToken: null, maxRetries: 0 });
  }

  const hello: Anthropic.MessageCreateParamsNonStreaming = {
    model: 'chat',
    max_tokens: 64,
    messages: [{ role: 'user', content: 'Hello' }],
  };
  const tools: Anthropic.Tool[] = [
    { name: 'get_weather', description: 'Looks.', input_schema: { type: 'object' } },
  ];
  const ask = (extra: object = {}) => client.messages.create({ ...hello, ...extra });
  const thrownBy = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (thrown) => thrown,
    );
  const sent = () => JSON.parse(house.first.requests.at(-1)?.body ?? '');

  test('sends a message', async () => {
    const system = [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }];
    const {
      data,
      response,
      request_id: id,
    } = await client.messages
      .create({ ...hello, system: system as Anthropic.TextBlockParam[] })
      .withResponse();
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'chat',
      content: [{ type: 'text', text: 'Hello there' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 7, output_tokens: 5 },
    });
    expect(id).toBe(response.headers.get('x-gatehouse-request-id'));
    expect(data.id).toBe(`msg_${id}`);
    expect(response.headers.get('x-gatehouse-target')).toBe('first-chat');
    expect(response.headers.get('x-gatehouse-cost-nano-usd')).toBe(String(7 * 1_000 + 5 * 2_000));
    expect(sent()).toEqual({
      model: 'real-first-chat',
      max_completion_tokens: 64,
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  test('streams, and gathers the same message as a whole one', async () => {
    house.first.behave(stream(wholeStream));
    const streamed = client.messages.stream(hello);
    const texts: string[] = [];
    streamed.on('text', (text) => texts.push(text));
    const message = await streamed.finalMessage();
    expect(texts).toEqual(['Hello', ' there']);
    house.first.behave(answer(chatBody));
    const { id: _, usage, ...whole } = await ask();
    expect(message).toMatchObject({ ...whole, usage: { ...usage, output_tokens: 2 } });
    expect(sent().stream).toBeUndefined();
  });

  test('streams raw events in the order of the wire', async () => {
    house.first.behave(stream(wholeStream));
    const types: string[] = [];
    for await (const event of await client.messages.create({ ...hello, stream: true }))
      types.push(event.type);
    expect(types).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  test('passes tools on, calls back, and results on again', async () => {
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Bern"}' },
    };
    const body = JSON.parse(chatBody);
    const message = { role: 'assistant', content: null, tool_calls: [call] };
    body.choices = [{ index: 0, message, finish_reason: 'tool_calls' }];
    house.first.behave(answer(JSON.stringify(body)));
    const reply = await ask({ tools, tool_choice: { type: 'any' } });
    const use = { type: 'tool_use', id: 'call_1', name: 'get_weather', input: { city: 'Bern' } };
    expect(reply).toMatchObject({ content: [use], stop_reason: 'tool_use' });
    const inner = { name: 'get_weather', description: 'Looks.', parameters: { type: 'object' } };
    expect(sent()).toMatchObject({
      tools: [{ type: 'function', function: inner }],
      tool_choice: 'required',
    });
    await ask({
      tools,
      messages: [
        ...hello.messages,
        { role: 'assistant', content: reply.content },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'call_1', content: '12 degrees' }],
        },
      ],
    });
    expect(sent().messages.slice(1)).toEqual([
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: '12 degrees' },
    ]);
  });

  test('gathers streamed calls of tools whose arguments come mixed', async () => {
    const piece = (index: number, text: string, id?: string) => {
      const named = id === undefined ? {} : { id, type: 'function' };
      const call = { index, ...named, function: { ...(id && { name: id }), arguments: text } };
      return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })}\n\n`;
    };
    const mixed = [
      textEvent('I look.'),
      piece(0, '{"city":', 'one'),
      piece(1, '{"city":"Rome', 'two'),
      piece(0, '"Bern"}'),
      piece(1, '"}'),
    ];
    const end = finishEvent.replace('"stop"', '"tool_calls"');
    house.first.behave(stream([...mixed, end, usageEventOf(7, 9), doneEvent]));
    const message = await client.messages.stream({ ...hello, tools }).finalMessage();
    expect(message).toMatchObject({
      content: [
        { type: 'text', text: 'I look.' },
        { type: 'tool_use', id: 'one', name: 'one', input: { city: 'Bern' } },
        { type: 'tool_use', id: 'two', name: 'two', input: { city: 'Rome' } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 7, output_tokens: 9 },
    });
  });

  test('lists the routes that the key may use, the chat route first', async () => {
    const ids: string[] = [];
    for await (const { id, type } of client.models.list({ limit: 1 })) ids.push(`${type} ${id}`);
    expect(ids).toEqual(['model chat', 'model embed']);
    expect((await client.models.retrieve('chat')).display_name).toBe('chat');
  });

  test('counts tokens without asking a provider', async () => {
    const before = house.first.requests.length;
    const { data, response } = await client.messages
      .countTokens({ model: 'chat', messages: hello.messages, tools })
      .withResponse();
    expect(data.input_tokens).toBeGreaterThan(5);
    expect(response.headers.get('x-gatehouse-estimated')).toBe('true');
    expect(house.first.requests).toHaveLength(before);
    const refused = await thrownBy(
      client.messages.countTokens({ model: 'nothing', messages: hello.messages }),
    );
    expect(refused).toBeInstanceOf(Anthropic.NotFoundError);
  });

  test.each([
    [
      'a wrong key',
      () => sdk('gth_sk_wrong').messages.create(hello),
      Anthropic.AuthenticationError,
      'unknown_key',
    ],
    [
      'a wrong key, for models',
      () => sdk('gth_sk_wrong').models.list(),
      Anthropic.AuthenticationError,
      'unknown_key',
    ],
    ['an unknown route', () => ask({ model: 'nothing' }), Anthropic.NotFoundError, 'unknown_route'],
    [
      'a wrong type',
      () => ask({ temperature: 'hot' }),
      Anthropic.BadRequestError,
      'invalid_request',
    ],
    [
      'a tool that the provider runs',
      () => ask({ tools: [{ type: 'web_search_20250305', name: 'web_search' }] }),
      Anthropic.BadRequestError,
      'invalid_request',
    ],
  ])('%s is an error of the SDK', async (_what, call, type, code) => {
    const error = await thrownBy(call());
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ error: { type: 'error', error: { code } } });
  });

  test.each([
    [429, Anthropic.RateLimitError, 'rate_limit_error', 'provider_rate_limited'],
    [500, Anthropic.InternalServerError, 'api_error', 'provider_unavailable'],
  ])('%p of every provider is an error of the SDK', async (status, sdkType, type, code) => {
    for (const provider of [house.first, house.second])
      provider.behave(answer('{"error":{"message":"no","code":"x"}}', { status }));
    const error = await thrownBy(ask());
    expect(error).toBeInstanceOf(sdkType);
    expect(error).toMatchObject({ type, error: { error: { code } } });
    expect(error).toHaveProperty('requestID', expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  test('a stream that is cut is an error of the SDK, and no message', async () => {
    house.first.behave(stream(wholeStream.slice(0, 2)));
    const error = await thrownBy(client.messages.stream(hello).finalMessage());
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({
      type: 'api_error',
      error: { error: { code: 'provider_stream_cut' } },
    });
  });

  test('an application without a grant is refused and told how to ask', async () => {
    const made = await house.change('createApplication', {
      tenantId: house.ids.tenant,
      name: 'newcomer',
      team: 'new',
      environment: 'DEVELOPMENT',
      dataClass: 'PUBLIC',
    });
    const applicationId = made['application'].id;
    const key = await house.change('createApiKey', { applicationId, name: 'k' });
    const newcomer = sdk(key['secret']);
    const calls = [
      () => newcomer.messages.create(hello),
      () => newcomer.messages.countTokens(hello),
    ];
    for (const call of calls) {
      const error = await thrownBy(call());
      expect(error).toBeInstanceOf(Anthropic.PermissionDeniedError);
      expect(error).toMatchObject({ error: { error: { code: 'grant_missing' } } });
      expect(String(error)).toContain('requestGrant');
    }
  });
});
