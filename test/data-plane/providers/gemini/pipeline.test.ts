/**
 * Goal: Google's streams are told by the pipeline as they were: whole, cut, or failed. Method: the real pipeline, and servers on
 * loopback that send what a test says.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openAiChat } from '../../../../data-plane/dialects/openai/chat-dialect.ts';
import type { ChatRequest } from '../../../../data-plane/inference.ts';
import {
  answer,
  type Behaviour,
  type FaultyProvider,
  reset,
  startFaultyProvider,
  stream,
} from '../../../support/faulty-provider.ts';
import { createGateway, type Gateway, makeCall } from '../../pipeline/call-fixture.ts';
import type { RecordingSink } from '../../pipeline/recording-sink.ts';
import {
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
} from '../../pipeline/snapshot-fixture.ts';

const event = (reply: unknown) => `data: ${JSON.stringify(reply)}\r\n\r\n`;
const part = (content: object, more: object = {}) =>
  event({ candidates: [{ content: { parts: [content] }, ...more }], responseId: 'r-1' });
const usageMetadata = { promptTokenCount: 7, candidatesTokenCount: 2 };
const end = event({ candidates: [{ finishReason: 'STOP' }], usageMetadata });
const whole = [part({ text: 'Hello' }), part({ text: ' there' }), end];
const failed = JSON.stringify({ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } });

let providers: FaultyProvider[] = [];
let gateway: Gateway;

beforeEach(async () => {
  providers = [await startFaultyProvider(stream(whole)), await startFaultyProvider(stream(whole))];
  const targets = [targetOf(0), targetOf(1)];
  gateway = createGateway(
    snapshotOf({
      providers: providersAt(providers.map(({ baseUrl }) => baseUrl)).map((provider) => ({
        ...provider,
        kind: 'gemini' as const,
      })),
      targets,
      routes: [routeOver(targets)],
    }),
  );
});
afterEach(async () => {
  await gateway.pools.close(100);
  await Promise.all(providers.map((provider) => provider.close()));
});

test('a stream ends with its close, after a reason to end', async () => {
  const sink = await makeCall(gateway, streamRequest);
  expect(sink.calls.at(-1)).toBe('end');
  expect(sink.events).toMatchObject([
    { kind: 'text', text: 'Hello' },
    { kind: 'text', text: ' there' },
    { kind: 'finish', reason: 'stop' },
    { kind: 'usage' },
  ]);
  expect(gateway.records[0]?.usageEvents).toMatchObject([
    { inputTokens: '7', outputTokens: '2', estimated: false },
  ]);
  expect(providers[0]?.requests[0]?.path).toBe(
    '/v1/models/gpt-at-provider:streamGenerateContent?alt=sse',
  );
});

test.each<readonly [string, Behaviour]>([
  ['is cut', stream([])],
  ['is reset', reset([])],
  ['is bare JSON of an error', stream([failed])],
  ['begins with an error', stream([event(JSON.parse(failed))])],
  ['spoils a call', stream([part({}, { finishReason: 'MALFORMED_FUNCTION_CALL' })])],
  ['fails', answer(failed, { status: 429 })],
])('a stream that %s before content is taken from the next target', async (_, behaviour) => {
  providers[0]?.behave(behaviour);
  const sink = await makeCall(gateway, streamRequest);
  expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
  expect(sink.calls.at(-1)).toBe('end');
});

test.each<readonly [string, Behaviour, string]>([
  ['is cut', stream(whole.slice(0, 2)), 'provider_stream_cut'],
  ['is reset', reset(whole.slice(0, 2)), 'provider_stream_cut'],
  ['fails', stream([...whole.slice(0, 2), failed]), 'provider_rate_limited'],
])('a stream that %s after content is an explicit failure', async (_, behaviour, code) => {
  providers[0]?.behave(behaviour);
  const sink = await makeCall(gateway, streamRequest);
  expect(sink.calls.at(-1)).toBe('fail');
  expect(sink.error).toMatchObject({ code });
  expect(providers[1]?.requests).toHaveLength(0);
});

test('the credential stands in its own header', async () => {
  await makeCall(gateway, streamRequest);
  expect(providers[0]?.requests[0]?.headers).toMatchObject({ 'x-goog-api-key': 'provider-secret' });
});

test.each([false, true])('a signed call comes back signed, streamed: %s', async (streamed) => {
  const signed = { functionCall: { id: 'c', name: 'f', args: { a: 1 } }, thoughtSignature: 'c2ln' };
  const reply = { candidates: [{ content: { parts: [signed] }, finishReason: 'STOP' }] };
  providers[0]?.behave(streamed ? stream([event(reply)]) : answer(JSON.stringify(reply)));
  const first: ChatRequest = { ...streamRequest, stream: streamed };
  const call = readCall(textOf(await makeCall(gateway, first), first));
  const answered = { role: 'assistant', content: null, tool_calls: [call] };
  const messages = [{ role: 'user', content: 'Hi' }, answered];
  await makeCall(
    gateway,
    openAiChat.parse(Buffer.from(JSON.stringify({ model: 'fast', messages }))),
  );
  const { contents } = JSON.parse(providers[0]?.requests.at(-1)?.body ?? '{}');
  expect(contents[1]).toEqual({ role: 'model', parts: [signed] });
});

/** What the door of the OpenAI dialect would have written. */
function textOf({ reply, events }: RecordingSink, request: ChatRequest): string {
  const form = { requestId: 'x', receivedAtMs: 0, request };
  if (reply !== undefined) return openAiChat.renderReply(form, reply).toString();
  const renderer = openAiChat.openStream(form);
  return events.map((one) => (one.kind === 'usage' ? '' : renderer.render(one))).join('');
}

/** The only call in it, as an SDK keeps it: without its place in the stream. */
function readCall(text: string): object {
  const [calls = ''] = /\[\{"extra_content".*?\}\}\]/.exec(text) ?? [];
  const [{ index: _, ...call }] = JSON.parse(calls);
  return call;
}
