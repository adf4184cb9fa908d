import type { UsageEvent } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import type { Usage } from '../../inference.ts';
import type { AttemptRecord, Exchange } from '../exchange.ts';

interface Feature {
  readonly name: string;
  readonly claimed: boolean;
}

/** What the attempts of a call cost, each. */
export function usageEventsOf(exchange: Exchange): UsageEvent[] {
  const feature = findFeature(exchange);
  return exchange.attempts.map((attempt) => describeUsage(exchange, attempt, feature));
}

/** What an attempt cost that was made when the call was settled. */
export function usageEventOf(exchange: Exchange, attempt: AttemptRecord): UsageEvent {
  return describeUsage(exchange, attempt, findFeature(exchange));
}

/** Empty when the caller came with a token. */
export function apiKeyIdOf({ key, token }: Exchange): string {
  return token === undefined ? (key?.id ?? '') : '';
}

const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
  estimated: false,
};

function describeUsage(exchange: Exchange, attempt: AttemptRecord, feature: Feature): UsageEvent {
  const { key, token } = exchange;
  const usage = attempt.usage ?? noUsage;
  return {
    requestId: exchange.requestId,
    attempt: attempt.number,
    atUnixMs: String(attempt.endedAtMs),
    tenantId: key?.tenantId ?? '',
    applicationId: key?.applicationId ?? '',
    apiKeyId: apiKeyIdOf(exchange),
    routeId: exchange.route?.id ?? '',
    targetId: attempt.target.id,
    modelId: attempt.target.modelId,
    feature: feature.name,
    featureClaimed: feature.claimed,
    workload: exchange.workload ?? '',
    inputTokens: String(usage.inputTokens),
    outputTokens: String(usage.outputTokens),
    cachedReadTokens: String(usage.cachedReadTokens),
    cachedWriteTokens: String(usage.cachedWriteTokens),
    cachedWriteLongTokens: String(usage.cachedWriteLongTokens ?? 0),
    reasoningTokens: String(usage.reasoningTokens),
    estimated: usage.estimated,
    costNanoUsd: String(attempt.costNanoUsd),
    unpriced: attempt.unpriced,
    outcome: usageOutcome(attempt.verdict),
    priceEffectiveFromUnixMs: String(attempt.priceFromMs),
    priceTier: attempt.priceTier,
    tokenIssuerId: token?.issuer.issuer.id ?? '',
    tokenSubject: token?.subject ?? '',
    shadow: null,
    grantId: attempt.grantId,
  };
}

function usageOutcome(verdict: string): string {
  if (verdict === 'outrun') return 'cancelled';
  return verdict === 'succeeded' || verdict === 'cancelled' ? verdict : 'failed';
}

/** The key's tag is verified; without one, the caller's word counts, marked as such. */
function findFeature({ key, claimed }: Exchange): Feature {
  if (key !== undefined && key.feature !== '') return { name: key.feature, claimed: false };
  const name = claimed['feature'] ?? '';
  return { name, claimed: name !== '' };
}
