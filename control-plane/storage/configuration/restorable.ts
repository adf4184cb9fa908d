import { type DecodedResourceBody, decodeResource, readTimers } from '../../../proto/resource.ts';
import type { Limit } from '../../domain/limit.ts';
import type { PromptPolicy } from '../../domain/prompt-policy.ts';
import type { Route, WrittenTimers } from '../../domain/route.ts';
import type { Target } from '../../domain/target.ts';
import { readPromptRule } from './prompt-rule.ts';
import { readRouting } from './routing.ts';
import { readPriceTier, readTokenPrices } from './stored-price.ts';

/** What a rollback restores of each kind. Whether a target is enabled is not among it: who disabled it meant it. */
export interface Restorable {
  readonly route: Pick<
    Route,
    'name' | 'rules' | 'constraints' | 'promptPolicyId' | keyof WrittenTimers
  >;
  readonly prompt_policy: Pick<PromptPolicy, 'name' | 'rules' | 'appliesTo'>;
  readonly limit: Pick<
    Limit,
    'name' | 'workloads' | 'routeIds' | 'amount' | 'windowS' | 'monitor' | 'message'
  >;
  readonly target: Pick<Target, 'name' | 'providerModel' | 'region' | 'capabilities' | 'prices'>;
}

export type RestorableKind = keyof Restorable;

type Readers = { readonly [Kind in RestorableKind]: (body: Buffer) => Restorable[Kind] };

/** Words of closed sets are taken as they are: the rules of the domain judge them again before anything is written. */
const readers: Readers = {
  route: (body) => {
    const route = decodeResource('route', body);
    if (!('operation' in route)) throw new Error('a body of a route is no route');
    return {
      name: route.name,
      ...readRouting(route),
      promptPolicyId: route.promptPolicyId || null,
      ...restoreTimers(route),
    };
  },
  prompt_policy: (body) => {
    const { name, rules, appliesTo } = decodeResource('prompt_policy', body);
    return {
      name,
      rules: rules.map(readPromptRule),
      appliesTo,
    };
  },
  limit: (body) => {
    const { name, workloads, routeIds, amount, windowS, monitor, message } = decodeResource(
      'limit',
      body,
    );
    return { name, workloads, routeIds, amount: Number(amount), windowS, monitor, message };
  },
  target: (body) => {
    const target = decodeResource('target', body);
    return {
      name: target.name,
      providerModel: target.providerModel,
      region: target.region || null,
      capabilities: target.capabilities as Target['capabilities'],
      prices: target.prices.map(({ effectiveFromUnixMs, perRequest, tiers, ...tokens }) => ({
        effectiveFrom: new Date(Number(effectiveFromUnixMs)),
        ...readTokenPrices(tokens),
        perRequest: BigInt(perRequest),
        tiers: tiers.map(readPriceTier),
      })),
    };
  },
};

function restoreTimers(route: DecodedResourceBody['route']): WrittenTimers {
  const timers = readTimers(route);
  return {
    connectTimeoutMs: timers.connectTimeoutMs || null,
    firstTokenTimeoutMs: timers.firstTokenTimeoutMs || null,
    idleTimeoutMs: timers.idleTimeoutMs || null,
    totalTimeoutMs: timers.totalTimeoutMs || null,
  };
}

/** Reads a body back into what people edit. @throws Error when the bytes are no message of that kind */
export function readRestorable<Kind extends RestorableKind>(
  kind: Kind,
  body: Buffer,
): Restorable[Kind] {
  return readers[kind](body);
}
