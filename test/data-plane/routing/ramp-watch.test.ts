import { describe, expect, test } from '@jest/globals';
import { OutcomeWindow } from '../../../data-plane/routing/outcome-window.ts';
import {
  RAMP_WATCH_LIMITS,
  type RampCall,
  type RampHalt,
  type RampOutcome,
  RampWatch,
} from '../../../data-plane/routing/ramp-watch.ts';
import type { RampBounds } from '../../../policy/route-part/ramp.ts';
import { sampleTarget } from '../../policy/sample.ts';
import { chatRequest } from '../pipeline/snapshot-fixture.ts';

/* Goal: a ramp halts when its new target leaves a bound, and for nothing else. Method: outcomes and a clock by hand. */

const good = { verdict: 'succeeded', firstTokenMs: 100, totalMs: 200 };
const bad = { verdict: 'server_error', firstTokenMs: 0, totalMs: 5 };
const refused = { verdict: 'rejected', firstTokenMs: 0, totalMs: 5 };

function watching(changes: Partial<RampBounds> = {}) {
  const bounds = { windowMs: 10_000, attemptsMin: 10, failurePermilleMax: 100, ...changes };
  const clock = { nowMs: 0, monotonicMs: () => clock.nowMs, unixMs: () => clock.nowMs };
  const halts: RampHalt[] = [];
  const watch = new RampWatch({ clock, onHalt: (halt) => halts.push(halt) });
  const ramp = { fromTargetId: 'a', toTargetId: 'b', steps: [], bounds };
  const callOf = (call: Partial<RampCall>, id: string): RampCall => ({
    turn: { id, ramp, sharePermille: 0, isHalted: false, isTurn: true },
    isPassedOver: false,
    deadlineAtMs: undefined,
    ...call,
  });
  return {
    clock,
    halts,
    watch,
    follow: (call: Partial<RampCall> = {}, id = 'ramp-1') =>
      watch.follow({ ...chatRequest }, callOf(call, id)),
    end: (
      targetId: string,
      count: number,
      result: RampOutcome,
      call: Partial<RampCall> = {},
      id = 'ramp-1',
    ) => {
      for (let n = 0; n < count; n += 1) {
        const request = { ...chatRequest };
        watch.follow(request, callOf(call, id));
        const attempt = watch.started(sampleTarget(targetId), request);
        if (attempt !== undefined) watch.ended(attempt, result);
      }
    },
  };
}

describe('failures', () => {
  test('halt the ramp at the attempt with which there are too many, once, with the figures', () => {
    const { halts, watch, clock, end } = watching();
    clock.nowMs = 77;
    end('b', 9, bad);
    expect(watch.isHalted('ramp-1')).toBe(false);
    end('b', 20, bad);
    const halt = { rampId: 'ramp-1', reason: 'failures', atMs: 77, measured: 1_000, allowed: 100 };
    expect(halts).toEqual([halt]);
    expect(watch.findHalt('ramp-1')).toEqual(halt);
    expect(watch.isHalted('ramp-1')).toBe(true);
    expect(watch.isHalted('ramp-2')).toBe(false);
  });

  test('up to the bound are borne', () => {
    const { halts, end } = watching();
    end('b', 18, good);
    end('b', 2, bad);
    expect(halts).toEqual([]);
    end('b', 1, bad);
    expect(halts).toMatchObject([{ measured: 143 }]);
  });

  test.each([
    ['of the old target', 'a', bad, {}],
    ['of another target', 'c', bad, {}],
    ['by callers that left', 'b', { ...bad, verdict: 'cancelled' }, {}],
    ["at the caller's own deadline", 'b', { ...bad, verdict: 'timeout' }, { deadlineAtMs: 0 }],
  ])('%s say nothing', (_, targetId, result, call) => {
    const { halts, end } = watching();
    end(targetId, 50, result, call);
    expect(halts).toEqual([]);
  });

  test('count where the new target is out, and is not even tried', () => {
    const { halts, follow } = watching();
    for (let n = 0; n < 10; n += 1) follow({ isPassedOver: true });
    expect(halts).toMatchObject([{ reason: 'failures', measured: 1_000 }]);
  });

  test('of another ramp are its own', () => {
    const { halts, end } = watching();
    end('b', 9, bad, {}, 'ramp-1');
    end('b', 9, bad, {}, 'ramp-2');
    expect(halts).toEqual([]);
  });

  test('are forgotten after the window', () => {
    const { halts, clock, end } = watching();
    end('b', 9, bad);
    clock.nowMs = 10_000;
    end('b', 9, good);
    end('b', 1, bad);
    expect(halts).toEqual([]);
  });
});

describe('refusals', () => {
  test('count: a target that takes no call of the kind would else never be stopped', () => {
    const { halts, end } = watching();
    end('b', 10, refused);
    expect(halts).toMatchObject([{ reason: 'failures' }]);
  });

  test('count only beyond those of the old target: a caller may send what nobody takes', () => {
    const { halts, end } = watching();
    end('a', 10, refused);
    end('b', 10, refused);
    expect(halts).toEqual([]);
  });
});

describe('latency', () => {
  const slow = { ...good, firstTokenMs: 300, totalMs: 900 };
  test.each<[string, Partial<RampBounds>, object]>([
    ['first_token', { firstTokenMsMax: 250 }, { allowed: 250 }],
    ['total', { totalMsMax: 800 }, { allowed: 800 }],
    ['first_token', { firstTokenPercentMax: 200 }, { reason: 'first_token' }],
    ['total', { totalPercentMax: 300 }, { reason: 'total' }],
    // The stricter of the two.
    ['total', { totalMsMax: 10_000, totalPercentMax: 300 }, { reason: 'total' }],
  ])('of the %s halts the ramp beyond %j', (reason, bounds, halt) => {
    const { halts, end } = watching(bounds);
    end('a', 10, good);
    end('b', 9, slow);
    expect(halts).toEqual([]);
    end('b', 1, slow);
    expect(halts).toMatchObject([{ reason, ...halt }]);
  });

  test.each<[string, Partial<RampBounds>]>([
    [
      'that is within its bounds',
      { firstTokenMsMax: 350, totalMsMax: 1_000, totalPercentMax: 600 },
    ],
    ['without a bound', {}],
  ])('%s is borne', (_, bounds) => {
    const { halts, end } = watching(bounds);
    end('a', 10, good);
    end('b', 100, slow);
    expect(halts).toEqual([]);
  });

  test('is seen where hedges are faster: an attempt that was outrun took so long at least, and has not failed', () => {
    const outrun = { verdict: 'outrun', firstTokenMs: 0, totalMs: 400 };
    const { halts, end } = watching({ firstTokenMsMax: 350 });
    end('b', 10, outrun);
    expect(halts).toMatchObject([{ reason: 'first_token', allowed: 350 }]);
    const unbound = watching();
    unbound.end('b', 50, outrun);
    expect(unbound.halts).toEqual([]);
  });

  test('is not compared with that of an old target of which too little is known', () => {
    const { halts, end } = watching({ totalPercentMax: 101 });
    end('a', 9, good);
    end('b', 100, slow);
    expect(halts).toEqual([]);
  });

  test('is that of half of the calls: some slow ones are borne', () => {
    const { halts, end } = watching({ totalMsMax: 800 });
    end('b', 11, good);
    end('b', 9, slow);
    expect(halts).toEqual([]);
  });
});

test('holds so many ramps and halts, and no more', () => {
  const { watch, end } = watching({ attemptsMin: 1 });
  const { haltsMax } = RAMP_WATCH_LIMITS;
  for (let n = 0; n <= haltsMax; n += 1) end('b', 1, bad, {}, `ramp-${n}`);
  expect(watch.isHalted('ramp-0')).toBe(false);
  expect(watch.isHalted('ramp-1')).toBe(true);
  expect(watch.isHalted(`ramp-${haltsMax}`)).toBe(true);
});

test('a window counts what is in it, at whatever pace the clock goes', () => {
  const window = new OutcomeWindow(1_000);
  const outcome = { end: 'good', firstTokenMs: 50, totalMs: 100 } as const;
  for (let n = 0; n < 100; n += 1) window.add(outcome, n * 100);
  expect(window.read(9_999).count).toBe(10);
  expect(window.median('total', 1)).toBeGreaterThan(95);
  expect(window.median('total', 1)).toBeLessThan(105);
  window.add({ ...outcome, end: 'refused' }, 10_500);
  expect(window.read(10_500)).toEqual({ count: 5, failed: 0, refused: 1 / 5 });
  expect(window.read(99_999).count).toBe(0);
  expect(window.median('total', 0)).toBeUndefined();
});
