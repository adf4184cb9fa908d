import { randomUUID } from 'node:crypto';
import type {
  Decision,
  DecisionAttempt,
  DecisionFinding,
} from '../../control-plane/domain/decision.ts';
import type { UsageEvent } from '../../control-plane/domain/usage.ts';
import { managementNow } from './management.ts';

/** Whose call it was, by which route. */
export interface CallOwner {
  readonly tenantId: string;
  readonly applicationId: string;
  readonly routeId: string;
}

/** An attempt that succeeded, unless told otherwise. */
export function attemptAt(
  targetId: string,
  change: Partial<DecisionAttempt> = {},
): DecisionAttempt {
  return {
    number: 1,
    targetId,
    verdict: 'succeeded',
    status: 200,
    firstTokenMs: 1,
    totalMs: 2,
    ...change,
  };
}

/** What a node reports of an answered call with these attempts. */
export function decisionOf(
  { tenantId, applicationId, routeId }: CallOwner,
  attempts: readonly DecisionAttempt[],
  { facts, ...change }: Partial<Omit<Decision, 'facts'>> & { readonly facts?: object } = {},
): Decision {
  return {
    requestId: randomUUID(),
    at: managementNow,
    tenantId,
    applicationId,
    nodeId: 'node-1',
    outcome: 'allowed',
    errorCode: null,
    requestedRoute: 'chat',
    sampleRate: 1,
    ...change,
    facts: {
      apiKeyId: randomUUID(),
      routeId,
      operation: 'chat',
      door: 'http',
      stream: false,
      workload: 'default',
      epoch: '1',
      revision: '1',
      rule: 'default',
      reroutedBy: '',
      candidates: attempts.map(({ targetId }) => ({ targetId, kept: true, reason: 'drawn' })),
      attempts,
      findings: [],
      claimed: {},
      costNanoUsd: '1',
      totalMs: 2,
      firstTokenMs: 1,
      ...facts,
    },
  };
}

/** What an attempt of that call used. */
export function usageOf(
  { requestId, at, tenantId, applicationId, facts }: Decision,
  { number, targetId }: DecisionAttempt,
  change: Partial<UsageEvent> = {},
): UsageEvent {
  return {
    requestId,
    attempt: number,
    at,
    tenantId,
    applicationId,
    apiKeyId: facts.apiKeyId,
    tokenIssuerId: facts.tokenIssuerId ?? '',
    tokenSubject: facts.tokenSubject ?? '',
    routeId: facts.routeId,
    targetId,
    modelId: randomUUID(),
    feature: '',
    featureClaimed: false,
    workload: facts.workload,
    inputTokens: 10n,
    outputTokens: 5n,
    cachedReadTokens: 0n,
    cachedWriteTokens: 0n,
    cachedWriteLongTokens: 0n,
    reasoningTokens: 0n,
    estimated: false,
    costNanoUsd: 100n,
    unpriced: false,
    priceEffectiveFrom: null,
    priceTier: 0,
    grantId: '',
    outcome: 'succeeded',
    shadow: null,
    ...change,
  };
}

/** What a rule found in what a user says. */
export const finding = (change: Partial<DecisionFinding> = {}): DecisionFinding => ({
  policy: 'mails',
  rule: 'no-mails',
  detector: 'personal_data',
  kind: 'email',
  count: 1,
  action: 'block',
  parts: [{ part: 'user', count: change.count ?? 1 }],
  ...change,
});
