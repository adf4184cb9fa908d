/**
 * Goal: what leaves a text that comes in pieces is what redacting the whole text would give, wherever it is cut, and nothing of
 * a value leaves before it is known. Method: the whole text is the model; values of every kind in prose, random cuts.
 */
import { describe, expect, test } from '@jest/globals';
import type { FindingKind, Inspector, Match } from '../../../policy/inspect/detector.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import { redactText, type Stretch } from '../../../policy/prompt-part/redact-text.ts';
import { TextWindow, WAITING_CHARS_MAX } from '../../../policy/reply/text-window.ts';
import { pickPrivateKey, sampleSecrets } from '../inspect/sample-secret.ts';
import { createSeededDraw } from '../sample.ts';

const inspector = inspectorOf(['secret', 'personal_data']);
const key = `AKIA${'IOSFODNN7EXAMPLQ'}`;
const standIn = (kind: string, value: string) => `<${kind} ${value.length}>`;
const words = 'The plan of the second week is to move all orders of the warehouse, one by one. ';

/** Takes out all kinds but the ones in `watched`. */
class Redacting {
  readonly told: Match[] = [];
  readonly #watched: ReadonlySet<FindingKind>;

  constructor(watched: readonly FindingKind[] = []) {
    this.#watched = new Set(watched);
  }

  readonly takesOut = (kind: FindingKind) => !this.#watched.has(kind);
  readonly found = (match: Match) => void this.told.push(match);
  readonly placeholderOf = ({ kind }: Stretch, value: string): string | undefined =>
    standIn(kind, value);
}

/** All that left, piece by piece. */
function run(pieces: readonly string[], owner = new Redacting(), by: Inspector = inspector) {
  const window = new TextWindow(by, owner);
  const left = pieces.map((piece) => window.push(piece));
  return { left: [...left, window.flush()], told: owner.told, window };
}

function redactWhole(text: string): string {
  const kinds = new Set<FindingKind>();
  inspector.find(text, ({ kind }) => kinds.add(kind));
  return redactText(inspector, text, {
    kinds,
    placeholderOf: ({ kind }, value) => standIn(kind, value),
  });
}

function cut(text: string, draw: () => number, charsMax: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = at + 1 + Math.floor(draw() * charsMax);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

describe('a text that comes in pieces', () => {
  const values = [
    ...Object.values(sampleSecrets).flat(),
    'anna.maria@corp.example.org',
    'my phone: +49 30 901820',
    'card 4111 1111 1111 1111',
    'DE89 3704 0044 0532 0130 00',
    'born on 12 May 1980',
    'https://user:pa55w0rd-long@db.corp.com/x',
  ];

  test.each([1, 2, 3, 4])('leaves as the whole would, wherever it is cut: %i', (seed) => {
    const draw = createSeededDraw(seed);
    for (let round = 0; round < 12; round += 1) {
      let text = '';
      for (let count = 0; count < 12; count += 1) {
        text += words.repeat(Math.floor(draw() * 9)).slice(Math.floor(draw() * 60));
        text += ` ${values[Math.floor(draw() * values.length)]}\n${words}`;
      }
      const whole = redactWhole(text);
      const { left, told } = run(cut(text, draw, [3, 24, 700][round % 3] ?? 3));
      let sent = '';
      for (const piece of left) {
        if (!whole.startsWith(piece, sent.length)) throw new Error(`left too early: ${piece}`);
        sent += piece;
      }
      expect(sent).toBe(whole);
      const found: Match[] = [];
      inspector.find(text, (match) => found.push(match));
      const places = (matches: readonly Match[]) =>
        matches.map(({ kind, start, end }) => `${start} ${end} ${kind}`).toSorted();
      expect(places(told)).toEqual(places(found));
    }
  });

  test('lets nothing of a value leave at any cut, with any beginning', () => {
    const around = words.repeat(8);
    for (let before = 0; before < 400; before += 37) {
      const text = `${around.slice(0, before)} ${key} ${around}`;
      for (let at = before; at <= before + key.length + 2; at += 1) {
        const { left } = run([text.slice(0, at), ...(text.slice(at).match(/.{1,5}/gs) ?? [])]);
        expect(left.join('')).toBe(text.replace(key, standIn('aws_access_key', key)));
      }
    }
  });

  test('lets plain words leave while they come, at most 384 characters late', () => {
    const { left } = run(words.repeat(20).match(/.{1,4}/gs) ?? []);
    let came = 0;
    let sent = 0;
    for (const piece of left.slice(0, -1)) {
      came += 4;
      sent += piece.length;
      expect(came - sent).toBeLessThanOrEqual(384);
    }
    expect(sent).toBeGreaterThan(words.length * 20 - 384);
  });

  test('takes no line for the heads of a table but the first', () => {
    const rows = `\nx;tax_id\n${'Anna;86095742719\n'.repeat(90)}`;
    for (let before = 0; before < 64; before += 2) {
      const text = words.repeat(12).slice(0, 600 + before) + rows;
      const found: Match[] = [];
      inspector.find(text, (match) => found.push(match));
      expect(run(text.match(/.{1,8}/gs) ?? []).told).toEqual(found);
    }
  });

  test('takes no end of a word for a value, where what stood before is gone', () => {
    for (let before = 0; before < 64; before += 1) {
      const text = `${words.repeat(9).slice(0, 600 + before)} x${key} ${words.repeat(14)}`;
      expect(run(text.match(/.{1,8}/gs) ?? []).told).toEqual([]);
    }
  });

  test('holds a long value from its beginning to its end', () => {
    const pem = pickPrivateKey('RSA PRIVATE KEY').replace(
      '\n-----E',
      `${'Ab1/'.repeat(2_000)}\n-----E`,
    );
    const { left } = run(cut(`${words}${pem}\n${words.repeat(9)}`, createSeededDraw(5), 9));
    expect(left.join('')).toBe(`${words}${standIn('private_key', pem)}\n${words.repeat(9)}`);
  });

  test('holds what has no blank in it from its beginning, but not for ever', () => {
    const claims = Buffer.from(JSON.stringify({ sub: words.repeat(50) })).toString('base64url');
    const jwt = `eyJhbGciOiJIUzI1NiJ9.${claims}.${'a1B2c3D4e5'.repeat(5)}`;
    const { left } = run(cut(`${words}${jwt} ${words.repeat(9)}`, createSeededDraw(8), 9));
    expect(left.join('')).toBe(`${words}${standIn('jwt', jwt)} ${words.repeat(9)}`);
    const endless = run(cut('ab'.repeat(20_000), createSeededDraw(8), 30));
    expect(endless.left.slice(0, -1).join('').length).toBeGreaterThan(10_000);
  });

  test('says when a value is longer than what is waited for', () => {
    const one: Inspector = {
      find: (text, report) => {
        const start = text.indexOf('<<');
        const kind = 'private_key';
        if (start >= 0) report({ detector: 'secret', kind, start, end: text.length });
      },
    };
    const window = new TextWindow(one, new Redacting());
    let pushed = 0;
    window.push(`${words}<<`);
    for (; window.tooLong === undefined && pushed < 100_000; pushed += 50)
      expect(window.push('x'.repeat(50))).not.toContain('<');
    expect(pushed).toBeGreaterThan(WAITING_CHARS_MAX - 400);
    expect(window.tooLong).toBe('private_key');
    expect(pushed).toBeLessThan(WAITING_CHARS_MAX * 1.5);
  });

  test('takes out what is left of a value that had begun to leave, and counts it once', () => {
    const owner = new Redacting();
    const window = new TextWindow(inspector, owner);
    const sent = [window.push(`${words}${key.slice(0, 9)}`), window.flush()];
    sent.push(
      window.push(`${key.slice(9)} ${words}`),
      window.flush(),
      window.push(words.repeat(9)),
    );
    sent.push(window.flush());
    expect(sent.join('')).toBe(
      `${words}${key.slice(0, 9)}<aws_access_key 11> ${words}${words.repeat(9)}`,
    );
    expect(owner.told).toMatchObject([{ start: words.length, end: words.length + key.length }]);
  });

  test('counts what nobody takes out, and passes it on in its order', () => {
    const text = `${words}${key} ${words.repeat(12)}anna@corp.com ${words.repeat(3)}`;
    const owner = new Redacting(['aws_access_key']);
    const { left, told } = run(cut(text, createSeededDraw(6), 6), owner);
    expect(left.join('')).toBe(text.replace('anna@corp.com', standIn('email', 'anna@corp.com')));
    expect(told.map(({ kind }) => kind)).toEqual(['aws_access_key', 'email']);
  });

  test('never parts the halves of a character', () => {
    const { left } = run(cut(`a${'😀'.repeat(700)}`, createSeededDraw(7), 1));
    for (const piece of left) expect(() => encodeURIComponent(piece)).not.toThrow();
    expect(left.join('')).toBe(`a${'😀'.repeat(700)}`);
  });

  test('is read in a linear number of characters, whatever is held', () => {
    let read = 0;
    const counting: Inspector = {
      find: (text, report) => {
        read += text.length;
        const start = text.indexOf('<<');
        const kind = 'private_key';
        if (start >= 0) report({ detector: 'secret', kind, start, end: text.length });
      },
    };
    run(
      Array.from({ length: 10_000 }, () => 'ab c'),
      new Redacting(),
      counting,
    );
    expect(read).toBeLessThan(40_000 * 17);
    read = 0;
    run(['<<', ...Array.from({ length: 7_500 }, () => 'ab c')], new Redacting(), counting);
    expect(read).toBeLessThan(30_000 * 17);
  });
});
