import { describe, expect, test } from '@jest/globals';
import { openAiChat } from '../../../data-plane/dialects/openai/chat-dialect.ts';
import { openAiResponses } from '../../../data-plane/dialects/responses/responses-dialect.ts';
import { GatewayError } from '../../../data-plane/errors.ts';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import type { ProviderKind } from '../../../policy/resource.ts';
import { chat as typedChat } from '../doors/grpc/request-bytes.ts';
import { provider, target } from '../providers/openai/sample.ts';
import { doors, json, messages, questionOf } from './question.ts';

/*
 * Goal: whoever asks for log probabilities or for an answer of some length asks in the words of the provider, or passes it over.
 * Method: the doors' own parsers before the adapters.
 */

function sent(request: ChatRequest, kind: ProviderKind) {
  const { body } = getAdapter(kind).encode({
    request,
    target: { ...target, providerModel: 'model' },
    provider: { ...provider, kind },
    credential: undefined,
    outputTokensMax: 0,
    nowMs: 0,
  });
  return JSON.parse(body.toString());
}

function faultOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof GatewayError) return thrown.param;
    throw thrown;
  }
  return 'nothing was refused';
}

describe.each(doors)('asked by %s', (door) => {
  const question = questionOf(door);
  const quiet = { ...question, verbosity: undefined };

  test('servers of the wire of OpenAI are asked in its words', () => {
    for (const kind of ['openai', 'azure_openai'] as const)
      expect(sent(question, kind)).toMatchObject({
        verbosity: 'low',
        logprobs: true,
        top_logprobs: 2,
      });
  });

  test('Google is asked in its own', () => {
    for (const kind of ['gemini', 'vertex'] as const) {
      const { generationConfig } = sent(quiet, kind);
      expect(generationConfig).toEqual({ responseLogprobs: true, logprobs: 2 });
      const few = { ...quiet, logprobs: { topCount: 0 } };
      expect(sent(few, kind).generationConfig).toEqual({ responseLogprobs: true });
    }
  });

  test.each(['anthropic', 'bedrock'] as const)('%s is passed over, with the field', (kind) => {
    const path = { chat: 'logprobs', responses: 'include', grpc: 'logprobs' }[door];
    expect(faultOf(() => sent(quiet, kind))).toBe(path);
  });

  test.each(['anthropic', 'bedrock', 'gemini', 'vertex'] as const)(
    '%s knows one length of answers',
    (kind) => {
      const path = door === 'responses' ? 'text.verbosity' : 'verbosity';
      const plain = { ...question, logprobs: undefined };
      expect(faultOf(() => sent(plain, kind))).toBe(path);
      expect(sent({ ...plain, verbosity: 'medium' }, kind)).not.toHaveProperty('verbosity');
    },
  );

  test('nothing is asked that the caller did not', () => {
    const plain = { ...quiet, logprobs: undefined };
    const body = sent(plain, 'openai');
    for (const name of ['verbosity', 'logprobs', 'top_logprobs', 'include'])
      expect(body).not.toHaveProperty(name);
    expect(sent(plain, 'gemini')).not.toHaveProperty('generationConfig');
  });
});

test('forms of other servers ride along on their own wire, and have no place on another', () => {
  for (const form of [{ logprobs: 5 }, { logprobs: true, top_logprobs: 'many' }]) {
    const request = openAiChat.parse(json({ model: 'r', messages, ...form })) as ChatRequest;
    expect(sent(request, 'openai')).toMatchObject(form);
    expect(faultOf(() => sent(request, 'gemini'))).toBe('logprobs');
  }
  const off = openAiChat.parse(json({ model: 'r', messages, logprobs: false })) as ChatRequest;
  expect(sent(off, 'openai').logprobs).toBe(false);
  expect(sent(off, 'anthropic')).not.toHaveProperty('logprobs');
});

test('a medium answer is asked for by name only where the caller named it on that wire', () => {
  const medium = (door: string) =>
    sent({ ...questionOf(door), verbosity: 'medium' }, 'openai').verbosity;
  expect([medium('chat'), medium('responses'), medium('grpc')]).toEqual([
    'medium',
    undefined,
    undefined,
  ]);
});

test('what is to be included besides is judged as before', () => {
  const parse = (include: readonly string[]) =>
    openAiResponses.parse(json({ model: 'r', input: 'Hi', include })) as ChatRequest;
  const words = ['message.output_text.logprobs', 'reasoning.encrypted_content'];
  expect(parse(words)).toMatchObject({
    logprobs: { topCount: undefined },
    extra: { include: ['reasoning.encrypted_content'] },
  });
  expect(sent(parse(words), 'openai')).not.toHaveProperty('include');
  expect(faultOf(() => sent(parse([...words, 'file_search_call.results']), 'openai'))).toBe(
    'include',
  );
});

test('over gRPC the likeliest tokens are told only beside the chosen ones, and not asked for twice', () => {
  const request = {
    model: 'r',
    messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'Hi' }] }],
  };
  const option = (name: string) => ({ fields: { [name]: { boolValue: true } } });
  expect(faultOf(() => typedChat({ ...request, topLogprobs: 2 }))).toBe('top_logprobs');
  expect(faultOf(() => typedChat({ ...request, verbosity: 'huge' }))).toBe('verbosity');
  expect(
    faultOf(() =>
      typedChat({ ...request, logprobs: true, providerOptions: option('top_logprobs') }),
    ),
  ).toBe('provider_options.top_logprobs');
  expect(typedChat({ ...request, providerOptions: option('logprobs') }).extra).toEqual({
    logprobs: true,
  });
});
