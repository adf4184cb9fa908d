import { expect, test } from '@jest/globals';
import { AttemptWatch } from '../../../../data-plane/routing/attempt-watch.ts';
import { Balancer } from '../../../../data-plane/routing/balancer.ts';
import { type RampHalt, RampWatch } from '../../../../data-plane/routing/ramp-watch.ts';
import { systemClock } from '../../../../data-plane/upstream/clock.ts';
import type { RampBounds } from '../../../../policy/route-part/ramp.ts';
import { answer, type Behaviour, chatBody, stall } from '../../../support/faulty-provider.ts';
import { type Gateway, healthOf, makeCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { chatRequest } from '../snapshot-fixture.ts';

/*
 * Goal: a ramp sends callers over, stops by itself where the new target does badly, and hurts no caller that it need not.
 * Method: two providers on real sockets; a ramp whose last step has come.
 */

const pair = useProviderPair();

function rampGateway(bounds: Partial<RampBounds> = {}) {
  const halts: RampHalt[] = [];
  const ramps = new RampWatch({ clock: systemClock, onHalt: (halt) => halts.push(halt) });
  const health = healthOf();
  const rule = {
    name: 'all',
    when: '',
    require: '',
    split: [
      { targetId: 'x0', weight: 1 },
      { targetId: 'x1', weight: 0 },
    ],
    fallbackTargetIds: [],
    ramp: {
      fromTargetId: 'x0',
      toTargetId: 'x1',
      steps: [{ atMs: 1, sharePermille: 1_000 }],
      bounds: { windowMs: 600_000, attemptsMin: 5, failurePermilleMax: 100, ...bounds },
    },
  };
  const gateway = pair.gatewayOver(pair.twoTargets({ policy: { rules: [rule] } }), {}, undefined, {
    health,
    routing: {
      ramps,
      trials: { follow: (request, call) => ramps.follow(request, call), sampled: () => undefined },
      signals: {
        isHealthy: (id) => health.isHealthy(id),
        latencyMs: () => undefined,
        outstandingTokens: () => 0,
      },
    },
    watch: new AttemptWatch(new Balancer({ nowMs: systemClock.monotonicMs }), ramps),
  });
  return { gateway, halts };
}

async function call(gateway: Gateway, count: number): Promise<readonly (string | undefined)[]> {
  const errors: (string | undefined)[] = [];
  for (let n = 0; n < count; n += 1)
    errors.push((await makeCall(gateway, { ...chatRequest })).error?.code);
  return errors;
}
const reasonsOf = ({ records }: Gateway) =>
  records.at(-1)?.decision?.candidates?.map(({ targetId, reason }) => `${targetId} ${reason}`);

test('a caller is served by the new target, and the record says why', async () => {
  const { gateway, halts } = rampGateway();
  expect(await call(gateway, 20)).toEqual(Array(20).fill(undefined));
  expect(pair.second.requests).toHaveLength(20);
  expect(reasonsOf(gateway)).toEqual(['x1 ramp', 'x0 fallback']);
  expect(halts).toEqual([]);
});

test.each<[string, Behaviour, number]>([
  ['fails', answer('{}', { status: 500 }), 0],
  ['limits', answer('{}', { status: 429 }), 0],
  // A refusal is told to the caller at once: nobody else is asked after one.
  ['refuses', answer('{"error":{"message":"no"}}', { status: 400 }), 5],
])('a new target that %s is left by all, and is not asked again', async (_, behaviour, hurt) => {
  const { gateway, halts } = rampGateway();
  pair.second.behave(behaviour);
  const errors = await call(gateway, 12);
  expect(errors.filter((code) => code !== undefined)).toHaveLength(hurt);
  expect(halts).toMatchObject([{ reason: 'failures', measured: 1_000 }]);
  const asked = pair.second.requests.length;
  expect(asked).toBeLessThanOrEqual(5);
  pair.second.behave(answer(chatBody));
  expect(await call(gateway, 5)).toEqual(Array(5).fill(undefined));
  expect(pair.second.requests).toHaveLength(asked);
  expect(reasonsOf(gateway)).toEqual(['x1 ramp_halted', 'x0 drawn']);
  expect(gateway.sampling.weights.slice(-5)).toEqual(Array(5).fill('notable'));
  const [halt] = halts;
  const { rampId, reason, measured, allowed } = halt ?? {};
  const atUnixMs = String(halt?.atMs);
  const told = gateway.records.map(({ decision }) => decision?.rampHalt);
  expect(told.at(-1)).toEqual({ rampId, reason, measured, allowed, atUnixMs });
  expect(told[0]).toBeNull();
});

test('a new target that is slow is left by all', async () => {
  const { gateway, halts } = rampGateway({ totalMsMax: 10 });
  pair.second.behave((request, response) => {
    setTimeout(() => answer(chatBody)(request, response), 30);
  });
  await call(gateway, 8);
  expect(halts).toMatchObject([{ reason: 'total', allowed: 10 }]);
  expect(pair.second.requests).toHaveLength(5);
});

test('callers that leave, or wait too short a time, do not halt a ramp', async () => {
  const { gateway, halts } = rampGateway();
  pair.second.behave(stall(undefined));
  for (let n = 0; n < 8; n += 1)
    await makeCall(gateway, { ...chatRequest }, { deadlineAtMs: Date.now() + 15 });
  expect(pair.second.requests.length).toBeGreaterThanOrEqual(5);
  expect(halts).toEqual([]);
});
