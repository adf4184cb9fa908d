import { describe, expect, test } from '@jest/globals';
import { DecisionSampling } from '../../../data-plane/usage/decision-sampling.ts';
import type { DecisionWeight } from '../../../data-plane/usage/settled-record.ts';
import { createSeededDraw } from '../../policy/sample.ts';

/*
 * Goal: all is kept up to the rate; above it what is kept is bounded, and adds up to what there was.
 * Method: a clock that a test moves, and draws of a seed.
 */

const PER_SECOND = 100;

function held(draw = createSeededDraw(42)) {
  const time = { nowMs: 5_000_000 };
  const leftOut: Record<DecisionWeight, number> = { ordinary: 0, notable: 0 };
  const sampling = new DecisionSampling({
    perSecond: PER_SECOND,
    monotonicMs: () => time.nowMs,
    draw,
    onLeftOut: (weight) => {
      leftOut[weight] += 1;
    },
  });
  /** So many decisions, evenly over one second. Gives the chances of those that were kept. */
  const second = (count: number, weight: DecisionWeight = 'ordinary') => {
    const startMs = time.nowMs;
    const chances: number[] = [];
    for (let made = 0; made < count; made += 1) {
      time.nowMs = startMs + (made * 1_000) / count;
      const chance = sampling.keep(weight);
      if (chance > 0) chances.push(chance);
    }
    time.nowMs = startMs + 1_000;
    return chances;
  };
  return { sampling, time, leftOut, second };
}

const sum = (chances: readonly number[]) =>
  chances.reduce((total, chance) => total + 1 / chance, 0);

describe('decisions', () => {
  test('are all kept up to the rate, second for second', () => {
    const { second, leftOut } = held(() => 0.999_999);
    for (let seconds = 0; seconds < 5; seconds += 1)
      expect(second(PER_SECOND)).toEqual(Array.from({ length: PER_SECOND }, () => 1));
    expect(leftOut).toEqual({ ordinary: 0, notable: 0 });
  });

  test('above it are kept with the chance of the second before, and are all kept again after a quiet one', () => {
    const { second } = held(() => 0);
    second(1_000);
    expect(new Set(second(1_000))).toEqual(new Set([0.1]));
    second(10);
    expect(new Set(second(10))).toEqual(new Set([1]));
  });

  test('of a burst are kept with a chance that falls with each one beyond the rate', () => {
    const { second } = held(() => 0);
    const chances = second(400);
    expect(chances.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => 1));
    expect(chances[199]).toBe(0.5);
    expect(chances[399]).toBe(0.25);
  });

  test('that are kept are few, and add up to what there was; the others are counted', () => {
    const { second, leftOut } = held();
    const first = second(10_000);
    expect(first.length).toBeLessThan(PER_SECOND * (1 + Math.log(100)) * 1.2);
    let keptCount = first.length;
    let total = sum(first);
    for (let seconds = 1; seconds < 50; seconds += 1) {
      const chances = second(10_000);
      expect(chances.length).toBeLessThan(PER_SECOND * 1.5);
      keptCount += chances.length;
      total += sum(chances);
    }
    expect(total / 500_000).toBeGreaterThan(0.97);
    expect(total / 500_000).toBeLessThan(1.03);
    expect(leftOut).toEqual({ ordinary: 500_000 - keptCount, notable: 0 });
  });

  test('that somebody will ask about are kept ten times as many, whatever the others do', () => {
    const { second, leftOut } = held(() => 0.999_999);
    second(100_000);
    expect(second(PER_SECOND * 10, 'notable')).toHaveLength(PER_SECOND * 10);
    expect(leftOut.notable).toBe(0);
    second(PER_SECOND * 20, 'notable');
    expect(leftOut.notable).toBeGreaterThan(0);
  });

  test('after an idle time are judged by none of what was before', () => {
    const { second, time } = held(() => 0);
    second(1_000);
    time.nowMs += 1_000;
    expect(new Set(second(PER_SECOND))).toEqual(new Set([1]));
  });
});
