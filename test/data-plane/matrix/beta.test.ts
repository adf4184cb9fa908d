import { readFileSync } from 'node:fs';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readBetas } from '../../../data-plane/dialects/anthropic/beta.ts';
import { type MatrixNode, routeOf, startMatrixNode } from './matrix-node.ts';
import { kinds } from './provider-kind.ts';

/**
 * Goal: betas that do no harm reach targets of Anthropic's wire, and no other beta reaches anybody; who sent it is told.
 * Method: the official SDK before a whole node; behind it a server that keeps what it was sent.
 */

const told = 'x-gatehouse-betas-left-out';
const good = ['interleaved-thinking-2025-05-14', 'context-management-2025-06-27'] as const;
const bad = [
  'files-api-2025-04-14',
  'code-execution-2025-05-22',
  'mcp-client-2025-11-20',
  'context-1m-2025-08-07',
  'skills-2025-10-02',
  'claude-code-20250219',
] as const;

let node: MatrixNode;
let client: Anthropic;
beforeAll(async () => {
  node = await startMatrixNode();
  const { httpUrl: baseURL, apiKey } = node;
  client = new Anthropic({ baseURL, apiKey, authToken: null, maxRetries: 0 });
});
afterAll(() => node[Symbol.asyncDispose]());

const messages = [{ role: 'user' as const, content: 'Hello' }];
const lastHeaders = () => node.own.requests.at(-1)?.headers ?? {};

async function ask(name: string, betas: readonly string[], stream = false) {
  const model = routeOf({ name }, 'chat', 'sealed');
  const body = { model, max_tokens: 64, messages, betas: [...betas], stream };
  const { response } = await client.beta.messages.create(body).withResponse();
  return response.headers.get(told);
}

describe('betas', () => {
  test.each([
    ['whole', false],
    ['streamed', true],
  ])('of the list go to Anthropic, the others are told, %s', async (_, stream) => {
    expect(await ask('anthropic', [...bad, ...good, good[0]], stream)).toBe(bad.join());
    expect(lastHeaders()['anthropic-beta']).toBe(good.join());
  });

  test('of the list alone are no news, and none is no header', async () => {
    expect(await ask('anthropic', good)).toBeNull();
    expect(await ask('anthropic', bad)).toBe(bad.join());
    expect(lastHeaders()).not.toHaveProperty('anthropic-beta');
  });

  test.each(kinds.filter(({ kind }) => kind !== 'anthropic').map(({ name }) => name))(
    'mean nothing to %s',
    async (name) => {
      expect(await ask(name, [...bad, ...good])).toBe(bad.join());
      expect(JSON.stringify(lastHeaders())).not.toMatch(/beta/);
      expect(node.own.requests.at(-1)?.body).not.toMatch(/interleaved|files-api/);
    },
  );

  const post = (headers: Record<string, string>, path = 'messages', body: object = {}) =>
    fetch(`${node.httpUrl}/v1/${path}`, {
      method: 'POST',
      headers: { 'x-api-key': node.apiKey, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  test('are told on refusals too, and never repeated when they are no names', async () => {
    const refused = await post({ 'anthropic-beta': `${bad[0]}, <script>, ${'x'.repeat(65)}` });
    expect(refused.status).toBe(400);
    expect(refused.headers.get(told)).toBe(`${bad[0]},others`);
    const many = Array.from({ length: 40 }, (_, index) => `beta-${index}`);
    const names = (await post({ 'anthropic-beta': many.join() })).headers.get(told)?.split(',');
    expect(names).toEqual([...many.slice(0, 16), 'others']);
  });

  test('in the body are refused, and those of other doors are not looked at', async () => {
    const model = routeOf({ name: 'anthropic' }, 'chat', 'sealed');
    const before = node.own.requests.length;
    const body = { model, max_tokens: 9, messages, betas: [good[0]] };
    expect((await post({}, 'messages', body)).status).toBe(400);
    expect(node.own.requests).toHaveLength(before);
    const chat = { model, messages };
    const reply = await post({ 'anthropic-beta': good[0] }, 'chat/completions', chat);
    expect(reply.status).toBe(200);
    expect(reply.headers.get(told)).toBeNull();
    expect(lastHeaders()).not.toHaveProperty('anthropic-beta');
  });
});

test('the page names every beta that is passed on, and no other', () => {
  const page = readFileSync(new URL('../../../docs/anthropic-door.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('\n## Betas\n');
  const listed = [...section.matchAll(/^`.*`$/gm)].flatMap(([line]) =>
    [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(listed.length).toBeGreaterThan(5);
  expect(readBetas({ 'anthropic-beta': listed.join() })).toEqual(listed);
  const source = readFileSync(
    new URL('../../../data-plane/dialects/anthropic/beta.ts', import.meta.url),
    'utf8',
  );
  expect([...source.matchAll(/^ {2}'([\w-]+)',$/gm)].map(([, name]) => name)).toEqual(listed);
});
