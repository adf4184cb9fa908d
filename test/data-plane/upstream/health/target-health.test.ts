import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import type { AttemptResult } from '../../../../data-plane/upstream/attempt-plan.ts';
import {
  type AttemptEnd,
  TargetHealth,
} from '../../../../data-plane/upstream/health/target-health.ts';
import type { Target } from '../../../../policy/resource.ts';
import { targetOf } from '../../pipeline/snapshot-fixture.ts';

/*
 * Goal: what a node knows of a target comes from the target's own faults, outlives changes of the configuration, and is bounded.
 * Method: results as attempts give them, with a clock that stands still until a test moves it.
 */

const startMs = 1_000_000;

function held() {
  const time = { nowMs: startMs, draw: 0.5 };
  const told: string[] = [];
  const health = new TargetHealth({
    clock: { unixMs: () => time.nowMs + 5_000, monotonicMs: () => time.nowMs },
    draw: () => time.draw,
    generationsOf: () => undefined,
    observer: {
      out: (name, reason) => told.push(`${name} ${reason}`),
      closed: (name) => told.push(`${name} closed`),
      forced: (reason) => told.push(`forced ${reason}`),
      retried: (reason) => told.push(`retried ${reason}`),
      refused: () => told.push('refused'),
    },
  });
  return { time, told, health };
}

const failed: AttemptResult = {
  verdict: 'server_error',
  status: 500,
  firstTokenMs: 0,
  totalMs: 10,
  sent: true,
  usage: undefined,
  contentEventCount: 0,
  contentCharCount: 0,
  begun: false,
  isStale: false,
  reply: undefined,
  terminal: undefined,
  error: new GatewayError('provider_unavailable', 'The provider could not answer.'),
};

const byId = (...targets: readonly Target[]) => new Map(targets.map((one) => [one.id, one]));

function attempt(
  health: TargetHealth,
  target: Target,
  result: Partial<AttemptResult> = {},
  end: Partial<AttemptEnd> = {},
): void {
  const permit = health.begin(target, true);
  health.ended(
    permit,
    { ...failed, ...result },
    { target, provider: undefined, isCutByCaller: false, isLastCredential: true, ...end },
  );
}

function attemptTimes(count: number, ...rest: Parameters<typeof attempt>): void {
  for (let done = 0; done < count; done += 1) attempt(...rest);
}

const order = (health: TargetHealth, ...targets: readonly Target[]) =>
  health.rank(targets, new Map()).map(({ item, reason }) => [item.id, reason]);

describe('a breaker counts', () => {
  const rows: readonly (readonly [string, Partial<AttemptResult>, Partial<AttemptEnd>, boolean])[] =
    [
      ['a failed server', {}, {}, true],
      ['a connection that cannot be opened', { verdict: 'connect', status: 0 }, {}, true],
      ['a reset', { verdict: 'reset', status: 0 }, {}, true],
      ['a reply that is none', { verdict: 'protocol', status: 200 }, {}, true],
      ['a wait that was long enough', { verdict: 'timeout', status: 0, totalMs: 1_000 }, {}, true],
      ['a timeout that the target told itself', { verdict: 'timeout', status: 504 }, {}, true],
      ['no stale connection', { verdict: 'reset', status: 0, isStale: true }, {}, false],
      ['no wait of less than a second', { verdict: 'timeout', status: 0, totalMs: 999 }, {}, false],
      [
        'no wait that the caller has cut',
        { verdict: 'timeout', status: 0, totalMs: 9_000 },
        { isCutByCaller: true },
        false,
      ],
      [
        'no reply that is larger than the gateway holds',
        {
          verdict: 'protocol',
          status: 200,
          error: new GatewayError('provider_protocol_error', 'Too large.', { isOfRequest: true }),
        },
        {},
        false,
      ],
      ['no refusal', { verdict: 'rejected', status: 400 }, {}, false],
      ['no caller that left', { verdict: 'cancelled', status: 0 }, {}, false],
      ['no limit', { verdict: 'rate_limited', status: 429 }, {}, false],
      ['no refused credential', { verdict: 'credential', status: 401 }, {}, false],
    ];
  test.each(rows)('%s', (_, result, end, isCounted) => {
    const { health } = held();
    attemptTimes(5, health, targetOf(0), result, end);
    expect(health.describe('x0')?.state).toBe(isCounted ? 'open' : 'closed');
  });
});

test('what happens to a target is told once, with its name', () => {
  const { health, told, time } = held();
  attemptTimes(8, health, targetOf(0));
  attempt(health, targetOf(1), { verdict: 'credential', status: 401 });
  attemptTimes(3, health, targetOf(2), { verdict: 'rate_limited', status: 429 });
  time.nowMs += 5_000;
  attemptTimes(2, health, targetOf(0), { verdict: 'succeeded', status: 200, error: undefined });
  expect(told).toEqual([
    'target-0 open',
    'target-1 credential',
    'target-2 cooling',
    'target-0 closed',
  ]);
});

test('a request that is larger than the limit itself cools nothing for others', () => {
  const { health } = held();
  const error = new GatewayError('provider_rate_limited', 'Later.', { isOfRequest: true });
  attemptTimes(9, health, targetOf(0), { verdict: 'rate_limited', status: 429, error });
  expect(health.describe('x0')?.reason).toBeUndefined();
});

describe('a target that answered a moment ago', () => {
  const answered = { verdict: 'succeeded', status: 200, error: undefined } as const;

  test.each([403, 404])('is not put out by one request that it answers with %d', (status) => {
    const { health, time } = held();
    attempt(health, targetOf(0), answered);
    time.nowMs += 10_000;
    attempt(health, targetOf(0), { verdict: 'credential', status });
    expect(health.describe('x0')?.reason).toBeUndefined();
    time.nowMs += 1;
    attempt(health, targetOf(0), { verdict: 'credential', status });
    expect(health.describe('x0')?.reason).toBe('credential');
  });

  test('is put out by a credential that it does not know', () => {
    const { health } = held();
    attempt(health, targetOf(0), answered);
    attempt(health, targetOf(0), { verdict: 'credential', status: 401 });
    expect(health.describe('x0')?.reason).toBe('credential');
  });
});

test('a refused credential is no reason to be out while another one is held', () => {
  const { health } = held();
  attempt(health, targetOf(0), { verdict: 'credential', status: 401 }, { isLastCredential: false });
  expect(health.describe('x0')?.reason).toBeUndefined();
});

test('a changed provider ends at once what its credential has come to', () => {
  const { health } = held();
  const provider = {
    id: 'p0',
    name: 'p',
    kind: 'openai',
    preset: '',
    baseUrl: 'https://a.example/v1',
    region: '',
    dataTerms: [],
  } as const;
  attempt(health, targetOf(0), { verdict: 'credential', status: 401 }, { provider });
  const rankWith = (one: typeof provider) =>
    health.rank([targetOf(0)], new Map([['p0', one]])).map(({ reason }) => reason);
  expect(rankWith(provider)).toEqual(['credential']);
  expect(rankWith({ ...provider })).toEqual([undefined]);
  expect(rankWith(provider)).toEqual([undefined]);
});

describe('the configuration', () => {
  test('changes, and what is known of a target stays', () => {
    const { health } = held();
    health.follow(byId(targetOf(0), targetOf(1)));
    attemptTimes(5, health, targetOf(0));
    health.follow(byId({ ...targetOf(0), name: 'renamed' }, targetOf(1)));
    expect(order(health, targetOf(0), targetOf(1))).toEqual([
      ['x1', undefined],
      ['x0', 'open'],
    ]);
  });

  test('loses a target, and what was known of it is forgotten', () => {
    const { health } = held();
    health.follow(byId(targetOf(0), targetOf(1)));
    attemptTimes(5, health, targetOf(0));
    health.follow(byId(targetOf(1)));
    expect(health.describe('x0')).toBeUndefined();
    health.follow(byId(targetOf(0), targetOf(1)));
    expect(health.describe('x0')).toBeUndefined();
  });

  test('gains a target, which has its place at once', () => {
    const { health, time } = held();
    time.draw = 0.999;
    health.follow(byId(targetOf(0)));
    health.follow(byId(targetOf(0), targetOf(1)));
    expect(order(health, targetOf(1), targetOf(0))[0]).toEqual(['x1', undefined]);
  });
});

test('those that have not all their traffic are told, and the others counted, as time goes on', () => {
  const { health, time } = held();
  const [bad, slow, good] = [targetOf(0), targetOf(1), targetOf(2)];
  attempt(health, good, { verdict: 'succeeded' });
  attempt(health, slow, { verdict: 'rate_limited' });
  attemptTimes(5, health, bad);
  const tell = () => {
    const { unwell, healthyCount } = health.summarise();
    return [unwell.map(({ id, state, reason }) => [id, state, reason]), healthyCount];
  };
  expect(tell()).toEqual([
    [
      ['x1', 'closed', 'cooling'],
      ['x0', 'open', 'open'],
    ],
    1,
  ]);
  time.nowMs += 6_000;
  expect(tell()).toEqual([[['x0', 'half_open', undefined]], 2]);
  attemptTimes(2, health, bad, { verdict: 'succeeded' });
  expect(tell()).toEqual([[['x0', 'closed', 'ramping']], 2]);
  time.nowMs += 30_000;
  expect(tell()).toEqual([[], 3]);
  time.nowMs += 3_600_000;
  expect(tell()).toEqual([[], 0]);
});

test('an hour without an attempt is forgotten', () => {
  const { health, time } = held();
  attempt(health, targetOf(0), {
    verdict: 'rate_limited',
    error: new GatewayError('provider_rate_limited', 'Later.', { retryAfterS: 60 }),
  });
  expect(health.list()).toEqual([
    { name: 'target-0', state: 'closed', reason: 'cooling', sinceMs: startMs + 5_000 },
  ]);
  time.nowMs += 3_600_000;
  expect(health.list()).toHaveLength(1);
  time.nowMs += 1;
  expect(health.list()).toEqual([]);
});

test('ten thousand targets are remembered, no more', () => {
  const { health } = held();
  for (let id = 0; id < 10_005; id += 1) attempt(health, { ...targetOf(0), id: `x${id}` });
  expect(health.list()).toHaveLength(10_000);
  expect(health.describe('x0')).toBeUndefined();
  expect(health.describe('x10004')).toBeDefined();
});

test('a target that has not failed lately takes what others could not answer without a budget', () => {
  const { health, told } = held();
  for (let count = 0; count < 100; count += 1)
    expect(health.mayRetry(targetOf(0), false)).toBe(true);
  attempt(health, targetOf(0));
  let paidCount = 0;
  while (health.mayRetry(targetOf(0), false)) paidCount += 1;
  expect(paidCount).toBe(30);
  expect(told).toEqual(['refused']);
});
