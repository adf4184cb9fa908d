import type { Dialect } from '../../dialects/dialect.ts';
import type { GatewayError } from '../../errors.ts';
import type { FailureFacts, ReplyHead, ReplyTail } from '../../pipeline/exchange.ts';
import { listRateLimits } from '../rate-limit.ts';

/** What identifies a reply before anything is known about it. */
export interface ReplyIdentity {
  readonly requestId: string;
  /** Revision that the node enforced when the call came in; decimal. */
  readonly revision: string;
}

/** What every answer to a call says of it. */
interface AnsweredCall {
  readonly identity: ReplyIdentity;
  readonly dialect: Pick<Dialect, 'requestIdHeader'>;
  /** See `Dialect.answerHeaders`. */
  readonly ownHeaders: readonly string[];
}

/**
 * A decision is one word a stage; more would be a fault of the pipeline, and some proxies refuse
 * long headers.
 */
const decisionCharsMax = 1024;

/**
 * Flat list of names and values that says only which reply this is. Each list is fresh: callers
 * add to it. The wire of the reply may want the request id under a name of its own, too.
 */
export function identityHeaders({ identity, dialect, ownHeaders }: AnsweredCall): string[] {
  const { requestId, revision } = identity;
  const { requestIdHeader } = dialect;
  const headers = ['x-gatehouse-request-id', requestId, 'x-gatehouse-revision', revision];
  if (requestIdHeader !== undefined) headers.push(requestIdHeader, requestId);
  for (const word of ownHeaders) headers.push(word);
  return headers;
}

/** Adds what is known when a reply begins. */
export function addHead(headers: string[], head: ReplyHead): void {
  headers.push(
    'x-gatehouse-route',
    headerValue(head.routeName),
    'x-gatehouse-target',
    headerValue(head.targetName),
    'x-gatehouse-attempts',
    String(head.attemptCount),
    ...listRateLimits(head.limits),
  );
  if (head.budgetLeftNanoUsd !== undefined)
    headers.push('x-gatehouse-budget-remaining-nano-usd', String(head.budgetLeftNanoUsd));
}

/** Adds what is known when a reply has ended. */
export function addTail(
  headers: string[],
  tail: Pick<ReplyTail, 'costNanoUsd' | 'decision'>,
): void {
  headers.push(
    'x-gatehouse-cost-nano-usd',
    String(tail.costNanoUsd),
    'x-gatehouse-decision',
    decisionValue(tail),
  );
}

/** What was known of a call when it was refused or failed, as a flat list of names and values. */
export function failureHeaders(known: FailureFacts): string[] {
  const headers = ['x-gatehouse-attempts', String(known.attemptCount)];
  if (known.routeName !== undefined)
    headers.push('x-gatehouse-route', headerValue(known.routeName));
  if (known.targetName !== undefined)
    headers.push('x-gatehouse-target', headerValue(known.targetName));
  headers.push(...listRateLimits(known.limits));
  addTail(headers, known);
  return headers;
}

/**
 * Adds the word of the closed list, and what an SDK is to do: a refusal that would be repeated in
 * vain is not repeated.
 */
export function addError(headers: string[], error: GatewayError): void {
  headers.push('x-gatehouse-error', error.code);
  if (!error.row.retryable) headers.push('x-should-retry', 'false');
  if (error.retryAfterS !== undefined) headers.push('retry-after', String(error.retryAfterS));
  if (error.row.httpStatus === 401) headers.push('www-authenticate', 'Bearer');
}

/** The tail of a stream as comments, which every reader of event streams skips over. */
export function renderTailComment(tail: ReplyTail): string {
  const cost = `: x-gatehouse-cost-nano-usd: ${tail.costNanoUsd}\n`;
  return `${cost}: x-gatehouse-decision: ${decisionValue(tail)}\n\n`;
}

function decisionValue(tail: Pick<ReplyTail, 'decision'>): string {
  return headerValue(tail.decision).slice(0, decisionCharsMax);
}

/**
 * Headers take printable ASCII; other names are percent-encoded, through UTF-8 because a lone
 * surrogate would throw.
 */
function headerValue(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(Buffer.from(value).toString());
}
