import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import {
  keyOf,
  resource,
  sharedResources,
  tenantResources,
  testCredential,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode } from '../support/node.ts';
import {
  acknowledge,
  sendEverything,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/**
 * Goal: what the control plane says of a provider's kind and preset is what its server gets, and the official SDK reads the reply.
 * Method: a whole node between a scripted control plane and a provider on loopback.
 */

let cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
  cleanups = [];
});

interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** A client of a node whose one provider is of this kind and preset; `path` is that of its address. */
async function connect(
  facts: { readonly kind: string; readonly preset: string; readonly path: string },
  answer: (response: ServerResponse) => void,
): Promise<{ readonly client: OpenAI; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    seen.push({ url: request.url, headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { kind, preset, path } = facts;
  const baseUrl = `http://127.0.0.1:${port}${path}`;
  const provider = { name: 'demo', kind, preset, baseUrl, region: 'local' };
  const others = sharedResources().filter((one) => one.kind !== 'provider');
  const resources = [
    resource('provider', { id: 'provider-1' }, provider),
    ...others,
    ...tenantResources('a'),
  ];
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  cleanups.push(() => plane[Symbol.asyncDispose]());
  const node = await startTestNode(plane.address);
  cleanups.push(() => node[Symbol.asyncDispose]());
  await eventually(() => expect(node.plane.isReady).toBe(true));
  const baseURL = `${node.plane.httpUrl}/v1`;
  return { client: new OpenAI({ baseURL, apiKey: keyOf('a'), maxRetries: 0 }), seen };
}

function stream(response: ServerResponse, events: readonly string[]): void {
  response.setHeader('content-type', 'text/event-stream');
  response.end(events.join(''));
}

const asked = {
  model: 'assistant',
  messages: [{ role: 'developer', content: 'Be brief.' } as const],
  max_completion_tokens: 8,
};

test('a preset with quirks: the server gets what it knows, and its key where it looks for it', async () => {
  const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
  const { client, seen } = await connect(
    { kind: 'openai', preset: 'reka', path: '/v1' },
    (response) =>
      stream(response, [
        event({ id: 'c', choices: [{ index: 0, delta: { content: 'Hello' } }] }),
        event({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
        'data: [DONE]\n\n',
      ]),
  );
  let text = '';
  for await (const chunk of await client.chat.completions.create({ ...asked, stream: true }))
    text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toBe('Hello');
  expect(seen[0]).toMatchObject({
    url: '/v1/chat/completions',
    headers: { 'x-api-key': testCredential },
    body: { max_tokens: 8, stream: true, messages: asked.messages },
  });
  expect(seen[0]?.headers.authorization).toBeUndefined();
  expect(Object.keys(seen[0]?.body ?? {})).not.toContain('stream_options');
});

test('Azure OpenAI: the verdict on the prompt goes through, and the answer after it', async () => {
  const golden = new URL('../golden/azure-openai/stream-text.json', import.meta.url);
  const { events } = JSON.parse(readFileSync(golden, 'utf8'));
  const { client, seen } = await connect(
    { kind: 'azure_openai', preset: 'azure-openai', path: '/openai' },
    (response) => stream(response, events),
  );
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({ ...asked, stream: true }))
    chunks.push(chunk);
  expect(chunks.map(({ choices }) => choices[0]?.delta.content)).toEqual([
    undefined,
    '',
    'Hello',
    undefined,
  ]);
  expect(seen[0]).toMatchObject({
    url: '/openai/deployments/gpt-test/chat/completions?api-version=2024-10-21',
    headers: { 'api-key': testCredential },
  });
});

test('Azure OpenAI: a prompt that its filter refuses is the refusal of the request', async () => {
  const error = {
    message: 'The prompt was filtered.',
    param: 'prompt',
    code: 'content_filter',
    status: 400,
    innererror: { code: 'ResponsibleAIPolicyViolation' },
  };
  const { client } = await connect(
    { kind: 'azure_openai', preset: '', path: '/openai/v1' },
    (response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error }));
    },
  );
  await expect(client.chat.completions.create(asked)).rejects.toMatchObject({
    status: 400,
    code: 'provider_rejected',
    param: 'messages',
  });
});
