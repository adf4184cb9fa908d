import { credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import type { ChatResponse__Output } from '../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import { chat, errorOf } from '../support/call.ts';
import {
  deltaUpdate,
  sharedResources,
  type TestResource,
  tenantResources,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody, stall, textEvent } from '../support/faulty-provider.ts';
import { type ServedNode, startServedNode } from '../support/served-node.ts';
import {
  createSigner,
  makeToken,
  type TokenSigner,
  tokenIssuerResource,
} from '../support/token.ts';

/**
 * Goal: a token is a credential like a key at every door: where keys go, with the facts of its claims, in records that tell
 * neither token nor subject, and a long stream does not outlive its issuer.
 */
const signer = createSigner('ES256');
const facts = [{ name: 'team', claim: 'team', type: 'string' }];
const when = 'key.name == "first" || key.name == "token:login" && token.team == "care"';
const issuerOf = (signers: readonly TokenSigner[]) =>
  tokenIssuerResource('a', signers, { facts, leewayS: 0 });
const token = makeToken(signer, { team: 'care', sub: 'ada@example.com' });

let served: ServedNode;
let revision = 5;
let held: readonly TestResource[];
beforeAll(async () => {
  served = await startServedNode(answer(chatBody), (baseUrl) => [
    ...sharedResources(baseUrl),
    issuerOf([signer]),
  ]);
  held = [...sharedResources(served.provider.baseUrl), issuerOf([signer]), ...tenantResources('a')];
  await change([...held.filter(({ kind }) => kind !== 'route'), ...conditioned()]);
});
beforeEach(() => served.provider.behave(answer(chatBody)));
afterAll(async () => {
  await served[Symbol.asyncDispose]();
});

const conditioned = () => tenantResources('a', { when }).filter(({ kind }) => kind === 'route');

/** Sends a step, and waits until it is answered. */
async function change(resources: readonly TestResource[]): Promise<void> {
  const [session] = served.plane.sessions;
  const before = { revision, resources: held };
  revision += 1;
  session?.send({ update: deltaUpdate(before, { revision, resources }, revision) });
  held = resources;
  await eventually(() => expect(served.node.plane.snapshot?.revision).toBe(BigInt(revision)));
}

const call = (key = token, options = {}) =>
  chat({ node: served.node.plane, apiKey: key }, { model: 'assistant', ...options });

/** What the control plane was told of one call. */
async function recordOfCall() {
  const reply = await call();
  await reply.arrayBuffer();
  const requestId = reply.headers.get('x-gatehouse-request-id');
  return eventually(() => {
    const decisions = served.plane.reports.flatMap((report) => report.decisions);
    const decision = decisions.find((one) => one.requestId === requestId);
    const events = served.plane.reports.flatMap((report) => report.usageEvents);
    const usage = events.find((one) => one.requestId === requestId);
    expect([decision, usage]).not.toContain(undefined);
    return { decision, usage, reports: JSON.stringify(served.plane.reports) };
  });
}

test('over HTTP: as a bearer, and as the key of Anthropic', async () => {
  const reply = await call();
  expect(reply.status).toBe(200);
  await reply.arrayBuffer();
  const messages = await fetch(`${served.node.plane.httpUrl}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': token, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'assistant',
      max_tokens: 10,
      messages: [{ role: 'user', content: 'Hi' }],
    }),
  });
  expect([messages.status, await messages.json()]).toMatchObject([200, { type: 'message' }]);
  const headers = { authorization: `Bearer ${token}` };
  const models = await fetch(`${served.node.plane.httpUrl}/v1/models`, { headers });
  expect(await models.json()).toMatchObject({ data: [{ id: 'assistant' }] });
});

test('over gRPC: in the metadata', async () => {
  const client = new inferenceContract.InferenceService(
    served.node.plane.grpcAddress,
    credentials.createInsecure(),
  );
  const ask = (metadata: Readonly<Record<string, string>>) =>
    new Promise<ChatResponse__Output | number | undefined>((resolve) => {
      const sent = new Metadata();
      for (const [name, value] of Object.entries(metadata)) sent.set(name, value);
      const request = {
        model: 'assistant',
        messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'Hi' }] }],
      };
      client.Chat(request, sent, (error, reply) => resolve(error?.code ?? reply));
    });
  expect(await ask({ authorization: `Bearer ${token}` })).toMatchObject({ message: {} });
  expect(await ask({ 'x-api-key': token })).toMatchObject({ message: {} });
  expect(await ask({ authorization: `Bearer ${token.slice(0, -4)}` })).toBe(16);
  client.close();
});

test('another fact takes another way; a token that is not right is told no reason, and operators see it', async () => {
  const other = await errorOf(call(makeToken(signer, { team: 'sales' })));
  expect(other).toMatchObject({ status: 503, code: 'no_target' });
  const expired = await errorOf(call(makeToken(signer, { exp: 1 })));
  const forged = await errorOf(call(`${token.slice(0, -4)}AAAA`));
  expect(expired).toMatchObject({ status: 401, code: 'unknown_key' });
  expect(forged).toEqual(expired);
  const scrape = await (await fetch(`${served.node.plane.adminUrl}/metrics`)).text();
  for (const outcome of ['verified', 'remembered', 'expired', 'bad_signature'])
    expect(scrape).toMatch(new RegExp(`gatehouse_node_tokens_total{outcome="${outcome}"} [1-9]`));
});

test('records say by which issuer, and name the subject without telling it', async () => {
  const { decision, usage, reports } = await recordOfCall();
  expect(decision).toMatchObject({
    tenantId: 'a',
    applicationId: 'application-a',
    apiKeyId: '',
    authenticatedBy: 'token:login',
    tokenIssuerId: 'issuer-a',
    tokenSubject: expect.stringMatching(/^[0-9a-f]{32}$/),
    outcome: 'allowed',
  });
  const { tokenSubject } = decision ?? {};
  expect(usage).toMatchObject({ apiKeyId: '', tokenIssuerId: 'issuer-a', tokenSubject });
  expect(reports).not.toContain(token.split('.')[2]);
  expect(reports).not.toContain('ada@example.com');
});

test('a stream ends with an explicit error when its key is withdrawn, or its issuer; one of another key goes on', async () => {
  served.provider.behave(stall([textEvent('one')]));
  const next = createSigner('ES256', { keyId: 'next' });
  const both = [...held.filter(({ kind }) => kind !== 'token_issuer'), issuerOf([signer, next])];
  await change(both);
  const [old, fresh, keyed] = await Promise.all([
    openStream(token),
    openStream(makeToken(next, { team: 'care' })),
    openStream(served.key),
  ]);
  await change([...held.filter(({ kind }) => kind !== 'token_issuer'), issuerOf([next])]);
  expect(await old.rest).toMatch(/token was revoked.*unknown_key/);
  expect(await errorOf(call())).toMatchObject({ status: 401, code: 'unknown_key' });
  served.plane.sessions[0]?.send({
    revocations: {
      keys: [{ kind: 'token_issuer', id: 'issuer-a' }],
      at: { epoch: 1, revision: revision + 1 },
    },
  });
  expect(await fresh.rest).toMatch(/token was revoked.*unknown_key/);
  keyed.leave();
  expect(await keyed.rest).toBe('left');
});

/** Resolves when the first content is there; `rest` is all that comes after it. */
async function openStream(key: string) {
  const abort = new AbortController();
  const response = await call(key, { stream: true, signal: abort.signal });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const read = async (): Promise<string | undefined> => {
    const step = await reader?.read();
    return step?.done === false ? decoder.decode(step.value, { stream: true }) : undefined;
  };
  let seen = '';
  while (!seen.includes('one')) seen += (await read()) ?? 'one: the stream has ended';
  const readRest = async (): Promise<string> => {
    let rest = '';
    for (let text = await read(); text !== undefined; text = await read()) rest += text;
    return rest;
  };
  return { rest: readRest().catch(() => 'left'), leave: () => abort.abort() };
}
