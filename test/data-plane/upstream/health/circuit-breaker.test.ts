import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CircuitBreaker,
  defaultBreakerRules,
  type Permit,
} from '../../../../data-plane/upstream/health/circuit-breaker.ts';

/*
 * Goal: a breaker opens when its target fails, probes one at a time, and closes again, in every order of events.
 * Method: scripts of words by table; then a random walk (fast-check prints its seed) that holds what must always be true.
 */

/** `g` and `b` are attempts that end well and badly, a number moves the clock by so many milliseconds. */
type Word = 'g' | 'b' | 'n' | number;

function play(words: readonly Word[], draw = 0) {
  let nowMs = 1_000_000;
  const breaker = new CircuitBreaker(nowMs);
  for (const word of words) {
    if (typeof word === 'number') {
      nowMs += word;
      continue;
    }
    const permit = breaker.begin(nowMs);
    if (word === 'g') breaker.good(permit, nowMs);
    else if (word === 'b') breaker.bad(permit, nowMs, draw);
    else breaker.neutral(permit);
  }
  return { breaker, nowMs, state: breaker.state(nowMs), isWilling: breaker.isWilling(nowMs) };
}

const times = (count: number, ...words: readonly Word[]): Word[] =>
  Array.from({ length: count }, () => words).flat();
/** Open for five seconds. */
const opened: readonly Word[] = times(5, 'b');

describe('a breaker', () => {
  const rows: readonly (readonly [string, readonly Word[], string, boolean])[] = [
    ['is closed at first', [], 'closed', true],
    ['stays closed after four bad ends in a row', times(4, 'b'), 'closed', true],
    ['opens after five', opened, 'open', false],
    ['counts a row over any time', times(5, 'b', 60_000).slice(0, -1), 'open', false],
    ['stays closed when a good end breaks the row', [...times(4, 'b'), 'g', 'b'], 'closed', true],
    ['stays closed with half of nine bad', ['b', ...times(4, 'g', 'b')], 'closed', true],
    ['opens with half of ten bad', times(5, 'g', 'b'), 'open', false],
    ['stays closed with less than half', times(8, 'g', 'g', 'b'), 'closed', true],
    [
      'forgets what is older than the window',
      [...times(4, 'b', 'g'), 11_000, ...times(4, 'g', 'b')],
      'closed',
      true,
    ],
    [
      'remembers what is within the window',
      [...times(4, 'b', 'g'), 5_000, ...times(4, 'g', 'b')],
      'open',
      false,
    ],
    ['does not count ends that say nothing', times(50, 'n'), 'closed', true],
    ['stays open until its time has come', [...opened, 4_999], 'open', false],
    ['is half-open then', [...opened, 5_000], 'half_open', true],
    ['stays half-open after one good probe', [...opened, 5_000, 'g'], 'half_open', true],
    ['closes after two', [...opened, 5_000, 'g', 'g'], 'closed', true],
    ['opens again at a bad probe', [...opened, 5_000, 'g', 'b'], 'open', false],
    ['opens for twice the time then', [...opened, 5_000, 'b', 9_999], 'open', false],
    ['and not longer', [...opened, 5_000, 'b', 10_000], 'half_open', true],
    ['at most for a minute', [...opened, ...times(9, 60_000, 'b'), 60_000], 'half_open', true],
    ['releases a probe that says nothing', [...opened, 5_000, 'n', 'n'], 'half_open', true],
    [
      'starts anew after it has closed',
      [...opened, 5_000, 'g', 'g', ...times(4, 'b')],
      'closed',
      true,
    ],
    [
      'is longer open when it soon opens again',
      [...opened, 5_000, 'g', 'g', ...opened, 9_999],
      'open',
      false,
    ],
    [
      'is so no more after a minute of being closed',
      [...opened, 5_000, 'g', 'g', 60_000, ...opened, 5_000],
      'half_open',
      true,
    ],
    ['takes a good end while open for a probe', [...opened, 'g'], 'half_open', true],
    [
      'closes by good ends alone when nothing else is left to try',
      [...opened, 'g', 'g'],
      'closed',
      true,
    ],
    [
      'is not open longer by bad ends while open',
      [...opened, 4_000, 'b', 'b', 1_000],
      'half_open',
      true,
    ],
  ];
  test.each(rows)('%s', (_, words, state, isWilling) => {
    expect(play(words)).toMatchObject({ state, isWilling });
  });

  test('is open a fifth shorter at most, by chance, so that nodes do not probe in step', () => {
    expect(play([...opened, 4_000], 0.999_999).state).toBe('open');
    expect(play([...opened, 4_001], 0.999_999).state).toBe('half_open');
    expect(play([...opened, 4_499], 0.5).state).toBe('open');
    expect(play([...opened, 4_500], 0.5).state).toBe('half_open');
  });

  test('lets one probe through at a time', () => {
    const { breaker, nowMs } = play([...opened, 5_000]);
    const probe = breaker.begin(nowMs);
    expect(breaker.isWilling(nowMs)).toBe(false);
    breaker.good(probe, nowMs);
    expect(breaker.isWilling(nowMs)).toBe(true);
  });

  test('lets the next probe through at the first content, however long the stream lasts, and counts it once', () => {
    const { breaker, nowMs } = play([...opened, 5_000]);
    const stream = breaker.begin(nowMs);
    breaker.answered(stream, nowMs);
    expect(breaker.isWilling(nowMs)).toBe(true);
    breaker.good(stream, nowMs);
    expect(breaker.state(nowMs)).toBe('half_open');
    breaker.good(breaker.begin(nowMs), nowMs);
    expect(breaker.state(nowMs)).toBe('closed');
  });

  test('does not heed what began before it opened', () => {
    const { breaker, nowMs } = play([]);
    const old = Array.from({ length: 20 }, () => breaker.begin(nowMs));
    for (const permit of old.slice(0, 5)) breaker.bad(permit, nowMs, 0);
    const laterMs = nowMs + 5_000;
    for (const permit of old.slice(5, 10)) breaker.good(permit, laterMs);
    expect(breaker.state(laterMs)).toBe('half_open');
    for (const permit of old.slice(10)) breaker.bad(permit, laterMs, 0);
    expect(breaker.state(laterMs)).toBe('half_open');
    expect(breaker.isWilling(laterMs)).toBe(true);
  });
});

const stepArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: 'begin' as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom<'good' | 'bad' | 'neutral' | 'answered'>(
        'good',
        'bad',
        'bad',
        'bad',
        'neutral',
        'answered',
      ),
      which: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20_000) }) },
);

type Step = typeof stepArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** A breaker, its clock and the attempts that are under way. */
class Walk {
  readonly breaker = new CircuitBreaker(5_000);
  readonly underWay: Permit[] = [];
  readonly draw: number;
  nowMs = 5_000;

  constructor(draw: number) {
    this.draw = draw;
  }

  get state(): string {
    return this.breaker.state(this.nowMs);
  }

  take(step: Step): void {
    if (step.kind === 'wait') this.nowMs += step.ms;
    else if (step.kind === 'begin') this.underWay.push(this.breaker.begin(this.nowMs));
    else if (this.underWay.length > 0) this.end(step.kind, step.which % this.underWay.length);
  }

  end(kind: 'good' | 'bad' | 'neutral' | 'answered', which: number): void {
    const { breaker, nowMs } = this;
    const [permit] =
      kind === 'answered' ? this.underWay.slice(which) : this.underWay.splice(which, 1);
    if (permit === undefined) throw new Error('no attempt is under way');
    if (kind === 'bad') breaker.bad(permit, nowMs, this.draw);
    else if (kind === 'neutral') breaker.neutral(permit);
    else breaker[kind](permit, nowMs);
  }

  /** What must be true at every moment. */
  check(): void {
    const { breaker, nowMs, state, underWay } = this;
    const isWilling = breaker.isWilling(nowMs);
    const leftMs = breaker.openUntilMs - nowMs;
    if (state === 'closed') expect(isWilling).toBe(true);
    if (state === 'open') {
      expect(isWilling).toBe(false);
      expect(leftMs > 0 && leftMs <= defaultBreakerRules.openMsMax).toBe(true);
    }
    if (state === 'half_open' && underWay.length === 0) expect(isWilling).toBe(true);
  }
}

test('in every order of events it is willing but for its reasons, and heals in the end', () => {
  const seen = new Set<string>();
  const steps = fc.array(stepArbitrary, { maxLength: 120, size: 'max' });
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 0.999, noNaN: true }), (script, draw) => {
      const walk = new Walk(draw);
      const { breaker } = walk;
      for (const step of script) {
        const before = walk.state;
        walk.take(step);
        seen.add(`${before} ${walk.state}`);
        walk.check();
      }
      for (const permit of walk.underWay) breaker.neutral(permit);
      const laterMs = walk.nowMs + defaultBreakerRules.openMsMax;
      expect(breaker.isWilling(laterMs)).toBe(true);
      for (let count = 0; count < 2; count += 1) breaker.good(breaker.begin(laterMs), laterMs);
      expect(breaker.state(laterMs)).toBe('closed');
    }),
    { numRuns: 500 },
  );
  for (const turn of ['closed open', 'half_open closed', 'half_open open', 'open half_open'])
    expect(seen).toContain(turn);
});
