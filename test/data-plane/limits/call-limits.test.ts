import { describe, expect, test } from '@jest/globals';
import { Counter, limitOf } from './limit-fixture.ts';

describe('requests', () => {
  test('as many go at once as the limit says, and come back evenly', () => {
    const counter = new Counter(limitOf());
    expect(counter.admitted(12)).toBe(10);
    counter.nowMs += 999;
    expect(counter.admitted(2)).toBe(0);
    counter.nowMs += 1;
    expect(counter.admitted(2)).toBe(1);
    counter.nowMs += 3_000;
    expect(counter.admitted(9)).toBe(3);
    counter.nowMs += 3_600_000;
    expect(counter.admitted(12)).toBe(10);
  });

  test('a refusal says how long to wait, and a call after that time goes', () => {
    const counter = new Counter(limitOf());
    counter.admitted(10);
    counter.nowMs += 400;
    const { refusal } = counter.call();
    expect(refusal?.waitMs).toBeCloseTo(600, 6);
    counter.nowMs += refusal?.waitMs ?? 0;
    expect(counter.call().refusal).toBeUndefined();
  });

  test('a call needs room in every limit that is about it, and takes from none when one has no room', () => {
    const wide = limitOf({ id: 'l2', name: 'wide', amount: 12, windowS: 3_600 });
    const counter = new Counter(wide, limitOf());
    expect(counter.admitted(50)).toBe(10);
    counter.nowMs += 10_000;
    // Forty were refused by the narrow limit, and have cost nothing of the wide one.
    expect(counter.admitted(50)).toBe(2);
    expect(counter.call().refusal).toMatchObject({ limit: { name: 'wide' } });
  });

  test('of several that have no room the one that has to be waited for longest is told', () => {
    const slow = limitOf({ id: 'l2', name: 'slow', amount: 1, windowS: 60 });
    const counter = new Counter(limitOf({ amount: 1 }), slow);
    counter.admitted(1);
    const { refusal } = counter.call();
    expect(refusal).toMatchObject({ limit: { name: 'slow' }, waitMs: 60_000 });
  });

  test('what was taken for a call that a later limit refuses comes back', () => {
    const ofRoute = limitOf({ id: 'l2', name: 'route', routeIds: ['r1'], amount: 1 });
    const counter = new Counter(limitOf(), ofRoute);
    const caller = { tenantId: 't1', applicationId: 'a1', apiKeyId: 'k1' };
    const one = (): boolean => {
      const limits = counter.desk.open(counter.limits, caller);
      limits?.enter({ workload: 'chat', routeId: undefined, tokens: undefined });
      return limits?.enter({ workload: 'chat', routeId: 'r1', tokens: undefined }) === undefined;
    };
    expect([one(), one(), one(), one()]).toEqual([true, false, false, false]);
    expect(counter.admitted(20, { routeId: 'r2' })).toBe(9);
  });
});

describe('accounts', () => {
  test.each([
    ['all', 10],
    ['application', 20],
    ['api_key', 30],
  ] as const)('per %s', (per, expected) => {
    const counter = new Counter(limitOf({ per }));
    const askings = [
      { applicationId: 'a1', apiKeyId: 'k1' },
      { applicationId: 'a1', apiKeyId: 'k2' },
      { applicationId: 'a2', apiKeyId: 'k3' },
    ];
    const counts = askings.map((asking) => counter.admitted(20, asking));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected);
  });

  test('a call without a key counts for its application', () => {
    const counter = new Counter(limitOf({ per: 'api_key' }));
    expect(counter.admitted(6, { applicationId: 'a1' })).toBe(6);
    expect(counter.admitted(6, { applicationId: 'a1' })).toBe(4);
    expect(counter.admitted(6, { applicationId: 'a2' })).toBe(6);
  });

  test('limits are about their application, workloads and routes alone', () => {
    const counter = new Counter(
      limitOf({ amount: 1, applicationId: 'a1', workloads: ['chat'], routeIds: ['r1'] }),
    );
    counter.admitted(1);
    expect(counter.admitted(1)).toBe(0);
    const other = { tenantId: 't1', applicationId: 'a2', apiKeyId: undefined };
    expect(counter.desk.open(counter.limits, other)).toBeUndefined();
    expect(counter.admitted(3, { workload: 'batch' })).toBe(3);
    expect(counter.admitted(3, { routeId: 'r2' })).toBe(3);
  });
});

describe('concurrent requests', () => {
  const held = limitOf({ measure: 'concurrent_requests', amount: 2, windowS: 0 });

  test('one more goes when one has ended, however it ended, and only then', () => {
    const counter = new Counter(held);
    const first = counter.call();
    expect(counter.admitted(3)).toBe(1);
    counter.nowMs += 3_600_000;
    expect(counter.call().refusal).toMatchObject({ waitMs: 1_000 });
    first.limits.settle({ input: 0, output: 0 });
    first.limits.settle({ input: 0, output: 0 });
    expect(counter.admitted(3)).toBe(1);
  });

  test('a call that was refused holds nothing', () => {
    const counter = new Counter(held, limitOf({ id: 'l2', amount: 1 }));
    counter.admitted(1);
    const refused = counter.call();
    refused.limits.settle({ input: 0, output: 0 });
    counter.nowMs += 10_000;
    expect(counter.admitted(5)).toBe(1);
  });
});

describe('tokens', () => {
  const limit = limitOf({ measure: 'tokens', amount: 1_000, windowS: 10 });

  test('the input and the likely output are set aside, and what was used is what counts', () => {
    const counter = new Counter(limit);
    const { limits } = counter.call({ tokens: { input: 400, outputMax: 100 } });
    expect(limits.standing.tokens).toMatchObject({ limit: 1_000, remaining: 500 });
    limits.settle({ input: 300, output: 20 });
    expect(limits.standing.tokens).toMatchObject({ remaining: 680, resetMs: 3_200 });
  });

  test('a call that comes to nothing costs nothing', () => {
    const counter = new Counter(limit);
    const { limits } = counter.call({ tokens: { input: 900, outputMax: undefined } });
    limits.settle({ input: 0, output: 0 });
    expect(limits.standing.tokens).toMatchObject({ remaining: 1_000 });
  });

  test('what a call used beyond what was set aside is waited for', () => {
    const counter = new Counter(limit);
    const { limits } = counter.call({ tokens: { input: 100, outputMax: 10 } });
    limits.settle({ input: 100, output: 1_900 });
    expect(counter.call({ tokens: { input: 100, outputMax: 0 } }).refusal).toMatchObject({
      waitMs: 11_000,
    });
  });

  test('calls that do not bound their output are expected to have as much as those before', () => {
    const counter = new Counter(limitOf({ measure: 'tokens', amount: 1_000_000, windowS: 10 }));
    for (let one = 0; one < 100; one += 1)
      counter
        .call({ tokens: { input: 0, outputMax: undefined } })
        .limits.settle({ input: 0, output: 40 });
    counter.nowMs += 10_000;
    const { limits } = counter.call({ tokens: { input: 0, outputMax: undefined } });
    expect(limits.standing.tokens).toMatchObject({ remaining: 999_960 });
  });

  test('a call with more input than the limit ever allows is not told to wait', () => {
    const { refusal } = new Counter(limit).call({ tokens: { input: 1_001, outputMax: 1 } });
    expect(refusal).toMatchObject({ limit: { name: 'ten' }, waitMs: undefined });
  });

  test('a call whose likely output is too much goes when nothing else is used', () => {
    const counter = new Counter(limit);
    const large = { tokens: { input: 800, outputMax: undefined } };
    const { refusal, limits } = counter.call(large);
    expect(refusal).toBeUndefined();
    limits.settle({ input: 800, output: 10 });
    expect(counter.call(large).refusal).toMatchObject({ waitMs: 8_100 });
  });
});

test('a limit that only watches refuses nothing, counts, and says what it would have done', () => {
  const counter = new Counter(limitOf({ amount: 1, monitor: true }));
  const [first, second] = [counter.call(), counter.call()];
  expect(second.refusal).toBeUndefined();
  expect([first.limits.isWatched, second.limits.isWatched]).toEqual([false, true]);
  expect(second.limits.verdicts).toMatchObject([{ limit: { name: 'ten' }, word: 'would_refuse' }]);
  expect(second.limits.standing).toEqual({ requests: undefined, tokens: undefined });
});

test('a call that is only asked about takes nothing and is told what would become of it', () => {
  const counter = new Counter(limitOf({ amount: 1 }));
  for (let one = 0; one < 3; one += 1) expect(counter.call({}, true).refusal).toBeUndefined();
  expect(counter.admitted(2)).toBe(1);
  const { refusal, limits } = counter.call({}, true);
  expect(refusal).toMatchObject({ waitMs: 10_000 });
  expect(limits.verdicts).toMatchObject([{ word: 'refused' }]);
});
