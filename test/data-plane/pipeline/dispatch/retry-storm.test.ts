import { expect, test } from '@jest/globals';
import { answer, chatBody } from '../../../support/faulty-provider.ts';
import { type Gateway, healthOf, makeCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { chatRequest, providersAt, routeOver, snapshotOf, targetOf } from '../snapshot-fixture.ts';

/*
 * Goal: calls against targets that are down do not multiply themselves.
 * Method: a thousand calls, fifty at a time; the clock of the budget stands still, so that only traffic and the burst pay.
 */

const pair = useProviderPair();

async function storm(gateway: Gateway, count: number, width = 50): Promise<number> {
  let left = count;
  let answeredCount = 0;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { calls } = await makeCall(gateway, chatRequest);
      if (calls[0] === 'answer') answeredCount += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return answeredCount;
}

function heldHealth() {
  let refusedCount = 0;
  const ignore = () => undefined;
  const health = healthOf({
    clock: { unixMs: () => 0, monotonicMs: () => 1_000_000 },
    observer: {
      out: ignore,
      closed: ignore,
      forced: ignore,
      retried: ignore,
      refused: () => {
        refusedCount += 1;
      },
    },
  });
  return { health, refused: () => refusedCount };
}

/** With three bad replies of ten no breaker opens, and only the budget holds the storm back. */
test.each([
  ['dead', 10],
  ['failing now and then', 3],
])(
  'a thousand calls to one target that is %s make a fifth more attempts at most, and the burst',
  async (kind, badOfTen) => {
    const targets = [targetOf(0)];
    const { health, refused } = heldHealth();
    const gateway = pair.gatewayOver(
      snapshotOf({
        providers: providersAt([pair.first.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
      {},
      undefined,
      { health },
    );
    let requestCount = 0;
    pair.first.behave((request, response) => {
      requestCount += 1;
      const isGood = (requestCount * 3) % 10 >= badOfTen;
      (isGood ? answer(chatBody) : answer('{}', { status: 500 }))(request, response);
    });
    await storm(gateway, 1_000);
    expect(requestCount).toBeGreaterThanOrEqual(1_000);
    expect(requestCount).toBeLessThanOrEqual(1_000 + 200 + 30);
    const attemptCount = gateway.records.reduce(
      (sum, { decision }) => sum + (decision?.attempts?.length ?? 0),
      0,
    );
    expect(attemptCount).toBe(requestCount);
    if (kind !== 'dead') {
      expect(refused()).toBeGreaterThan(30);
      const reasons = gateway.records.map(({ decision }) => decision?.candidates?.[0]?.reason);
      expect(reasons).toContain('retry_budget');
    }
  },
);

test('a thousand calls to a dead target are all answered by the one that works, without a budget', async () => {
  const { health, refused } = heldHealth();
  const gateway = pair.gatewayOver(pair.twoTargets(), {}, undefined, { health });
  pair.first.behave(answer('{}', { status: 500 }));
  expect(await storm(gateway, 1_000, 200)).toBe(1_000);
  expect(pair.first.requests.length).toBeLessThan(300);
  expect(pair.second.requests).toHaveLength(1_000);
  expect(refused()).toBe(0);
});
