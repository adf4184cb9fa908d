import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { statusContract } from '../../proto/contract/status.ts';
import type { Limit } from '../../proto/generated/gatehouse/config/v1/Limit.ts';
import { chat, errorOf } from '../support/call.ts';
import {
  deltaUpdate,
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  chatBody,
  stall,
  stream,
  textEvent,
  wholeStream,
} from '../support/faulty-provider.ts';
import { type ServedNode, startServedNode } from '../support/served-node.ts';

/**
 * Goal: a limit holds over every door of a whole node, says so in each dialect's own shape and in the headers that clients know, and
 * leaves its mark in records and metrics. Method: each test has a limit of its own, in whose accounts nothing is used.
 */
let served: ServedNode;
let revision = 5;
let held: readonly TestResource[];
let limitCount = 0;
beforeAll(async () => {
  served = await startServedNode(answer(chatBody));
  held = [...sharedResources(served.provider.baseUrl), ...tenantResources('a')];
});
beforeEach(() => served.provider.behave(answer(chatBody)));
afterAll(async () => {
  await served[Symbol.asyncDispose]();
});

/** From here on this is the only limit. */
async function limitTo(...limits: readonly Limit[]): Promise<void> {
  const resources = [
    ...held.filter(({ kind }) => kind !== 'limit'),
    ...limits.map((limit) => {
      limitCount += 1;
      const body = {
        tenantId: 'a',
        name: 'narrow',
        per: 'all',
        measure: 'requests',
        windowS: 3_600,
      };
      return resource('limit', { id: `limit-${limitCount}`, tenantId: 'a' }, { ...body, ...limit });
    }),
  ];
  const [session] = served.plane.sessions;
  const before = { revision, resources: held };
  revision += 1;
  session?.send({ update: deltaUpdate(before, { revision, resources }, revision) });
  held = resources;
  await eventually(() => expect(served.node.plane.snapshot?.revision).toBe(BigInt(revision)));
}

const call = (options = {}) =>
  chat({ node: served.node.plane, apiKey: served.key }, { model: 'assistant', ...options });

async function headersOf(reply: Promise<Response>): Promise<Record<string, string>> {
  const { headers, body } = await reply;
  await body?.cancel();
  const limits = [...headers].filter(
    ([name]) => name.startsWith('x-ratelimit') || name === 'retry-after',
  );
  return Object.fromEntries(limits);
}

test('over HTTP: what is left is told with each reply, and then 429 with the time to wait', async () => {
  await limitTo({ amount: 2, message: 'Ask the platform team for more.' });
  expect(await headersOf(call())).toEqual({
    'x-ratelimit-limit-requests': '2',
    'x-ratelimit-remaining-requests': '1',
    'x-ratelimit-reset-requests': expect.stringMatching(/^30m0s|29m59s$/),
  });
  expect(await headersOf(call())).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
  const refused = await call();
  expect(refused.headers.get('x-should-retry')).toBeNull();
  expect(refused.headers.get('x-gatehouse-error')).toBe('limit_exceeded');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1_790);
  expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
  expect([refused.status, await refused.json()]).toEqual([
    429,
    {
      error: {
        message: expect.stringMatching(
          /^The limit "narrow" allows 2 requests in 3600 s: send the call again in \d+ s. Ask the platform team for more.$/,
        ),
        type: 'rate_limit_error',
        code: 'limit_exceeded',
        param: null,
      },
    },
  ]);
  expect(served.provider.requests.length).toBe(2);
});

test('a body that is no call is refused as one, and costs nothing to read when there is no room', async () => {
  await limitTo({ amount: 1 });
  const wrong = await errorOf(call({ messages: 'none' }));
  expect(wrong).toMatchObject({ status: 400, code: 'invalid_request' });
  expect(await errorOf(call({ messages: 'none' }))).toMatchObject({ code: 'limit_exceeded' });
});

test('OpenAI’s client sees its own error, and waits no longer than it is told to', async () => {
  await limitTo({ amount: 1 });
  const client = new OpenAI({
    baseURL: `${served.node.plane.httpUrl}/v1`,
    apiKey: served.key,
    maxRetries: 0,
  });
  const ask = () =>
    client.chat.completions.create({
      model: 'assistant',
      messages: [{ role: 'user', content: 'Hi' }],
    });
  await ask();
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ code: 'limit_exceeded', status: 429 });
});

test('over the door of Anthropic: in its shape', async () => {
  await limitTo({ amount: 1 });
  const ask = () =>
    fetch(`${served.node.plane.httpUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': served.key, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'assistant',
        max_tokens: 10,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    });
  await (await ask()).arrayBuffer();
  const refused = await ask();
  expect([refused.status, await refused.json()]).toMatchObject([
    429,
    { type: 'error', error: { type: 'rate_limit_error' } },
  ]);
});

test('over gRPC: RESOURCE_EXHAUSTED with RetryInfo', async () => {
  await limitTo({ amount: 1 });
  const { grpcAddress } = served.node.plane;
  const client = new inferenceContract.InferenceService(grpcAddress, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${served.key}`);
  const request = {
    model: 'assistant',
    messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'Hi' }] }],
  };
  const ask = () =>
    new Promise<ServiceError | null>((resolve) => client.Chat(request, metadata, resolve));
  expect(await ask()).toBeNull();
  const error = await ask();
  const details = error?.metadata.get('grpc-status-details-bin')[0];
  const status = statusContract.Status.deserialize(Buffer.from(details ?? ''));
  expect(error).toMatchObject({ code: 8 });
  expect(error?.metadata.get('x-gatehouse-error')).toEqual(['limit_exceeded']);
  expect(error?.metadata.get('x-ratelimit-remaining-requests')).toEqual(['0']);
  expect(status.details?.map((one) => one.type_url)).toContain(
    'type.googleapis.com/google.rpc.RetryInfo',
  );
  client.close();
});

test('a stream holds its place up to its end, also when its caller leaves', async () => {
  await limitTo({ amount: 1, measure: 'concurrent_requests', windowS: 0 });
  served.provider.behave(stall([textEvent('one')]));
  const abort = new AbortController();
  const open = await call({ stream: true, signal: abort.signal });
  expect(open.status).toBe(200);
  expect(await errorOf(call())).toMatchObject({ status: 429, code: 'limit_exceeded' });
  abort.abort();
  served.provider.behave(answer(chatBody));
  await eventually(async () => expect((await call()).status).toBe(200));
});

test('tokens: what providers have counted is what is left of them', async () => {
  await limitTo({ amount: 1_000, measure: 'tokens' });
  served.provider.behave(stream(wholeStream));
  const reply = await call({ stream: true, max_tokens: 500 });
  expect(Number(reply.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(990);
  await reply.text();
  served.provider.behave(answer(chatBody));
  // 9 of the stream, 12 of this answer, and some came back meanwhile.
  await eventually(async () => {
    const { 'x-ratelimit-remaining-tokens': left, ...rest } = await headersOf(
      call({ max_tokens: 1 }),
    );
    expect(rest).toMatchObject({ 'x-ratelimit-limit-tokens': '1000' });
    expect(Number(left)).toBeGreaterThan(900);
  });
  const { status, code } = await errorOf(call({ text: 'word '.repeat(5_000) }));
  expect([status, code]).toEqual([400, 'invalid_request']);
});

test('the control plane is told what became of a call at its limits, and operators see refusals', async () => {
  await limitTo({ amount: 1 }, { amount: 1, name: 'watched', monitor: true });
  await (await call()).arrayBuffer();
  await (await call()).arrayBuffer();
  await eventually(() => {
    const decisions = served.plane.reports.flatMap((report) => report.decisions);
    expect(decisions.at(-1)).toMatchObject({
      outcome: 'refused',
      errorCode: 'limit_exceeded',
      limits: [{ name: 'narrow', measure: 'requests', outcome: 'refused' }],
    });
    expect(decisions.at(-2)).toMatchObject({
      limits: [
        { name: 'narrow', measure: 'requests', outcome: 'allowed' },
        { name: 'watched', measure: 'requests', outcome: 'allowed' },
      ],
    });
  });
  const scrape = await (await fetch(`${served.node.plane.adminUrl}/metrics`)).text();
  expect(scrape).toMatch(/limit_refusals_total{measure="requests",outcome="refused"} [1-9]/);
  expect(scrape).toMatch(/gatehouse_node_limit_accounts [1-9]/);
});

test('among several nodes a node gives its part, as the control plane says it', async () => {
  await limitTo({ amount: 4, measure: 'concurrent_requests', windowS: 0 });
  served.plane.sessions[0]?.send({
    heartbeat: {
      head: { epoch: 1, revision },
      fleet: { nodeCount: 2, place: 0, groups: [{ nodeCount: 4, place: 3, tenantIds: ['a'] }] },
    },
  });
  await eventually(async () => {
    const scrape = await (await fetch(`${served.node.plane.adminUrl}/metrics`)).text();
    expect(scrape).toContain('gatehouse_node_limit_nodes 2');
  });
  served.provider.behave(stall([textEvent('one')]));
  const abort = new AbortController();
  const first = await call({ stream: true, signal: abort.signal });
  expect([first.status, (await call({ stream: true })).status]).toEqual([200, 429]);
  abort.abort();
});
