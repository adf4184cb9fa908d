import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chat, errorOf, targetOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  chatBody,
  raw,
  reset,
  roleEvent,
  stall,
  stream,
  textEvent,
  wholeStream,
} from '../support/faulty-provider.ts';
import { createFreshRoute, type FreshRoute } from '../support/fresh-route.ts';
import { type House, startHouse } from '../support/house.ts';

/** Goal: what a provider does wrong is mended where it can be, said where it cannot, and counted in any case. */
describe('when a provider fails', () => {
  let house: House;
  let route: FreshRoute;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    route = await createFreshRoute(house);
    house.first.behave(answer(chatBody));
    house.second.behave(answer(chatBody));
  });

  test.each([
    ['answers 500', answer('{"error":{"message":"boom"}}', { status: 500 })],
    ['answers 429', answer('{"error":{"message":"slow down"}}', { status: 429 })],
    ['answers 401', answer('{"error":{"message":"bad key"}}', { status: 401 })],
    ['resets', reset()],
    ['sends what is no HTTP', raw('SSH-2.0-OpenSSH\r\n\r\n')],
    ['answers HTML', answer('<html>maintenance</html>', { type: 'text/html' })],
  ])('the fallback answers: the first %s', async (_what, behaviour) => {
    house.first.behave(behaviour);
    expect(await targetOf(chat(house, { model: route.model }))).toBe(route.second);
    expect(await targetOf(chat(house, { model: route.model, stream: true }))).toBeDefined();
  });

  test('the fallback streams when the first answers JSON to a stream', async () => {
    house.second.behave(stream(wholeStream));
    const reply = await chat(house, { model: route.model, stream: true });
    expect(reply.headers.get('x-gatehouse-target')).toBe(route.second);
    expect(await reply.text()).toContain('[DONE]');
  });

  test('the fallback answers when nothing listens at the first', async () => {
    const placeholder = createServer();
    await new Promise<void>((resolve) => placeholder.listen(0, '127.0.0.1', resolve));
    const address = placeholder.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => placeholder.close(resolve));
    const provider = await house.change('createProvider', {
      name: 'absent',
      kind: 'OPENAI',
      baseUrl: `http://127.0.0.1:${port}/v1`,
      region: 'eu',
    });
    const target = await house.change('createTarget', {
      name: 'absent-chat',
      providerId: provider['provider'].id,
      modelId: house.ids.chatModel,
      providerModel: 'm',
      prices: [{ input: '1', output: '1' }],
    });
    await house.change('createRoute', {
      tenantId: house.ids.tenant,
      name: 'absent-first',
      operation: 'CHAT',
      rules: [
        {
          name: 'all',
          split: [{ targetId: target['target'].id, weight: 1 }],
          fallbackTargetIds: [house.ids.secondChat],
        },
      ],
    });
    expect(await targetOf(chat(house, { model: 'absent-first' }))).toBe('second-chat');
  });

  test('a stream that is cut after its first content ends in an error, not in [DONE]', async () => {
    for (const cut of [
      stream([roleEvent, textEvent('Hel')]),
      reset([roleEvent, textEvent('Hel')]),
    ]) {
      house.first.behave(cut);
      const text = await (await chat(house, { model: route.model, stream: true })).text();
      expect(text).toContain('Hel');
      expect(text).toContain('provider_stream_cut');
      expect(text).not.toContain('[DONE]');
    }
  });

  test('a failed call says in its headers how far it came', async () => {
    for (const provider of [house.first, house.second])
      provider.behave(answer('{"error":{"message":"boom"}}', { status: 500 }));
    const { headers } = await chat(house, { model: route.model });
    const known = ['error', 'route', 'target', 'attempts', 'cost-nano-usd', 'decision'];
    expect(known.map((name) => headers.get(`x-gatehouse-${name}`))).toEqual([
      'provider_unavailable',
      route.model,
      route.first,
      '3',
      '0',
      'authenticated,granted,clean,provider_unavailable',
    ]);
  });

  test('a refused call names no route or target that it did not reach', async () => {
    const { headers } = await chat(house, { model: 'nothing' });
    expect(headers.get('x-gatehouse-decision')).toBe('authenticated,unknown_route');
    expect(headers.get('x-gatehouse-attempts')).toBe('0');
    expect(headers.has('x-gatehouse-route')).toBe(false);
    expect(headers.has('x-gatehouse-target')).toBe(false);
    const stranger = await chat(house, { key: 'gth_sk_unknown' });
    expect(stranger.headers.get('x-gatehouse-decision')).toBe('unknown_key');
  });

  test('a failure before the first content is invisible', async () => {
    house.first.behave(reset([roleEvent]));
    house.second.behave(stream(wholeStream));
    const reply = await chat(house, { model: route.model, stream: true });
    expect(await reply.text()).toContain('[DONE]');
    expect(reply.headers.get('x-gatehouse-attempts')).toBe('2');
  });

  test('a caller who leaves in mid-stream aborts the provider, and the call is settled', async () => {
    house.first.behave(stall([roleEvent, textEvent('Hel')]));
    const leaving = new AbortController();
    const { model } = route;
    const reply = await chat(house, { model, stream: true, signal: leaving.signal });
    const requestId = reply.headers.get('x-gatehouse-request-id');
    const reader = reply.body?.getReader();
    await reader?.read();
    leaving.abort();
    await reader?.read().catch(() => undefined);
    await eventually(() => expect(house.first.requests.at(-1)?.abortedAtMs).toBeDefined());
    await eventually(async () => {
      const { decision } = await house.admin.query(
        'query ($id: ID!) { decision(requestId: $id) { outcome attempts { verdict } } }',
        { id: requestId },
      );
      expect(decision).toEqual({ outcome: 'CANCELLED', attempts: [{ verdict: 'cancelled' }] });
    });
  });

  test("the caller's deadline is kept, and the provider is let go", async () => {
    house.first.behave(stall(undefined));
    const { model } = route;
    const headers = { 'x-gatehouse-timeout-ms': '200' };
    const { code } = await errorOf(chat(house, { model, headers }));
    expect(code).toBe('deadline_exceeded');
    await eventually(() => expect(house.first.requests.at(-1)?.abortedAtMs).toBeDefined());
  });

  test('text of a provider that looks like a credential does not reach the caller', async () => {
    const leak =
      'Incorrect API key provided: sk-first-credential. Find it at https://10.0.0.8/keys';
    const refusal = JSON.stringify({ error: { message: leak, type: 'invalid_request_error' } });
    house.first.behave(answer(refusal, { status: 400 }));
    const { code, message } = await errorOf(chat(house, { model: route.model }));
    expect(code).toBe('provider_rejected');
    expect(message).not.toContain('sk-first-credential');
    expect(message).not.toContain('10.0.0.8');
  });
});
