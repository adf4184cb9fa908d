import { describe, expect, test } from '@jest/globals';
import type { Dialect } from '../../../data-plane/dialects/dialect.ts';
import { openAiChat } from '../../../data-plane/dialects/openai/chat-dialect.ts';
import { openAiResponses } from '../../../data-plane/dialects/responses/responses-dialect.ts';
import { renderChat, renderEvent, splitChat } from '../../../data-plane/doors/grpc/render-reply.ts';
import type { ChatEvent, Usage } from '../../../data-plane/inference.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import type { ProviderKind } from '../../../policy/resource.ts';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import type { ChatResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import { json, questionOf } from './question.ts';

/*
 * Goal: what a provider tells of tokens comes back whole and streamed, over every wire that has a place for it.
 * Method: the adapters' own readers before the doors' writers; nothing in between.
 */

const { service } = inferenceContract.InferenceService;

/** The same answer of two tokens in two pieces; the second token is one byte of a character. */
const openAiTokens = [
  {
    token: 'Oh',
    logprob: -0.5,
    bytes: [79, 104],
    top_logprobs: [
      { token: 'Oh', logprob: -0.5, bytes: [79, 104] },
      { token: 'Ah', logprob: -1.25, bytes: null },
    ],
  },
  { token: '\\xe2', logprob: -2, bytes: [226], top_logprobs: [] },
];
const googleToken = (token: string, logProbability: number) => ({
  token,
  logProbability,
  tokenId: 1,
});
const googleResult = {
  chosenCandidates: [googleToken('Oh', -0.5), googleToken('\\xe2', -2)],
  topCandidates: [
    { candidates: [googleToken('Oh', -0.5), googleToken('Ah', -1.25)] },
    { candidates: [] },
  ],
};
/** Google tells no bytes. */
const withoutBytes = openAiTokens.map((token) => ({
  ...token,
  bytes: null,
  top_logprobs: token.top_logprobs.map((top) => ({ ...top, bytes: null })),
}));

const usage: Usage = {
  inputTokens: 1,
  outputTokens: 2,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
  estimated: false,
};
const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
const chunk = (content: string, token: unknown, reason: string | null = null) =>
  event({
    choices: [
      { index: 0, delta: { content }, logprobs: { content: [token] }, finish_reason: reason },
    ],
  });
const half = (text: string, at: number, more: object) =>
  event({
    candidates: [
      {
        content: { parts: text === '' ? [] : [{ text }] },
        logprobsResult: {
          chosenCandidates: googleResult.chosenCandidates.slice(at, at + 1),
          topCandidates: googleResult.topCandidates.slice(at, at + 1),
        },
        ...more,
      },
    ],
  });

interface Answer {
  readonly kind: ProviderKind;
  readonly whole: object;
  readonly stream: string;
  readonly told: readonly object[];
}

const answers: readonly Answer[] = [
  {
    kind: 'openai',
    whole: {
      choices: [
        {
          message: { role: 'assistant', content: 'Oh' },
          logprobs: { content: [...openAiTokens, { token: 5 }, null], refusal: null },
          finish_reason: 'stop',
        },
      ],
    },
    stream: `${chunk('Oh', openAiTokens[0]) + chunk('', openAiTokens[1], 'stop')}data: [DONE]\n\n`,
    told: openAiTokens,
  },
  {
    kind: 'gemini',
    whole: {
      candidates: [
        {
          content: { parts: [{ text: 'Oh' }] },
          logprobsResult: googleResult,
          finishReason: 'STOP',
        },
      ],
    },
    stream: half('Oh', 0, {}) + half('', 1, { finishReason: 'STOP' }),
    told: withoutBytes,
  },
];

function readWhole({ kind, whole }: Answer) {
  const { reply } = getAdapter(kind).decode('chat', json(whole), false);
  if (reply.kind !== 'chat') throw new Error('no chat');
  return reply;
}

function readStream({ kind, stream }: Answer) {
  const decoder = getAdapter(kind).createStreamDecoder({ decode: true, callerWantsUsage: true });
  const pieces = decoder.push(Buffer.from(stream));
  decoder.finish();
  return pieces.flatMap(({ events }) => events).filter(isContent);
}

function isContent(one: ChatEvent): one is Exclude<ChatEvent, { kind: 'usage' }> {
  return one.kind !== 'usage';
}

const formOf = (door: string) => ({
  requestId: 'q',
  receivedAtMs: 0,
  request: questionOf(door),
});

/** The data of each event that a stream becomes. */
function writeStream(dialect: Dialect, door: string, answer: Answer) {
  const renderer = dialect.openStream(formOf(door));
  let text = '';
  for (const one of readStream(answer)) text += renderer.render(one);
  text += renderer.close(usage) + renderer.terminal();
  return [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data = '']) => JSON.parse(data));
}

describe.each(answers)('told by $kind', (answer) => {
  const { told } = answer;

  test('to chat completions, whole and streamed', () => {
    const reply = JSON.parse(openAiChat.renderReply(formOf('chat'), readWhole(answer)).toString());
    expect(reply.choices[0].logprobs).toEqual({ content: told, refusal: null });
    const chunks = writeStream(openAiChat, 'chat', answer).flatMap(({ choices }) => choices);
    expect(chunks.flatMap(({ logprobs }) => logprobs?.content ?? [])).toEqual(told);
    expect(chunks.at(-1)).toEqual({ index: 0, delta: {}, finish_reason: 'stop' });
  });

  test('to responses, whole and in every event of a stream that repeats them', () => {
    const reply = JSON.parse(
      openAiResponses.renderReply(formOf('responses'), readWhole(answer)).toString(),
    );
    expect(reply.output[0].content[0]).toMatchObject({ text: 'Oh', logprobs: told });
    const events = writeStream(openAiResponses, 'responses', answer);
    const of = (type: string) => events.filter((one) => one.type === `response.${type}`);
    expect(of('output_text.delta').flatMap(({ logprobs }) => logprobs)).toEqual(told);
    expect(of('output_text.delta').map(({ delta }) => delta)).toEqual(['Oh', '']);
    expect(of('content_part.added')[0].part.logprobs).toEqual([]);
    expect(of('output_text.done')[0].logprobs).toEqual(told);
    expect(of('content_part.done')[0].part.logprobs).toEqual(told);
    expect(of('output_item.done')[0].item.content[0].logprobs).toEqual(told);
    expect(of('completed')[0].response.output).toEqual(reply.output);
  });

  test('to typed callers, whole and streamed', () => {
    const overTheWire = (message: ChatResponse) => {
      const { responseSerialize, responseDeserialize } = service.Chat;
      return responseDeserialize(responseSerialize(message as never)).logprobs;
    };
    const eventOverTheWire = (message: ChatStreamResponse) => {
      const { responseSerialize, responseDeserialize } = service.ChatStream;
      return responseDeserialize(responseSerialize(message as never));
    };
    const whole = readWhole(answer).chat;
    const plain = (tokens: ReturnType<typeof overTheWire>) =>
      tokens.map(({ top, ...token }) => ({
        ...readToken(token),
        top_logprobs: top.map(readToken),
      }));
    expect(plain(overTheWire(renderChat('r', whole, usage)))).toEqual(told);
    const events = readStream(answer).flatMap((one) => renderEvent(one) ?? []);
    for (const list of [events, splitChat(whole)]) {
      const read = list.map(eventOverTheWire);
      expect(plain(read.flatMap(({ logprobs }) => logprobs))).toEqual(told);
      expect(read.map(({ text = '' }) => text).join('')).toBe('Oh');
      expect(
        read.filter(({ logprobs }) => logprobs.length > 0).map((one) => one.event),
      ).not.toEqual(expect.arrayContaining(['finishReason']));
    }
  });
});

function readToken({ token, logprob, bytes }: { token: string; logprob: number; bytes: Buffer }) {
  return { token, logprob, bytes: bytes.length === 0 ? null : [...bytes] };
}

test('a stream of responses holds no more log probabilities than its bound', () => {
  const renderer = openAiResponses.openStream(formOf('responses'));
  const token = { token: 'x'.repeat(1_000), logprob: -1, bytes: undefined, top: [] };
  const logprobs = Array.from({ length: 1_000 }, () => token);
  const write = () => {
    for (let piece = 0; piece < 40; piece += 1)
      renderer.render({ kind: 'text', text: 'x', logprobs });
  };
  expect(write).toThrow('larger than the gateway holds');
});
