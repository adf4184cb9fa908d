import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import OpenAI from 'openai';
import {
  answer,
  chatBody,
  embeddingsBody,
  stream,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { type ExplainNode, explainingKey, startExplainNode } from './explain-node.ts';

/**
 * Goal: programs that ask for the decision keep their official SDKs: replies, streams and errors are what they were, and the decision is there
 * to be read.
 * Method: the SDKs with one header more, before a whole node.
 */

let node: ExplainNode;
let openai: OpenAI;
let anthropic: Anthropic;
beforeAll(async () => {
  node = await startExplainNode();
  const { httpUrl } = node.node.plane;
  const defaultHeaders = { 'x-gatehouse-explain': '1' };
  const shared = { apiKey: explainingKey, maxRetries: 0, defaultHeaders };
  openai = new OpenAI({ ...shared, baseURL: `${httpUrl}/v1` });
  anthropic = new Anthropic({ ...shared, baseURL: httpUrl, authToken: null });
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});
beforeEach(() => {
  node.first.behave(answer(chatBody));
});

const allowed = { gateway: { outcome: 'allowed', attempts: [{ verdict: 'succeeded' }] } };
const model = 'assistant';
const messages = [{ role: 'user' as const, content: 'Hi' }];
const thrownBy = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

describe('the SDK of OpenAI', () => {
  test('completes a chat', async () => {
    const reply = await openai.chat.completions.create({ model, messages });
    expect(reply.choices[0]?.message.content).toBe('Hello there');
    expect(reply).toMatchObject(allowed);
  });

  test('streams a chat', async () => {
    node.first.behave(stream(wholeStream));
    const reply = await openai.chat.completions
      .stream({ model, messages, stream: true })
      .finalChatCompletion();
    expect(reply.choices[0]?.message.content).toBe('Hello there');
  });

  test('makes a response, whole and streamed', async () => {
    const whole = await openai.responses.create({ model, input: 'Hi' });
    expect(whole.output_text).toBe('Hello there');
    expect(whole).toMatchObject(allowed);
    node.first.behave(stream(wholeStream));
    const streamed = await openai.responses.stream({ model, input: 'Hi' }).finalResponse();
    expect(streamed.output_text).toBe('Hello there');
  });

  test('embeds', async () => {
    node.first.behave(answer(embeddingsBody));
    const reply = await openai.embeddings.create({ model: 'vectors', input: ['a', 'b'] });
    expect(reply.data.map(({ embedding }) => embedding)).toEqual([
      [0.5, 0.25],
      [1, 2],
    ]);
    expect(reply).toMatchObject({ gateway: { operation: 'embedding' } });
  });

  test('throws its own error', async () => {
    const thrown = await thrownBy(openai.chat.completions.create({ model: 'nothing', messages }));
    expect(thrown).toBeInstanceOf(OpenAI.NotFoundError);
    expect(thrown).toMatchObject({ code: 'unknown_route', param: 'model' });
  });
});

describe('the SDK of Anthropic', () => {
  test('makes a message', async () => {
    const reply = await anthropic.messages.create({ model, max_tokens: 10, messages });
    expect(reply.content).toMatchObject([{ type: 'text', text: 'Hello there' }]);
    expect(reply).toMatchObject(allowed);
  });

  test('streams a message', async () => {
    node.first.behave(stream(wholeStream));
    const reply = await anthropic.messages
      .stream({ model, max_tokens: 10, messages })
      .finalMessage();
    expect(reply.content).toMatchObject([{ type: 'text', text: 'Hello there' }]);
  });

  test('throws its own error, in which the decision is', async () => {
    const thrown = await thrownBy(
      anthropic.messages.create({ model: 'nothing', max_tokens: 10, messages }),
    );
    expect(thrown).toBeInstanceOf(Anthropic.NotFoundError);
    expect(thrown).toMatchObject({
      error: { error: { code: 'unknown_route' }, gateway: { errorCode: 'unknown_route' } },
    });
  });
});
