import { type House, housePrice } from './house.ts';

/** A route that was made for one test. */
export interface FreshRoute {
  /** What callers put in `model`. */
  readonly model: string;
  /** Name of the target at the first provider, which goes first. */
  readonly first: string;
  /** Name of the target at the second provider, the fallback. */
  readonly second: string;
}

let routeCount = 0;

/** A route over two targets that nothing was sent to yet: what a node knows of the health of a target outlives a test. */
export function createFreshRoute(house: House): Promise<FreshRoute> {
  return house.batch(({ change }) => makeRoute(house, change));
}

async function makeRoute(house: House, change: House['change']): Promise<FreshRoute> {
  routeCount += 1;
  const names = { first: `first-${routeCount}`, second: `second-${routeCount}` };
  const target = async (place: 'first' | 'second'): Promise<string> => {
    const provider = await change('createProvider', {
      name: names[place],
      kind: 'OPENAI',
      baseUrl: house[place].baseUrl,
      region: 'eu',
    });
    const made = await change('createTarget', {
      name: names[place],
      providerId: provider['provider'].id,
      modelId: house.ids.chatModel,
      providerModel: `real-${names[place]}`,
      prices: [housePrice],
    });
    return made['target'].id;
  };
  const firstId = await target('first');
  const secondId = await target('second');
  const model = `fresh-${routeCount}`;
  await change('createRoute', {
    tenantId: house.ids.tenant,
    name: model,
    operation: 'CHAT',
    rules: [
      { name: 'all', split: [{ targetId: firstId, weight: 1 }], fallbackTargetIds: [secondId] },
    ],
  });
  return { model, ...names };
}
