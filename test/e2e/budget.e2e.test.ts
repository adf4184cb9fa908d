import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody } from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

const GRANTS = `query ($tenantId: ID!) {
  grants(first: 10, tenantId: $tenantId) { edges { node { id version model { id } } } }
}`;

/** Of one answer of the provider: 7 tokens in at 1,000 nano-USD and 5 out at 2,000. */
const COST = 17_000n;
const AMOUNT = 200_000n;
/** For one call: 40 tokens in at most, 10 out. */
const SET_ASIDE = 60_000n;
/** Output is bounded, so that what is set aside is. */
const bounded = { text: 'Hello', max_tokens: 10 };

/** Goal: what a grant may spend in a month holds, from the change of the control plane to the caller who is refused. */
describe('a budget', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
    house.first.behave(answer(chatBody));
    house.second.behave(answer(chatBody));
  });
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
  });

  async function boundSpend(monthlySpend: bigint): Promise<void> {
    const { grants } = await house.admin.query(GRANTS, { tenantId: house.ids.tenant });
    const { node } = grants.edges.find(
      (edge: { node: { model: { id: string } } }) => edge.node.model.id === house.ids.chatModel,
    );
    const input = { id: node.id, expectedVersion: node.version };
    await house.change('updateGrant', { ...input, monthlySpend: monthlySpend.toString() });
  }

  test('lets calls pay until it is spent, says what is left, and never overdraws', async () => {
    await boundSpend(AMOUNT);
    let spent = 0n;
    // What the ledger has not acknowledged yet counts twice for a second: calls may be refused before the end, and are let through again.
    await eventually(async () => {
      const reply = await chat(house, bounded);
      if (reply.status === 200) {
        const left = reply.headers.get('x-gatehouse-budget-remaining-nano-usd');
        expect(BigInt(left ?? -1)).toBeLessThanOrEqual(AMOUNT - spent);
        spent += COST;
      } else expect(reply.headers.get('x-gatehouse-error')).toBe('budget_exhausted');
      await reply.arrayBuffer();
      expect(spent).toBeGreaterThan(AMOUNT - SET_ASIDE);
    }, 15_000);
    const refused = await chat(house, bounded);
    expect(refused.status).toBe(402);
    expect(refused.headers.get('x-should-retry')).toBe('false');
    const { error } = (await refused.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('budget_exhausted');
    expect(error.message).toContain('grant:');
    expect(spent).toBeLessThanOrEqual(AMOUNT);
  });

  test('refuses in the shape of each dialect', async () => {
    const reply = await fetch(`${house.node.httpUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': house.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'chat',
        max_tokens: 100_000,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    });
    expect(reply.status).toBe(402);
    const { type, error } = (await reply.json()) as { type: string; error: { type: string } };
    expect([type, error.type]).toEqual(['error', 'billing_error']);
  });
});
