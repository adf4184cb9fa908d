import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  doneEvent,
  finishEvent,
  reset,
  roleEvent,
  stream,
  textEvent,
  wholeStream,
} from '../support/faulty-provider.ts';
import { type ServedNode, startServedNode } from '../support/served-node.ts';

/**
 * Goal: after the first byte a caller gets the whole stream or an explicit error, over both doors, never a clean end of half an
 * answer; and each call is settled once.
 * Method: a real node, a provider that breaks in every way after it has said something.
 */

const opening = [roleEvent, textEvent('Hel')];
const tenMegabytes = textEvent('x'.repeat(10 * 1_048_576));

/** Writes the head of a reply and these bytes as they are, then closes the connection. */
function bytes(head: string, body: string): Behaviour {
  return (_, response) => {
    response.socket?.end(
      `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n${head}\r\n${body}`,
    );
  };
}

const chunk = (text: string, extension = ''): string =>
  `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`;
const chunked = 'transfer-encoding: chunked\r\n';

const faults: readonly (readonly [string, Behaviour])[] = [
  ['resets the connection', reset(opening)],
  ['ends early', stream(opening)],
  ['ends within an event', stream([...opening, 'data: {"choices":[{"ind'])],
  ['sends an event that is no JSON', stream([...opening, 'data: {nonsense}\n\n', doneEvent])],
  ['sends an event that is a list', stream([...opening, 'data: [1]\n\n', doneEvent])],
  ['reports an error', stream([...opening, 'data: {"error":{"message":"broken"}}\n\n'])],
  ['sends an event of 10 MB', stream([...opening, tenMegabytes, doneEvent])],
  ['breaks the framing', bytes(chunked, `${opening.map((text) => chunk(text)).join('')}zz\r\n`)],
  ['ends before its content-length', bytes('content-length: 9999\r\n', opening.join(''))],
  ['ends before its last chunk', bytes(chunked, opening.map((text) => chunk(text)).join(''))],
];

const sound: readonly (readonly [string, Behaviour])[] = [
  ['says [DONE] twice', stream([...wholeStream, doneEvent])],
  ['goes on after [DONE]', stream([...wholeStream, textEvent('more'), '<html>'])],
  [
    'uses chunk extensions and trailers',
    bytes(
      `${chunked}trailer: x-sum\r\n`,
      `${wholeStream.map((text) => chunk(text, ';name="value"')).join('')}0\r\nx-sum: 1\r\n\r\n`,
    ),
  ],
  ['ends with the connection', bytes('', wholeStream.join(''))],
];

let served: ServedNode;
let settledBefore = 0;
beforeAll(async () => {
  served = await startServedNode(answer(chatBody));
});
afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  settledBefore = decisions().length;
});

const decisions = () => served.plane.reports.flatMap((report) => report.decisions ?? []);

async function expectSettledOnce(outcome: string): Promise<void> {
  await eventually(() => expect(decisions().length).toBe(settledBefore + 1));
  expect(decisions().at(-1)?.outcome).toBe(outcome);
}

function streamOverHttp(): Promise<Response> {
  const { httpUrl } = served.node.plane;
  const target = { apiKey: served.key, node: { httpUrl } };
  return chat(target, { model: 'assistant', stream: true });
}

interface GrpcStream {
  readonly text: string;
  readonly error: ServiceError | undefined;
}

function streamOverGrpc(): Promise<GrpcStream> {
  const { grpcAddress } = served.node.plane;
  const client = new inferenceContract.InferenceService(grpcAddress, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${served.key}`);
  const hello = { role: 'ROLE_USER' as const, content: [{ text: 'Hello' }] };
  const call = client.ChatStream({ chat: { model: 'assistant', messages: [hello] } }, metadata);
  return new Promise((resolve) => {
    let text = '';
    const settle = (error: ServiceError | undefined) => {
      client.close();
      resolve({ text, error });
    };
    call.on('data', (event) => {
      text += event.text ?? '';
    });
    call.on('error', settle);
    call.on('end', () => settle(undefined));
  });
}

describe('midstream-faults: a provider that, after its first words,', () => {
  test.each(faults)('%s: an explicit error over HTTP, and no end', async (_, behaviour) => {
    served.provider.behave(behaviour);
    const text = await (await streamOverHttp()).text();
    expect(text).toContain('Hel');
    expect(text).toMatch(/data: \{"error":\{.*"code":"provider_\w+"\}\}\n\n$/);
    expect(text).not.toContain('[DONE]');
    await expectSettledOnce('failed');
  });

  test.each(faults)('%s: a status over gRPC', async (_, behaviour) => {
    served.provider.behave(behaviour);
    const { text, error } = await streamOverGrpc();
    expect(text).toBe('Hel');
    expect(error?.code).toBe(status.UNAVAILABLE);
    await expectSettledOnce('failed');
  });
});

describe('midstream-faults: a provider that is odd but right, which', () => {
  test.each(sound)('%s: one whole stream over HTTP', async (_, behaviour) => {
    served.provider.behave(behaviour);
    const text = await (await streamOverHttp()).text();
    expect(text.match(/"content":"[^"]*"/g)).toEqual(['"content":"Hello"', '"content":" there"']);
    expect(text).toContain(finishEvent);
    expect(text.split(doneEvent)).toHaveLength(2);
    expect(text.endsWith(doneEvent)).toBe(true);
    await expectSettledOnce('allowed');
  });

  test.each(sound)('%s: one whole stream over gRPC', async (_, behaviour) => {
    served.provider.behave(behaviour);
    expect(await streamOverGrpc()).toEqual({ text: 'Hello there', error: undefined });
    await expectSettledOnce('allowed');
  });
});

test('a compressed stream, which nobody asked for, is refused before anything is passed on', async () => {
  served.provider.behave((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
    response.end(Buffer.from([0x1f, 0x8b, 8, 0]));
  });
  const reply = await streamOverHttp();
  expect(reply.status).toBe(502);
  expect(reply.headers.get('x-gatehouse-error')).toBe('provider_protocol_error');
  await reply.text();
  await expectSettledOnce('failed');
});
