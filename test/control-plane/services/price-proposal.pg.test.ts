import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Target } from '../../../control-plane/domain/target.ts';
import { PRICE_LIST } from '../../../control-plane/price-list/price-list.ts';
import { createCatalog } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';

/*
 * Goal: prices of the list that comes with the package reach a target only when somebody accepts exactly what was shown.
 * Method: real rows of Postgres, and the real list; its entry of gpt-4o has stood for years.
 */

let management: Management;
let target: Target;
let unknown: Target;
beforeAll(async () => {
  management = await openManagement();
  const made = await createCatalog(management, {
    provider: { baseUrl: 'https://api.openai.com/v1' },
    target: { providerModel: 'gpt-4o', prices: [{ input: 1n, output: 2n }] },
  });
  target = made.target;
  unknown = (await createCatalog(management)).target;
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const list = async () =>
  management.services.priceProposals.list(management.admin, {
    targetIds: [target.id, unknown.id],
    outcomes: ['change', 'refused', 'unchanged', 'unknown'],
  });
const proposalOf = async ({ id }: Target) => {
  const found = (await list()).rows.find((row) => row.target.id === id);
  if (found === undefined) throw new Error('there is no proposal');
  return found;
};
const accept = (accepted: readonly { targetId: string; digest: string }[], key?: string) =>
  management.services.priceProposals.accept(
    management.admin,
    call('acceptProposedPrices', { accepted }, key),
    accepted,
  );

describe('proposed prices', () => {
  test('show old and new, by vendor and model, and change nothing', async () => {
    expect(await proposalOf(target)).toMatchObject({
      outcome: 'change',
      published: { vendor: 'openai', model: 'gpt-4o', list: '@pydantic/genai-prices 0.1.8' },
      current: [{ input: 1n, output: 2n }],
      proposed: [
        {
          effectiveFrom: managementNow,
          input: 2_500_000_000n,
          output: 10_000_000_000n,
          cachedRead: 1_250_000_000n,
        },
      ],
    });
    expect(await proposalOf(unknown)).toMatchObject({ outcome: 'unknown', digest: null });
    const [row] = await management.services.targets.listByIds(management.admin, [target.id]);
    expect(row).toEqual(target);
  });

  test('are accepted as they were seen, all or none, with the list as the reason', async () => {
    const { digest } = await proposalOf(target);
    const seen = { targetId: target.id, digest: digest ?? '' };
    const nothing = { targetId: unknown.id, digest: 'ab' };
    expect(await faultPathsOf(() => accept([seen, nothing]))).toEqual(['accepted.1.digest']);
    expect(await faultPathsOf(() => accept([{ ...seen, digest: 'ab' }]))).toEqual([
      'accepted.0.digest',
    ]);
    const { value, revision } = await accept([seen], 'accept-once');
    expect(value.targets).toMatchObject([{ id: target.id, version: 2 }]);
    expect(value.targets[0]?.prices.at(-1)).toMatchObject({ input: 2_500_000_000n });
    expect(await accept([seen], 'accept-once')).toEqual({ value, revision, repeated: true });
    expect(await faultPathsOf(() => accept([seen]))).toEqual(['accepted.0.digest']);
    const events = await management.query(
      'SELECT action, reason, revision FROM audit_event WHERE object = $1 ORDER BY id DESC LIMIT 1',
      [`target/${target.id}`],
    );
    expect(events).toEqual([
      {
        action: 'target.accept-price',
        reason: '@pydantic/genai-prices 0.1.8: openai/gpt-4o',
        revision: String(revision),
      },
    ]);
    expect(await proposalOf(target)).toMatchObject({ outcome: 'unchanged' });
  });

  test('name the version of the list that is installed', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const name = '@pydantic/genai-prices';
    expect(PRICE_LIST).toBe(`${name} ${dependencies[name]}`);
  });

  test('are the platform’s to accept', async () => {
    const viewer = await management.operation(['viewer']);
    const accepted = [{ targetId: target.id, digest: 'ab' }];
    const work = () =>
      management.services.priceProposals.accept(viewer, call('acceptProposedPrices'), accepted);
    expect(await failureOf(work)).toMatchObject({ permission: 'target:write' });
  });
});
