import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.ts';
import type { Answer } from '../../support/graphql.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from '../../support/graphql-door.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { CONVERGENCE, codeOf } from './subscription-fixture.ts';

/*
 * Goal: a door that trusts registered documents only runs no others, however they come; costs are looked at as ever.
 * Method: two doors over one directory of manifests, one that trusts and one that does not.
 */

const ME = 'query Me { me { name } }';
const DEAR = `query ($first: Int) { tenants(first: $first) { edges { node {
  applications(first: 200) { edges { node { name } } } } } } }`;
const idOf = (text: string) => createHash('sha256').update(text).digest('hex');
const manifest = (...texts: readonly string[]) =>
  JSON.stringify(Object.fromEntries(texts.map((text) => [idOf(text), text])));

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-documents-'));
const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
let management: Management;
let trusting: OpenGraphqlDoor;
let free: OpenGraphqlDoor;
const open = (mode: 'any' | 'trusted') =>
  openGraphqlDoor({ ...management, documents: { mode, directory } });
beforeAll(async () => {
  management = await openManagement();
  write('portal.json', manifest(ME, CONVERGENCE));
  write('reports.json', JSON.stringify({ [`sha256:${idOf(DEAR)}`]: DEAR }));
  write('.half-written.json', '{');
  [trusting, free] = [await open('trusted'), await open('any')];
});
afterAll(async () => {
  await trusting?.[Symbol.asyncDispose]();
  await free?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

async function send(body: unknown, { url } = trusting, init: RequestInit = {}) {
  const reply = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    ...init,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${management.adminToken}`,
      ...init.headers,
    },
  });
  const { data, errors } = (await reply.json()) as Answer;
  const [error] = errors ?? [];
  return { status: reply.status, data, code: error?.extensions.code, message: error?.message };
}
const get = (parameters: Record<string, string>) =>
  send(
    undefined,
    { ...trusting, url: `${trusting.url}?${new URLSearchParams(parameters)}` },
    {
      method: 'GET',
      headers: { 'apollo-require-preflight': '1' },
    },
  );

describe('a door that trusts registered documents', () => {
  test.each([
    ['its id', { documentId: `sha256:${idOf(ME)}` }],
    ['its id without the algorithm', { documentId: idOf(ME) }],
    ['its id, as clients of Apollo send it', { extensions: persisted(ME) }],
    ['its text', { query: ME }],
    ['its text and its id', { query: ME, documentId: idOf(ME) }],
    ['its id and an empty text', { query: '', documentId: idOf(ME), operationName: 'Me' }],
  ])('runs one by %s', async (_how, body) => {
    expect(await send(body)).toMatchObject({ status: 200, data: { me: { name: 'bootstrap' } } });
  });

  test.each([
    ['another text', { query: '{ me { id } }' }],
    ['the same but for a space', { query: `${ME} ` }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['what does not parse', { query: '{' }],
    ['an unknown id', { documentId: `sha256:${idOf('x')}` }],
    [
      'an unknown id with its text',
      { query: '{ me { id } }', extensions: persisted('{ me { id } }') },
    ],
    ['an id of another algorithm', { documentId: `md5:${idOf(ME)}` }],
    ['a long id', { documentId: 'x'.repeat(100_000) }],
    ['no text', { variables: {} }],
    ['an id that is none', { documentId: { toString: 'x' } }],
    ['the name of a property of objects', { documentId: '__proto__' }],
  ])('refuses %s', async (_what, body) => {
    expect(await send(body)).toMatchObject({ status: 400, code: 'DOCUMENT_NOT_REGISTERED' });
  });

  test('says which id an unregistered document would have', async () => {
    const { message } = await send({ query: '{ me { id } }' });
    expect(message).toContain(`sha256:${idOf('{ me { id } }')}`);
  });

  test('refuses a document beside the id of another', async () => {
    const body = { query: '{ me { id } }', documentId: idOf(ME) };
    expect(await send(body)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('runs nothing of a URL that is not registered, and takes no ids there', async () => {
    expect(await get({ query: ME })).toMatchObject({ data: { me: { name: 'bootstrap' } } });
    expect((await get({ query: '{ me { id } }' })).code).toBe('DOCUMENT_NOT_REGISTERED');
    expect((await get({ query: ME, documentId: idOf(ME) })).code).toBe('BAD_USER_INPUT');
  });

  test('runs no batch', async () => {
    const body = [{ query: ME }, { query: '{ me { id } }' }];
    expect(await send(body)).toMatchObject({ status: 400, data: undefined });
  });

  test('tells strangers nothing of what is registered', async () => {
    const init = { headers: { authorization: 'Bearer nobody' } };
    for (const documentId of [idOf(ME), idOf('x')])
      expect(await send({ documentId }, trusting, init)).toMatchObject({
        status: 401,
        code: 'UNAUTHENTICATED',
      });
  });

  test('looks at the costs of registered documents', async () => {
    const documentId = idOf(DEAR);
    const dear = await send({ documentId, variables: { first: 200 } });
    expect(dear).toMatchObject({ status: 400, code: 'QUERY_TOO_LARGE' });
    expect(await send({ documentId, variables: { first: 1 } })).toMatchObject({ status: 200 });
  });
});

describe('over WebSocket', () => {
  const disposals: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const dispose of disposals.splice(0)) await dispose();
  });
  /** The first event, or the code of the refusal. */
  const subscribe = (payload: SubscribePayload & { readonly documentId?: string }) => {
    const connectionParams = { authorization: `Bearer ${management.adminToken}` };
    const url = trusting.webSocketUrl;
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams });
    disposals.push(() => client.dispose());
    return new Promise<unknown>((resolve) => {
      client.subscribe(payload, {
        next: ({ data }) => resolve(data),
        error: (error) => resolve(codeOf(error)),
        complete: () => undefined,
      });
    });
  };

  test.each([
    ['its id', { query: '', documentId: idOf(CONVERGENCE) }],
    ['its id, as clients of Apollo send it', { query: '', extensions: persisted(CONVERGENCE) }],
    ['its text', { query: CONVERGENCE }],
  ])('a registered document is run by %s', async (_how, payload) => {
    expect(await subscribe(payload)).toMatchObject({ convergence: { behindNodeIds: [] } });
  });

  test.each([
    ['another text', { query: 'subscription { convergence { headRevision } }' }],
    ['an unknown id', { query: '', documentId: idOf('x') }],
    ['nothing', { query: '' }],
  ])('%s is refused', async (_what, payload) => {
    expect(await subscribe(payload)).toBe('DOCUMENT_NOT_REGISTERED');
  });
});

test('a door that takes any document takes ids of registered ones too', async () => {
  expect(await send({ query: '{ me { name } }' }, free)).toMatchObject({ status: 200 });
  expect(await send({ documentId: idOf(ME) }, free)).toMatchObject({ status: 200 });
  expect((await send({ documentId: idOf('x') }, free)).code).toBe('DOCUMENT_NOT_REGISTERED');
});

test('files that change are taken over while the door is open, unless one is not right', async () => {
  const [added, wrong] = ['query { me { name roles } }', 'query { me { nothing } }'];
  write('more.json', manifest(added, wrong));
  // Asked again and again: what was right before is served all the while.
  const asked = async () => (await send({ documentId: idOf(ME) })).status;
  const isTaken = async () => (await send({ documentId: idOf(added) })).status === 200;
  expect([await asked(), await isTaken()]).toEqual([200, false]);
  write('more.json', manifest(added));
  await eventually(async () => expect(await isTaken()).toBe(true));
  rmSync(join(directory, 'more.json'));
  await eventually(async () => expect(await isTaken()).toBe(false));
  expect(await asked()).toBe(200);
});

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['a hash of something else', JSON.stringify({ [idOf('x')]: ME })],
  ['a document that the schema does not know', manifest('{ nothing }')],
  ['a document that is too wide', manifest(`{ ${'a: me { name } '.repeat(61)} }`)],
  ['no text', JSON.stringify({ [idOf(ME)]: 1 })],
])('a door does not open over a file with %s', async (_what, text) => {
  write('wrong.json', text);
  try {
    await expect(open('any')).rejects.toThrow(/GATEHOUSE_GRAPHQL_DOCUMENTS_DIR.*wrong\.json/s);
  } finally {
    rmSync(join(directory, 'wrong.json'));
  }
});

function persisted(text: string) {
  return { persistedQuery: { version: 1, sha256Hash: idOf(text) } };
}
