import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody } from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

const HEALTH = '{ live healthy open halfOpen cooling credential ramping unknown silent }';
const STATE = '{ target { name } nodeId condition breaker since current }';

/** Goal: what a node has learnt of a target is seen in GraphQL, soon and without anybody asking the node. */
describe('the state of a target', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
  });

  async function ask(id: string) {
    const { target, node } = await house.admin.query(
      `query ($id: ID!) {
        target(id: $id) { health ${HEALTH} states ${STATE} }
        node(id: "node-1") { targets { current healthy leftOut states ${STATE} } }
      }`,
      { id },
    );
    return { ...target, node };
  }

  test('is healthy while nothing stands against it, and open with its reason when it fails', async () => {
    await eventually(
      async () =>
        expect(await ask(house.ids.firstChat)).toMatchObject({
          health: { live: 1, healthy: 1, open: 0, unknown: 0, silent: 0 },
          states: [],
          node: { targets: { current: true, leftOut: 0, states: [] } },
        }),
      10_000,
    );
    house.first.behave(answer('{"error":{"message":"boom"}}', { status: 500 }));
    house.second.behave(answer(chatBody));
    const startMs = Date.now();
    for (let sent = 0; sent < 5; sent += 1) await (await chat(house, {})).text();
    await eventually(async () => {
      const { health, states, node } = await ask(house.ids.firstChat);
      expect(health).toMatchObject({ live: 1, healthy: 0, unknown: 0 });
      expect(states).toMatchObject([{ nodeId: 'node-1', current: true }]);
      expect(['OPEN', 'HALF_OPEN']).toContain(states[0].condition);
      expect(states[0].condition).toBe(states[0].breaker);
      expect(Date.parse(states[0].since)).toBeGreaterThanOrEqual(startMs - 1_000);
      expect(node.targets.states).toEqual(states);
      expect(node.targets.healthy).toBeGreaterThan(0);
    }, 10_000);
    expect(await ask(house.ids.secondChat)).toMatchObject({ health: { healthy: 1 }, states: [] });
  });
});
