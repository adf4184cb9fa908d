import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HeaderList } from '../../../../data-plane/upstream/http1/reply-head.ts';
import {
  ReplyParser,
  type ReplyTaker,
} from '../../../../data-plane/upstream/http1/reply-parser.ts';
import { TransportFault } from '../../../../data-plane/upstream/http1/transport-fault.ts';

/*
 * Goal: a reply is read in one way only, however its bytes are split, and what two readers could understand in two ways is refused.
 * Method: tables of right and wrong replies, whole and split at every byte; seeded mutations of right ones, read whole, byte by
 * byte and with a pause after each part, which must come to the same.
 */

/** What a parser made of some bytes. */
interface Reading {
  readonly end: 'whole' | 'refused' | 'waiting';
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: string;
  readonly keepAliveMs: number;
  /** Bytes behind the reply. */
  readonly leftCount: number;
}

class Recorder implements ReplyTaker {
  isHalted = false;
  status = 0;
  headers: HeaderList = [];
  body = '';
  readonly #haltsOften: boolean;

  constructor(haltsOften: boolean) {
    this.#haltsOften = haltsOften;
  }

  takeHead(status: number, headers: HeaderList): void {
    this.status = status;
    this.headers = headers;
    this.isHalted = this.#haltsOften;
  }

  takeBody(bytes: Buffer): void {
    expect(bytes.length).toBeGreaterThan(0);
    this.body += bytes.toString('latin1');
    this.isHalted = this.#haltsOften;
  }
}

function read(pieces: readonly Buffer[], haltsOften = false): Reading {
  const taker = new Recorder(haltsOften);
  const parser = new ReplyParser(taker);
  parser.begin();
  let leftCount = 0;
  let isRefused = false;
  try {
    for (const piece of pieces) {
      let at = 0;
      do {
        taker.isHalted = false;
        at = parser.push(piece, at, piece.length);
      } while (taker.isHalted);
      leftCount += piece.length - at;
    }
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(TransportFault);
    expect(thrown).toMatchObject({ kind: 'framing' });
    isRefused = true;
  }
  const { status, headers, body } = taker;
  const isWhole = parser.isDone || (!isRefused && parser.endOfConnection());
  const end = isRefused ? 'refused' : isWhole ? 'whole' : 'waiting';
  const known = end === 'whole' ? { keepAliveMs: parser.keepAliveMs, leftCount } : ended;
  return { end, status, headers, body, ...known };
}

const ended = { keepAliveMs: 0, leftCount: 0 };

function bytewise(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
}

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;

const right: readonly (readonly [string, string, Partial<Reading>])[] = [
  ['a length', `${ok}content-length: 5\r\n\r\nhello`, { body: 'hello', keepAliveMs: 4_000 }],
  ['a length of 0', `${ok}content-length: 0\r\n\r\n`, { body: '' }],
  ['no length', `${ok}\r\nhello`, { body: 'hello', keepAliveMs: 0 }],
  ['no reason', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok', { body: 'ok' }],
  ['an older version', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok', { keepAliveMs: 0 }],
  ['no body by its status', 'HTTP/1.1 204 No\r\n\r\nX', { status: 204, leftCount: 1 }],
  ['a length it does not mean', 'HTTP/1.1 304 No\r\ncontent-length: 9\r\n\r\n', { status: 304 }],
  ['chunks', `${chunked}5\r\nhello\r\n1;a="b;c"\r\n!\r\n0\r\n\r\n`, { body: 'hello!' }],
  [
    'chunks with zeros before',
    `${chunked}000A ;x\r\n0123456789\r\n000\r\n\r\n`,
    { body: '0123456789' },
  ],
  ['trailers', `${chunked}1\r\na\r\n0\r\nx-sum: 1\r\nx-b:\r\n\r\n`, { body: 'a', leftCount: 0 }],
  [
    'replies before it',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 E\r\nlink: </>\r\n\r\n${ok}content-length: 1\r\n\r\na`,
    { status: 200, body: 'a' },
  ],
  ['more behind it', `${ok}content-length: 1\r\n\r\nabc`, { body: 'a', leftCount: 2 }],
  ['a goodbye', `${ok}connection: x, Close\r\ncontent-length: 1\r\n\r\na`, { keepAliveMs: 0 }],
  [
    'a promise',
    `${ok}keep-alive: timeout=30, max=9\r\ncontent-length: 0\r\n\r\n`,
    { keepAliveMs: 28_000 },
  ],
  [
    'a short promise',
    `${ok}keep-alive: timeout=2\r\ncontent-length: 0\r\n\r\n`,
    { keepAliveMs: 0 },
  ],
  [
    'a long promise',
    `${ok}keep-alive: timeout=99999999\r\ncontent-length: 0\r\n\r\n`,
    { keepAliveMs: 600_000 },
  ],
  [
    'odd headers',
    `${ok}X-Odd:\t a\xe9b \r\nx-odd:2\r\ncontent-length: 0\r\n\r\n`,
    { headers: ['x-odd', 'a\xe9b', 'x-odd', '2', 'content-length', '0'] },
  ],
];

const wrong: readonly (readonly [string, string])[] = [
  ['two lengths', `${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n`],
  ['one length twice', `${ok}content-length: 2\r\ncontent-length: 2\r\n\r\n`],
  ['a list of lengths', `${ok}content-length: 2, 2\r\n\r\n`],
  ['a length with a sign', `${ok}content-length: +2\r\n\r\n`],
  ['a length with a character that is no blank', `${ok}content-length: 2\xa0\r\n\r\n`],
  ['a length beyond all bounds', `${ok}content-length: 99999999999999999999\r\n\r\n`],
  ['a length and chunks', `${ok}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n`],
  ['another encoding', `${ok}transfer-encoding: gzip, chunked\r\n\r\n`],
  ['chunks twice', `${ok}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n`],
  ['lines with LF alone', 'HTTP/1.1 200 OK\ncontent-length: 2\n\n'],
  ['one line with LF alone', `${ok}x: a\ncontent-length: 2\r\n\r\n`],
  ['CR alone in a value', `${ok}x: a\rb\r\n\r\n`],
  ['NUL in a value', `${ok}x: a\0b\r\n\r\n`],
  ['a folded line', `${ok}x: a\r\n b\r\n\r\n`],
  ['a blank before the colon', `${ok}content-length : 2\r\n\r\n`],
  ['a line without a colon', `${ok}content-length\r\n\r\n`],
  ['a header without a name', `${ok}: a\r\n\r\n`],
  ['another protocol', 'HTTP/2 200 OK\r\n\r\n'],
  ['another major version', 'HTTP/2.0 200 OK\r\n\r\n'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
  ['an empty line first', `\r\n${ok}\r\n`],
  ['a page without a head', '<html>\n<body>\n</body>\n'],
  ['a protocol to switch to', 'HTTP/1.1 101 S\r\nupgrade: h2c\r\n\r\n'],
  ['replies before it without end', 'HTTP/1.1 102 P\r\n\r\n'.repeat(33)],
  ['a head without end', `${ok}x: ${'a'.repeat(70_000)}`],
  ['trailers without end', `${chunked}0\r\nx: ${'a'.repeat(70_000)}`],
  ['a trailer that is none', `${chunked}0\r\nx y\r\n\r\n`],
  ['a chunk without a size', `${chunked};x\r\n`],
  ['a chunk with an empty line', `${chunked}\r\n`],
  ['a chunk with a size of no digits', `${chunked}0x5\r\n`],
  ['a chunk with a negative size', `${chunked}-5\r\n`],
  ['a chunk beyond all bounds', `${chunked}ffffffff\r\n`],
  ['a chunk longer than it says', `${chunked}2\r\nabc\r\n`],
  ['a chunk whose line ends with LF alone', `${chunked}2\nab\r\n`],
  ['a chunk that ends with LF alone', `${chunked}2\r\nab\n0\r\n\r\n`],
  ['an extension without end', `${chunked}2;${'a'.repeat(5_000)}`],
  ['LF alone in an extension', `${chunked}2;a\nb\r\n`],
];

describe('a reply with', () => {
  test.each(right)('%s is read, wherever it is split', (_, text, expected) => {
    const bytes = Buffer.from(text, 'latin1');
    const whole = read([bytes]);
    expect(whole).toMatchObject({ end: 'whole', ...expected });
    for (let at = 1; at < bytes.length; at += 1)
      expect(read([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
    expect(read(bytewise(bytes))).toEqual(whole);
    expect(read([bytes], true)).toEqual(whole);
  });

  test.each(wrong)('%s is refused, wherever it is split', (_, text) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(read([bytes]).end).toBe('refused');
    expect(read(bytewise(bytes)).end).toBe('refused');
  });
});

test('a reply that is cut anywhere is never taken for a whole one, unless the connection ends it', () => {
  for (const [, text] of right.filter(([name]) => name !== 'no length')) {
    const bytes = Buffer.from(text, 'latin1');
    const { leftCount } = read([bytes]);
    for (let at = 0; at < bytes.length - leftCount; at += 1)
      expect([text, at, read([bytes.subarray(0, at)]).end]).toEqual([text, at, 'waiting']);
  }
});

const mutation = fc.record({
  at: fc.nat(),
  cutCount: fc.nat({ max: 3 }),
  put: fc.constantFrom('', '\r', '\n', '\r\n', ' ', ':', ';', '0', '1', 'f', 'x', '\0', '\xff'),
});

test('mutated replies come to the same, whole, byte by byte and with pauses', () => {
  const texts = right.map(([, text]) => text);
  const property = fc.property(
    fc.constantFrom(...texts),
    fc.array(mutation, { minLength: 1, maxLength: 4 }),
    (text, mutations) => {
      let mutated = text;
      for (const { at, cutCount, put } of mutations) {
        const place = at % (mutated.length + 1);
        mutated = mutated.slice(0, place) + put + mutated.slice(place + cutCount);
      }
      const bytes = Buffer.from(mutated, 'latin1');
      const whole = read([bytes]);
      expect(read(bytewise(bytes))).toEqual(whole);
      expect(read([bytes], true)).toEqual(whole);
    },
  );
  fc.assert(property, { numRuns: 2_000 });
});
