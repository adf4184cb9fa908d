import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  doneEvent,
  raw,
  wholeStream,
} from '../support/faulty-provider.ts';
import { type ServedNode, startServedNode } from '../support/served-node.ts';

/**
 * Goal: what HTTP/1.1 allows a provider beside the reply itself (interim replies, chunk extensions, trailers, no length)
 * changes no byte of it, whole or streamed; what it does not allow is an explicit error. Each call is settled once.
 * Method: a real node, and a provider that writes its bytes by hand. Streams that break later: midstream-faults.
 */

const chunk = (text: string, extension = ''): string =>
  `${Buffer.byteLength(text).toString(16)}${extension}\r\n${text}\r\n`;
const interim = (status: string): string => `HTTP/1.1 ${status}\r\nlink: </x>\r\n\r\n`;
const head = (type: string, more: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${more}\r\n`;

/** One reply in pieces, in each odd but right form. */
function forms(type: string, pieces: readonly string[]): readonly (readonly [string, Behaviour])[] {
  const body = pieces.join('');
  const sized = `${head(type, `content-length: ${Buffer.byteLength(body)}\r\n`)}${body}`;
  const chunkedHead = head(type, 'transfer-encoding: chunked\r\ntrailer: x-sum\r\n');
  const chunks = pieces.map((piece) => chunk(piece, ';name="a;b"')).join('');
  return [
    ['says 103 first', raw(interim('103 Early Hints') + sized)],
    ['says 100 first, which nobody asked for', raw(interim('100 Continue') + sized)],
    ['says 102 five times first', raw(interim('102 Processing').repeat(5) + sized)],
    [
      'uses chunk extensions and trailers',
      raw(`${chunkedHead}${chunks}0;last\r\nx-sum: 1\r\n\r\n`),
    ],
    ['ends with the connection', raw(`${head(type, '')}${body}`)],
    ['says more after the end', raw(`${sized}HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nbad`)],
  ];
}

const wrong: readonly (readonly [string, Behaviour])[] = [
  [
    'switches protocols',
    raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
  ],
  ['has two lengths', raw(head('application/json', 'content-length: 2\r\ncontent-length: 3\r\n'))],
  [
    'has a length and chunks',
    raw(head('application/json', 'content-length: 2\r\ntransfer-encoding: chunked\r\n')),
  ],
  [
    'says less than its length',
    raw(`${head('application/json', 'content-length: 999\r\n')}${chatBody}`),
  ],
  ['answers compressed', answer(chatBody, { headers: { 'content-encoding': 'gzip' } })],
  ['ends within its head', raw('HTTP/1.1 200 OK\r\ncontent-ty')],
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

function ask(stream: boolean): Promise<Response> {
  const { httpUrl } = served.node.plane;
  return chat({ apiKey: served.key, node: { httpUrl } }, { model: 'assistant', stream });
}

async function expectSettledOnce(outcome: string): Promise<void> {
  await eventually(() => expect(decisions().length).toBe(settledBefore + 1));
  expect(decisions().at(-1)?.outcome).toBe(outcome);
}

describe('odd-framing: a provider that', () => {
  test.each(forms('application/json', [chatBody.slice(0, 40), chatBody.slice(40)]))(
    '%s: the whole reply, byte for byte',
    async (_, behaviour) => {
      served.provider.behave(behaviour);
      expect(await (await ask(false)).text()).toBe(chatBody);
      await expectSettledOnce('allowed');
    },
  );

  test.each(forms('text/event-stream', wholeStream))(
    '%s: the whole stream, and one end',
    async (_, behaviour) => {
      served.provider.behave(behaviour);
      const text = await (await ask(true)).text();
      expect(text.match(/"content":"[^"]*"/g)).toEqual(['"content":"Hello"', '"content":" there"']);
      expect(text.split(doneEvent)).toHaveLength(2);
      expect(text.endsWith(doneEvent)).toBe(true);
      await expectSettledOnce('allowed');
    },
  );

  // They open the breaker of the target, which is tried all the same: it is the only one.
  test.each(wrong)('%s: an explicit error', async (_, behaviour) => {
    served.provider.behave(behaviour);
    const reply = await ask(false);
    expect(reply.status).toBe(502);
    expect(reply.headers.get('x-gatehouse-error')).toMatch(
      /^provider_(unavailable|protocol_error)$/,
    );
    await reply.text();
    await expectSettledOnce('failed');
  });
});
