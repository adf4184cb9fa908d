import { costNanoUsd, priceAt, tierAt } from '../../policy/price.ts';
import type { Target } from '../../policy/resource.ts';
import type { Charge } from '../budgets/budget-desk.ts';
import type { InferenceRequest, Message, Usage, WholeReply } from '../inference.ts';
import type { ProviderAdapter } from '../providers/provider.ts';
import { estimateTextTokens } from '../routing/token-estimate.ts';
import type { AttemptResult } from '../upstream/attempt-plan.ts';
import type { TargetReason } from '../upstream/health/target-queue.ts';
import type { AttemptRecord, ConsideredCandidate } from './exchange.ts';

/** One try, with what is needed to say what it cost. */
export interface AttemptAccount {
  /** From 1. */
  readonly number: number;
  readonly isHedge: boolean;
  readonly target: Target;
  readonly request: InferenceRequest;
  /** Estimated. */
  readonly inputTokens: number;
  readonly adapter: ProviderAdapter;
  readonly result: AttemptResult;
  /** Unix milliseconds. */
  readonly endedAtMs: number;
  readonly grantId: string;
  readonly charge: Charge | undefined;
}

/**
 * What one try leaves behind. Tokens: the provider's count, else an estimate of what was seen: the whole input and the
 * output that came. A failure without content has none; a call that the caller left before content is marked estimated. One that
 * was outrun by another is charged for its input as soon as that was sent: its provider has read it, and was not at fault.
 */
export function recordAttempt(account: AttemptAccount): AttemptRecord {
  const { number, isHedge, target, result, endedAtMs, grantId, charge } = account;
  const usage = result.usage ?? estimateUsage(account);
  const price = priceAt(target.prices, endedAtMs);
  const isCharged = usage !== undefined && usage !== nothingSeen && price !== undefined;
  return {
    number,
    target,
    isHedge,
    verdict: result.verdict,
    status: result.status,
    firstTokenMs: Math.round(result.firstTokenMs),
    totalMs: Math.round(result.totalMs),
    endedAtMs,
    usage,
    costNanoUsd: isCharged ? costNanoUsd(price, usage) : 0n,
    unpriced: price === undefined,
    priceFromMs: price?.effectiveFromMs ?? 0,
    priceTier: isCharged ? (tierAt(price, usage.inputTokens)?.inputTokensAbove ?? 0) : 0,
    grantId,
    charge,
  };
}

/** The candidates with what stood against them on this node in place of why the policy has kept them. */
export function noteReasons(
  candidates: readonly ConsideredCandidate[],
  reasons: ReadonlyMap<string, TargetReason>,
): readonly ConsideredCandidate[] {
  if (reasons.size === 0) return candidates;
  return candidates.map((one) => ({ ...one, reason: reasons.get(one.targetId) ?? one.reason }));
}

/** A decoded reply tells the same usage as the record, be it the provider's or the gateway's own count. */
export function withUsage(reply: WholeReply, usage: Usage | undefined): WholeReply {
  return reply.kind === 'raw' || usage === undefined ? reply : { ...reply, usage };
}

const nothingSeen: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
  estimated: true,
};

function estimateUsage(account: AttemptAccount): Usage | undefined {
  const { result, inputTokens } = account;
  if (result.verdict !== 'succeeded' && result.contentEventCount === 0) {
    if (result.verdict === 'outrun' && result.sent) return { ...nothingSeen, inputTokens };
    return result.verdict === 'cancelled' ? nothingSeen : undefined;
  }
  return {
    ...nothingSeen,
    inputTokens,
    outputTokens: result.reply === undefined ? streamedTokens(result) : wholeTokens(account),
  };
}

/** OpenAI-compatible servers send about one token an event; decoded text may say more. */
function streamedTokens({ contentEventCount, contentCharCount }: AttemptResult): number {
  return Math.max(contentEventCount, Math.ceil(contentCharCount / 4));
}

function wholeTokens({ result: { reply }, adapter, request }: AttemptAccount): number {
  if (reply === undefined || request.operation === 'embedding') return 0;
  if (reply.kind === 'embedding') return 0;
  if (reply.kind === 'chat') return messageTokens(reply.chat.message);
  try {
    const decoded = adapter.decode(request.operation, reply.bytes, false).reply;
    if (decoded.kind === 'chat') return messageTokens(decoded.chat.message);
  } catch {
    // What is no whole reply to the decoder was passed on all the same, so its size is charged.
  }
  return Math.ceil(reply.bytes.length / 4);
}

function messageTokens(message: Message): number {
  let tokens = contentTokens(message);
  for (const call of message.toolCalls ?? []) {
    tokens += estimateTextTokens(call.name) + estimateTextTokens(call.arguments);
  }
  return tokens;
}

function contentTokens({ content }: Message): number {
  if (content === undefined) return 0;
  if (typeof content === 'string') return estimateTextTokens(content);
  return content.reduce(
    (sum, part) => sum + (part.kind === 'text' ? estimateTextTokens(part.text) : 0),
    0,
  );
}
