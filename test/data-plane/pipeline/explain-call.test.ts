import { expect, test } from '@jest/globals';
import { createExplainCall } from '../../../data-plane/doors/grpc/explain-call.ts';
import { GatewayError } from '../../../data-plane/errors.ts';
import { authenticate } from '../../../data-plane/pipeline/authenticate.ts';
import { authorise } from '../../../data-plane/pipeline/authorise.ts';
import type { Stage } from '../../../data-plane/pipeline/exchange.ts';
import { checkScope } from '../../../data-plane/pipeline/explain/explain-scope.ts';
import { parse } from '../../../data-plane/pipeline/parse.ts';
import { route } from '../../../data-plane/pipeline/route.ts';
import { TokenDesk } from '../../../data-plane/pipeline/token/token-desk.ts';
import { systemClock } from '../../../data-plane/upstream/clock.ts';
import type { HealthObserver } from '../../../data-plane/upstream/health/target-health.ts';
import { arrivalOf, healthOf } from './call-fixture.ts';
import { apiKey, chatRequest, providersAt, snapshotOf, targetOf } from './snapshot-fixture.ts';

/*
 * Goal: explaining asks what a node knows and changes nothing of it.
 * Method: the stages of a call over the health of targets, with a clock that stands still until a test moves it.
 */

const key = { ...apiKey, scopes: ['explain'] as const };
const snapshot = snapshotOf({
  key,
  providers: providersAt(['http://a.test/v1', 'http://b.test/v1']),
});
const stages: readonly Stage[] = [
  authenticate(systemClock, new TokenDesk(), () => undefined),
  checkScope,
  parse,
  authorise(systemClock),
  route({ clock: systemClock, draw: () => 0, nodeRegion: 'eu' }),
];
const arrival = arrivalOf(chatRequest, { explain: true });

const failed = {
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
} as const;

function setUp() {
  const time = { nowMs: 1_000_000 };
  const told: string[] = [];
  const tell = (word: string) => () => void told.push(word);
  const observer: HealthObserver = {
    out: tell('out'),
    closed: tell('closed'),
    forced: tell('forced'),
    retried: tell('retried'),
    refused: tell('refused'),
  };
  const clock = { unixMs: () => time.nowMs, monotonicMs: () => time.nowMs };
  const health = healthOf({ clock, observer });
  const explain = createExplainCall({ stages, snapshot: () => snapshot, health });
  return { time, told, health, explain };
}

test('a breaker that waits for a probe still gets it from the first real call', async () => {
  const { time, told, health, explain } = setUp();
  const target = targetOf(0);
  const end = { target, provider: undefined, isCutByCaller: false, isLastCredential: true };
  for (let count = 0; count < 5; count += 1) health.ended(health.begin(target, true), failed, end);
  told.length = 0;
  expect((await explain(arrival)).order).toEqual([
    { target: 'target-1', state: 'closed', reason: '' },
    { target: 'target-0', state: 'open', reason: 'open' },
  ]);
  time.nowMs += 10_000;
  for (let count = 0; count < 3; count += 1)
    expect((await explain(arrival)).order).toEqual([
      { target: 'target-0', state: 'half_open', reason: '' },
      { target: 'target-1', state: 'closed', reason: '' },
    ]);
  const permit = health.begin(target, true);
  expect(permit.permit.isProbe).toBe(true);
  expect((await explain(arrival)).order.at(-1)).toEqual({
    target: 'target-0',
    state: 'half_open',
    reason: 'half_open',
  });
  expect(told).toEqual([]);
});

test('explaining makes no target known, and spends no budget', async () => {
  const { health, explain } = setUp();
  for (let count = 0; count < 100; count += 1) await explain(arrival);
  expect(health.list()).toEqual([]);
  const target = targetOf(0);
  let allowedCount = 0;
  while (allowedCount < 1_000 && health.mayRetry(target, true)) allowedCount += 1;
  expect(allowedCount).toBe(30);
});

test('a fault of a stage is a fault of the gateway, and is logged', async () => {
  const faults: unknown[] = [];
  const { health } = setUp();
  const broken = () => {
    throw new Error('broken');
  };
  const explain = createExplainCall({
    stages: [
      authenticate(systemClock, new TokenDesk(), () => undefined),
      checkScope,
      parse,
      broken,
    ],
    snapshot: () => snapshot,
    health,
    onFault: (fault) => faults.push(fault),
  });
  await expect(explain(arrival)).rejects.toMatchObject({ code: 'internal' });
  expect(faults).toEqual([new Error('broken')]);
});

test('a node that holds nothing says so', async () => {
  const { health } = setUp();
  const explain = createExplainCall({ stages, snapshot: () => undefined, health });
  await expect(explain(arrival)).rejects.toMatchObject({ code: 'not_ready' });
});
