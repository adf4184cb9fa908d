import { describe, expect, test } from '@jest/globals';
import type { CredentialGenerations } from '../../../../data-plane/config/snapshot.ts';
import { eventually } from '../../../support/eventually.ts';
import { answer, chatBody, stall } from '../../../support/faulty-provider.ts';
import { credentialsOf, type Gateway, healthOf, makeCall, startCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { chatRequest, providersAt, routeOver, snapshotOf, targetOf } from '../snapshot-fixture.ts';

/*
 * Goal: a target that fails, limits or refuses the gateway is left alone for as long as it should be, and comes back slowly.
 * Method: real sockets; the health of targets has a clock that stands still until a test moves it.
 */

const pair = useProviderPair();
const fail500 = answer('{}', { status: 500 });

/** Two targets, health with a held clock, and what the node holds as credentials. */
function held() {
  // Whole milliseconds: sums of them are exact.
  const time = { nowMs: Math.ceil(performance.now()), draw: 0.5, generations: {} };
  const clock = { unixMs: () => Date.now(), monotonicMs: () => time.nowMs };
  const health = healthOf({
    clock,
    draw: () => time.draw,
    generationsOf: () => time.generations,
  });
  const gateway = pair.gatewayOver(pair.twoTargets(), {}, undefined, { health });
  return { time, health, gateway };
}

const targetsOf = ({ records }: Gateway) =>
  records.map(({ decision }) => decision?.attempts?.map(({ targetId }) => targetId).join(' '));

async function callTimes(gateway: Gateway, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await makeCall(gateway, chatRequest);
}

describe('a target that fails five times in a row', () => {
  test('is left alone, probed by one call at a time, and comes back slowly', async () => {
    const { time, health, gateway } = held();
    pair.first.behave(fail500);
    await callTimes(gateway, 7);
    expect(targetsOf(gateway)).toEqual([...Array(5).fill('x0 x1'), 'x1', 'x1']);
    expect(health.describe('x0')).toMatchObject({ state: 'open', reason: 'open' });
    expect(gateway.records[6]?.decision?.candidates).toMatchObject([
      { targetId: 'x0', kept: true, reason: 'open' },
      { targetId: 'x1', kept: true, reason: 'fallback' },
    ]);

    time.nowMs += 5_000;
    pair.first.behave(stall(undefined));
    const probe = startCall(gateway, chatRequest);
    await eventually(() => expect(pair.first.requests).toHaveLength(6));
    await makeCall(gateway, chatRequest);
    expect(targetsOf(gateway).at(-1)).toBe('x1');
    expect(health.describe('x0')).toMatchObject({ state: 'half_open', reason: 'half_open' });
    probe.leave();
    await probe.sink.done;

    pair.first.behave(answer(chatBody));
    await callTimes(gateway, 2);
    expect(targetsOf(gateway).slice(-2)).toEqual(['x0', 'x0']);
    expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: 'ramping' });
    time.nowMs += 10_000;
    await callTimes(gateway, 1);
    expect(targetsOf(gateway).at(-1)).toBe('x1');
    time.draw = 0.39;
    await callTimes(gateway, 1);
    expect(targetsOf(gateway).at(-1)).toBe('x0');
    time.draw = 0.999;
    time.nowMs += 20_000;
    await callTimes(gateway, 1);
    expect(targetsOf(gateway).at(-1)).toBe('x0');
    expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: undefined });
  });

  test('is tried all the same when it is the only one, and the record says so; it is not tried twice', async () => {
    const { health } = held();
    const targets = [targetOf(0)];
    const providers = providersAt([pair.first.baseUrl]);
    const snapshot = snapshotOf({ providers, targets, routes: [routeOver(targets)] });
    const gateway = pair.gatewayOver(snapshot, {}, undefined, { health });
    pair.first.behave(fail500);
    await callTimes(gateway, 3);
    expect(targetsOf(gateway)).toEqual(['x0 x0 x0', 'x0 x0', 'x0']);
    expect(gateway.records[2]?.decision?.candidates).toMatchObject([{ reason: 'open' }]);
    pair.first.behave(answer(chatBody));
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.tail?.decision).toContain(',open,');
  });
});

test('when all are open the least bad one is tried first', async () => {
  const { time, gateway, health } = held();
  pair.first.behave(fail500);
  pair.second.behave(fail500);
  await callTimes(gateway, 3);
  time.nowMs += 1_000;
  for (let count = 0; health.describe('x1')?.state !== 'open'; count += 1) {
    expect(count).toBeLessThan(5);
    await callTimes(gateway, 1);
  }
  expect(health.describe('x0')?.state).toBe('open');
  pair.first.behave(answer(chatBody));
  pair.second.behave(answer(chatBody));
  const sink = await makeCall(gateway, chatRequest);
  expect(sink.calls).toEqual(['answer']);
  expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 1 });
  expect(gateway.records.at(-1)?.decision?.candidates).toMatchObject([
    { targetId: 'x0', reason: 'open' },
    { targetId: 'x1', reason: 'open' },
  ]);
});

test('a target that limits calls gets none until its time is over, and all of them then', async () => {
  const { time, gateway, health } = held();
  pair.first.behave(answer('{}', { status: 429, headers: { 'retry-after': '20' } }));
  await callTimes(gateway, 2);
  expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: 'cooling' });
  time.nowMs += 19_999;
  await callTimes(gateway, 1);
  pair.first.behave(answer(chatBody));
  time.nowMs += 1;
  await callTimes(gateway, 2);
  expect(targetsOf(gateway)).toEqual(['x0 x1', 'x1', 'x1', 'x0', 'x0']);
});

describe('a target that refuses the credential', () => {
  test('is out for 30 s, or until another one is held', async () => {
    const { time, gateway, health } = held();
    pair.first.behave(answer('{}', { status: 401 }));
    await callTimes(gateway, 2);
    expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: 'credential' });
    time.nowMs += 29_999;
    await callTimes(gateway, 1);
    time.nowMs += 1;
    await callTimes(gateway, 2);
    time.generations = {};
    pair.first.behave(answer(chatBody));
    await callTimes(gateway, 2);
    expect(targetsOf(gateway)).toEqual(['x0 x1', 'x1', 'x1', 'x0 x1', 'x1', 'x0', 'x0']);
  });

  test('is not out as long as another generation is taken', async () => {
    const both: CredentialGenerations = ['new', 'old'];
    const { health } = held();
    const credentials = credentialsOf(() => both);
    const gateway = pair.gatewayOver(pair.twoTargets(), {}, credentials, { health });
    pair.first.behave((request, response) => {
      const isOld = request.headers.authorization === 'Bearer old';
      (isOld ? answer(chatBody) : answer('{}', { status: 401 }))(request, response);
    });
    await callTimes(gateway, 2);
    expect(targetsOf(gateway)).toEqual(['x0 x0', 'x0']);
  });
});

test('a caller whose own deadline is short says nothing of the target', async () => {
  const { gateway, health } = held();
  pair.first.behave(stall(undefined));
  for (let count = 0; count < 6; count += 1) {
    const sink = await makeCall(gateway, chatRequest, { deadlineAtMs: Date.now() + 30 });
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
  }
  expect(health.describe('x0')).toMatchObject({ state: 'closed' });
});

describe('what one caller asks for puts no target out for others', () => {
  const huge = 'x'.repeat(1_100_000);

  test.each<[string, Parameters<typeof pair.first.behave>[0], boolean]>([
    ['whole replies beyond the bound', answer(JSON.stringify({ choices: [], huge })), false],
    [
      'streams with an event beyond the bound',
      answer(`data: ${huge}`, { headers: { 'content-type': 'text/event-stream' } }),
      true,
    ],
    [
      'requests beyond the limit of a minute',
      answer(
        JSON.stringify({
          error: {
            message: 'Request too large for m on tokens per min (TPM): Limit 3, Requested 9.',
            code: 'rate_limit_exceeded',
          },
        }),
        { status: 429 },
      ),
      false,
    ],
  ])('%s', async (_, behaviour, stream) => {
    const health = healthOf();
    const limits = { wholeBodyBytesMax: 1_000_000 };
    const gateway = pair.gatewayOver(pair.twoTargets(), limits, undefined, { health });
    pair.first.behave(behaviour);
    for (let done = 0; done < 6; done += 1) await makeCall(gateway, { ...chatRequest, stream });
    expect(pair.first.requests).toHaveLength(6);
    expect(health.describe('x0')).toMatchObject({ state: 'closed', reason: undefined });
  });
});
