import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import { eventually } from '../../support/eventually.ts';
import { chatCompletionsDoor } from './chat-completions-door.ts';
import { answers, tellAddress, tellConversation, tellSampling } from './chat-mock.ts';
import type { Client, Door, Fault, Question } from './door.ts';
import { type MatrixNode, routeOf, startMatrixNode } from './matrix-node.ts';
import { messagesDoor } from './messages-door.ts';
import { tokensPerText, vectorOf } from './own-provider.ts';
import { kinds, leakedSecret, refusalNames } from './provider-kind.ts';
import { responsesDoor } from './responses-door.ts';
import { readSdkFailure } from './sdk-failure.ts';
import { typedDoor } from './typed-door.ts';

/**
 * Goal: a program reaches every native provider by the SDK it has, with nothing changed but base URL and key, and cannot tell
 * which provider answers.
 * Method: one whole node on loopback, routes for each kind of provider, and official SDKs before it. Behind it aimock speaks the
 * wires of all providers; a server of ours refuses in their words, and embeds. Each door puts the same questions to each kind and
 * gets the same answers.
 */

const doors: readonly Door[] = [chatCompletionsDoor, responsesDoor, messagesDoor, typedDoor];

const codes: Readonly<Record<Fault, string>> = {
  credential: 'provider_unavailable',
  unknown_model: 'provider_unavailable',
  rate_limited: 'provider_rate_limited',
  rejected: 'provider_rejected',
  cut: 'provider_stream_cut',
};
const forms = [
  ['whole', false],
  ['streamed', true],
] as const;
const refusals = refusalNames.flatMap((fault) =>
  forms.map(([form, streamed]) => [fault, form, streamed] as const),
);

let node: MatrixNode;
/** Calls that reached the node, by how they must be settled. */
const expected = { allowed: 0, failed: 0 };
beforeAll(async () => {
  node = await startMatrixNode();
});
afterAll(() => node[Symbol.asyncDispose]());

const pairs = kinds.flatMap((row) => doors.map((door) => ({ kind: row.name, row, door })));

describe.each(pairs)('door-matrix: $kind by $door.name', ({ row, door }) => {
  let client: Client;
  beforeAll(() => {
    client = door.open(node);
  });
  afterAll(() => client.close());

  const question: Question = {
    model: routeOf(row, 'chat'),
    text: 'Hello',
    tools: false,
    streamed: false,
  };

  test.each(forms)('text, %s', async (_, streamed) => {
    const pieces: string[] = [];
    const onText = (text: string) => pieces.push(text);
    const reply = await client.ask({ ...question, streamed, onText });
    expected.allowed += 1;
    expect(reply).toMatchObject({
      text: answers.hello,
      calls: [],
      finish: door.finish.stop,
      ...answers.usage,
    });
    expect(pieces.join('')).toBe(streamed ? answers.hello : '');
    expect(pieces.length > 1).toBe(streamed);
  });

  test('instructions and sampling, at the address of the provider', async () => {
    const sampling = { temperature: 0.5, outputTokensMax: 50 };
    await client.ask({ ...question, ...sampling, instructions: 'Be brief.' });
    expected.allowed += 1;
    expect(tellConversation(node.mock)).toEqual(['system: Be brief.', 'user: Hello']);
    expect(tellSampling(node.mock)).toEqual(sampling);
    const address = { path: row.chatPath, credentialIn: [row.header] };
    expect(tellAddress(node.mock)).toEqual(address);
  });

  test.each(forms)('calls of tools and their results, %s', async (_, streamed) => {
    const text = 'What is the weather?';
    const reply = await client.ask({ ...question, text, tools: true, streamed });
    expect(reply).toMatchObject({
      text: '',
      calls: answers.calls.map((call) => ({ ...call, arguments: JSON.parse(call.arguments) })),
      finish: door.finish.calls,
      ...answers.usage,
    });
    const last = await reply.answerCalls(answers.results);
    expected.allowed += 2;
    expect(last).toMatchObject({ text: answers.last, finish: door.finish.stop });
    expect(tellConversation(node.mock)).toEqual([
      `user: ${text}`,
      ...answers.calls.map((call) => `call: ${call.arguments}`),
      ...answers.calls.map((call, index) => `${call.arguments}: ${answers.results[index]}`),
    ]);
  });

  test.each(forms)('thoughts and words before calls, %s', async (_, streamed) => {
    const text = 'Think about the sky';
    const reply = await client.ask({ ...question, text, tools: true, streamed });
    expect(reply).toMatchObject({ text: answers.said, finish: door.finish.calls });
    expect(reply.calls).toHaveLength(answers.calls.length);
    const last = await reply.answerCalls(answers.results);
    expected.allowed += 2;
    expect(last.text).toBe(answers.last);
    expect(tellConversation(node.mock)).toEqual([
      `user: ${text}`,
      `assistant: ${answers.said}`,
      ...answers.calls.map((call) => `call: ${call.arguments}`),
      ...answers.calls.map((call, index) => `${call.arguments}: ${answers.results[index]}`),
    ]);
  });

  test.each(forms)('a reply at its bound, %s', async (_, streamed) => {
    const reply = await client.ask({ ...question, text: 'Be short', streamed });
    expected.allowed += 1;
    expect(reply).toMatchObject({ text: answers.said, finish: door.finish.length });
  });

  test.each(refusals)('a refusal for %s, %s', async (fault, _, streamed) => {
    const model = routeOf(row, 'chat', fault);
    const thrown = await thrownBy(client.ask({ ...question, model, streamed }));
    expected.failed += 1;
    expect(client.readFailure(thrown)).toEqual({
      type: door.failureTypes[fault],
      code: codes[fault],
      header: codes[fault],
      retryAfterS: fault === 'rate_limited' ? 30 : undefined,
    });
    expect(String(thrown)).not.toContain(leakedSecret);
    if (fault === 'unknown_model') expect(String(thrown)).not.toContain('credential');
  });

  test.each([
    ['is cut', { text: 'Be cut' }],
    ['ends early', { text: 'Be long', model: routeOf(row, 'chat', 'ended') }],
  ])('a stream that %s after it has begun', async (_, fields) => {
    let text = '';
    const onText = (piece: string) => {
      text += piece;
    };
    const thrown = await thrownBy(client.ask({ ...question, ...fields, streamed: true, onText }));
    expected.failed += 1;
    expect(client.readFailure(thrown)).toMatchObject({
      type: door.failureTypes.cut,
      code: codes.cut,
    });
    expect(text).not.toBe('');
    expect(text.length).toBeLessThan(answers.long.length);
    expect(answers.long.startsWith(text)).toBe(true);
  });
});

const embedders = kinds.filter(({ embeddingModel }) => embeddingModel !== undefined);

describe.each(embedders)('door-matrix: $name by embeddings of openai', (row) => {
  const input = ['one', 'three', 'Zürich'];
  const embed = (body: Omit<OpenAI.EmbeddingCreateParams, 'input'>) => {
    const baseURL = `${node.httpUrl}/v1`;
    const client = new OpenAI({ baseURL, apiKey: node.apiKey, maxRetries: 0 });
    return client.embeddings.create({ ...body, input });
  };

  test.each([
    ['as the SDK asks by itself', {}],
    ['as numbers', { encoding_format: 'float' }],
    ['as base64', { encoding_format: 'base64' }],
  ] as const)('vectors in the order of the texts, %s', async (_, format) => {
    const reply = await embed({ model: routeOf(row, 'embedding'), ...format });
    expected.allowed += 1;
    expect(reply.data.map(({ embedding }) => floatsOf(embedding))).toEqual(input.map(vectorOf));
    const { prompt_tokens: tokens } = reply.usage;
    if (row.countsEmbeddings) expect(tokens).toBe(input.length * tokensPerText);
    else expect(tokens).toBeGreaterThan(0);
  });

  test.each(refusalNames)('a refusal for %s', async (fault) => {
    const thrown = await thrownBy(embed({ model: routeOf(row, 'embedding', fault) }));
    expected.failed += 1;
    if (!(thrown instanceof OpenAI.APIError)) throw thrown;
    expect(readSdkFailure(thrown, thrown.code)).toEqual({
      type: chatCompletionsDoor.failureTypes[fault],
      code: codes[fault],
      header: codes[fault],
      retryAfterS: fault === 'rate_limited' ? 30 : undefined,
    });
  });
});

test('door-matrix: every call is settled once, with what it used', async () => {
  const decisions = () => node.plane.reports.flatMap((report) => report.decisions ?? []);
  const countOf = (outcome: string) => decisions().filter((one) => one.outcome === outcome).length;
  await eventually(() =>
    expect({ allowed: countOf('allowed'), failed: countOf('failed') }).toEqual(expected),
  );
  expect(decisions()).toHaveLength(expected.allowed + expected.failed);
  const chats = node.plane.reports
    .flatMap(({ usageEvents }) => usageEvents)
    .filter(({ modelId, outcome }) => modelId === 'chat' && outcome !== 'failed');
  const used = chats.map(({ inputTokens, outputTokens, estimated }) =>
    [inputTokens, outputTokens, estimated].join(),
  );
  expect(new Set(used)).toEqual(new Set(['11,7,false']));
});

async function thrownBy(call: Promise<unknown>): Promise<unknown> {
  try {
    return new Error(`There was an answer: ${JSON.stringify(await call)}`);
  } catch (thrown) {
    return thrown;
  }
}

/** Of an answer's embedding, which the SDK decodes only where it has chosen base64 itself. */
function floatsOf(embedding: string | readonly number[]): readonly number[] {
  if (typeof embedding !== 'string') return embedding;
  return [...new Float32Array(new Uint8Array(Buffer.from(embedding, 'base64')).buffer)];
}
