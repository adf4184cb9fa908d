import { describe, expect, test } from '@jest/globals';
import {
  REPORTED_TARGETS_MAX,
  TargetReporter,
  type TargetsCondition,
} from '../../../data-plane/config/stream/target-report.ts';

type Unwell = TargetsCondition['unwell'][number];

const unwell = (id: string, change: Partial<Unwell> = {}): Unwell => ({
  id,
  state: 'open',
  reason: 'open',
  sinceMs: 1_000_000,
  ...change,
});

function held(...first: readonly Unwell[]) {
  const now = { unwell: first, healthyCount: 1 };
  return { now, reporter: new TargetReporter(() => now) };
}

describe('a node tells of its targets', () => {
  test('at first, even when all are well, and then what changed', () => {
    const { now, reporter } = held();
    expect(reporter.hasNews).toBe(true);
    expect(reporter.take()).toMatchObject({ states: [], healthyCount: 1, leftOutCount: 0 });
    expect([reporter.hasNews, reporter.take()]).toEqual([false, null]);
    now.unwell = [unwell('a')];
    expect(reporter.hasNews).toBe(true);
    expect(reporter.take()?.states).toMatchObject([
      { targetId: 'a', state: 'open', breaker: 'open', sinceUnixMs: '1000000' },
    ]);
    now.unwell = [];
    expect(reporter.take()).toMatchObject({ states: [] });
  });

  test.each<[string, Partial<Unwell>, boolean]>([
    ['a reason', { reason: 'credential' }, true],
    ['a state of the breaker', { state: 'half_open' }, true],
    ['a beginning', { sinceMs: 1_002_000 }, true],
    ['nothing but how two clocks differ', { sinceMs: 1_000_001 }, false],
  ])('that it is different by %s', (_what, change, isNews) => {
    const { now, reporter } = held(unwell('a'));
    reporter.take();
    now.unwell = [unwell('a', change)];
    expect(reporter.hasNews).toBe(isNews);
  });

  test('that one waits for its probe, which has no reason to be out', () => {
    const { reporter } = held(unwell('a', { state: 'half_open', reason: undefined }));
    expect(reporter.take()?.states).toMatchObject([{ state: 'half_open', breaker: 'half_open' }]);
  });

  test('all over again on another stream', () => {
    const { reporter } = held(unwell('a'));
    reporter.take();
    reporter.restart();
    expect(reporter.take()?.states).toHaveLength(1);
  });

  test('a hundred at most, those that are out first, and how many more there are', () => {
    const many = Array.from({ length: REPORTED_TARGETS_MAX }, (_, index) =>
      unwell(`a${index}`, { state: 'closed', reason: 'ramping' }),
    );
    const { reporter } = held(...many, unwell('z'));
    const report = reporter.take();
    expect(report).toMatchObject({ leftOutCount: 1 });
    expect(report?.states).toHaveLength(REPORTED_TARGETS_MAX);
    expect(report?.states?.[0]).toMatchObject({ targetId: 'z' });
  });
});
