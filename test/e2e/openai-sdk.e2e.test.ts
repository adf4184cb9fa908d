import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import {
  answer,
  chatBody,
  embeddingsBody,
  stream,
  wholeStream,
} from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

/** Goal: the official SDK works with nothing changed but base URL and key. */
describe('the official OpenAI SDK', () => {
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

  function sdk(apiKey: string): OpenAI {
    return new OpenAI({ baseURL: `${house.node.httpUrl}/v1`, apiKey, maxRetries: 0 });
  }

  const hello = { model: 'chat', messages: [{ role: 'user', content: 'Hello' }] } as const;
  const ask = (extra: object = {}) =>
    client.chat.completions.create({ ...hello, ...extra, messages: [...hello.messages] });

  test('completes a chat', async () => {
    const { data, response } = await client.chat.completions
      .create({ ...hello, messages: [...hello.messages] })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe('Hello there');
    expect(data.usage?.total_tokens).toBe(12);
    expect(response.headers.get('x-gatehouse-target')).toBe('first-chat');
    expect(response.headers.get('x-gatehouse-cost-nano-usd')).toBe(String(7 * 1_000 + 5 * 2_000));
    const sent = JSON.parse(house.first.requests.at(-1)?.body ?? '');
    expect(sent.model).toBe('real-first-chat');
    expect(house.first.requests.at(-1)?.headers.authorization).toBe('Bearer sk-first-credential');
  });

  test('streams, with usage only when it was asked for', async () => {
    house.first.behave(stream(wholeStream));
    const collect = async (extra: object) => {
      const events = await client.chat.completions.create({
        ...hello,
        ...extra,
        messages: [...hello.messages],
        stream: true,
      });
      let text = '';
      let usage: number | undefined;
      for await (const event of events) {
        text += event.choices[0]?.delta.content ?? '';
        usage ??= event.usage?.total_tokens;
      }
      return { text, usage };
    };
    expect(await collect({})).toEqual({ text: 'Hello there', usage: undefined });
    expect(await collect({ stream_options: { include_usage: true } })).toEqual({
      text: 'Hello there',
      usage: 9,
    });
  });

  test('passes tools on and tool calls back', async () => {
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"Bern"}' },
    };
    const message = { role: 'assistant', content: null, tool_calls: [call] };
    const body = JSON.parse(chatBody);
    body.choices = [{ index: 0, message, finish_reason: 'tool_calls' }];
    house.first.behave(answer(JSON.stringify(body)));
    const tools = [
      {
        type: 'function',
        function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
      },
    ];
    const reply = await ask({ tools, tool_choice: 'auto' });
    expect(reply.choices[0]?.message.tool_calls).toEqual([call]);
    expect(JSON.parse(house.first.requests.at(-1)?.body ?? '').tools).toEqual(tools);
  });

  test('embeds', async () => {
    house.first.behave(answer(embeddingsBody));
    const reply = await client.embeddings.create({
      model: 'embed',
      input: ['a', 'b'],
      encoding_format: 'float',
    });
    expect(reply.data.map(({ embedding }) => embedding)).toEqual([
      [0.5, 0.25],
      [1, 2],
    ]);
  });

  test('lists the routes that the key may use, the chat route first', async () => {
    const models = await client.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(['chat', 'embed']);
    expect((await client.models.retrieve('chat')).id).toBe('chat');
  });

  test.each([
    [
      'a wrong key',
      () => sdk('gth_sk_wrong').models.list(),
      OpenAI.AuthenticationError,
      'unknown_key',
    ],
    ['an unknown route', () => ask({ model: 'nothing' }), OpenAI.NotFoundError, 'unknown_route'],
    ['a wrong type', () => ask({ temperature: 'hot' }), OpenAI.BadRequestError, 'invalid_request'],
  ])('%s is an error of the SDK', async (_what, call, type, code) => {
    const error = await call().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code });
  });

  test.each([
    [429, OpenAI.RateLimitError, 'provider_rate_limited'],
    [500, OpenAI.InternalServerError, 'provider_unavailable'],
  ])('%p of every provider is an error of the SDK', async (status, type, code) => {
    for (const provider of [house.first, house.second])
      provider.behave(answer('{"error":{"message":"no","code":"x"}}', { status }));
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code });
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
    const call = () =>
      newcomer.chat.completions.create({ ...hello, messages: [...hello.messages] });
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect(error).toMatchObject({ code: 'grant_missing' });
    expect(String(error)).toContain('requestGrant');
    await house.grant({
      tenantId: house.ids.tenant,
      applicationId,
      modelId: house.ids.chatModel,
    });
    expect((await call()).choices[0]?.message.content).toBe('Hello there');
  });
});
