import { Metadata } from '@grpc/grpc-js';
import type { LimitStanding } from '../../limits/limit-verdict.ts';
import type { FailureFacts, ReplyHead, ReplyTail } from '../../pipeline/exchange.ts';
import { listRateLimits } from '../rate-limit.ts';

/** What identifies a reply before anything is known about it. */
export interface ReplyIdentity {
  readonly requestId: string;
  /** Revision that the node enforced when the call came in; decimal. */
  readonly revision: string;
}

/** Trailers stay under 8 KiB in sum, which every proxy takes; the decision is the only one without a small bound. */
const decisionCharsMax = 1024;

/** Metadata that says only which reply this is: for replies without a target, and for refusals. */
export function identityMetadata(identity: ReplyIdentity): Metadata {
  const metadata = new Metadata();
  metadata.set('x-gatehouse-request-id', identity.requestId);
  metadata.set('x-gatehouse-revision', identity.revision);
  return metadata;
}

/** Initial metadata of a reply that has begun. */
export function headMetadata(identity: ReplyIdentity, head: ReplyHead): Metadata {
  const metadata = identityMetadata(identity);
  metadata.set('x-gatehouse-route', asciiValue(head.routeName));
  metadata.set('x-gatehouse-target', asciiValue(head.targetName));
  addRateLimits(metadata, head.limits);
  if (head.budgetLeftNanoUsd !== undefined)
    metadata.set('x-gatehouse-budget-remaining-nano-usd', String(head.budgetLeftNanoUsd));
  return metadata;
}

/** Trailers of a reply that ended well. */
export function tailMetadata(head: ReplyHead | undefined, tail: ReplyTail): Metadata {
  const metadata = new Metadata();
  if (head !== undefined) {
    metadata.set('x-gatehouse-target', asciiValue(head.targetName));
    metadata.set('x-gatehouse-attempts', String(head.attemptCount));
  }
  metadata.set('x-gatehouse-input-tokens', String(tail.usage.inputTokens));
  metadata.set('x-gatehouse-output-tokens', String(tail.usage.outputTokens));
  metadata.set('x-gatehouse-cost-nano-usd', String(tail.costNanoUsd));
  metadata.set('x-gatehouse-decision', asciiValue(tail.decision).slice(0, decisionCharsMax));
  return metadata;
}

/** Adds to the trailers of a failed call what was known of it. */
export function addFailure(metadata: Metadata, known: FailureFacts): void {
  const { routeName, targetName, attemptCount, costNanoUsd, decision } = known;
  addRateLimits(metadata, known.limits);
  if (routeName !== undefined) metadata.set('x-gatehouse-route', asciiValue(routeName));
  if (targetName !== undefined) metadata.set('x-gatehouse-target', asciiValue(targetName));
  metadata.set('x-gatehouse-attempts', String(attemptCount));
  metadata.set('x-gatehouse-cost-nano-usd', String(costNanoUsd));
  metadata.set('x-gatehouse-decision', asciiValue(decision).slice(0, decisionCharsMax));
}

function addRateLimits(metadata: Metadata, standing: LimitStanding | undefined): void {
  const words = listRateLimits(standing);
  for (let at = 0; at + 1 < words.length; at += 2)
    metadata.set(words[at] ?? '', words[at + 1] ?? '');
}

/**
 * Metadata takes printable ASCII only (gRPC over HTTP/2, "Custom-Metadata"); other names are percent-encoded, through UTF-8
 * because a lone surrogate would throw.
 */
function asciiValue(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(Buffer.from(value).toString());
}
