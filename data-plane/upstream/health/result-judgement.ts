import type { AttemptResult } from '../attempt-plan.ts';

/** A caller or a route that waits less says nothing of a model by giving up. */
const countedTimeoutMsMin = 1_000;
/** How long an answer shows that a target takes its credential; until then each call that is refused pays for one more attempt. */
const trustedMs = 10_000;

/**
 * Whether a refused credential may be the request's doing: firewalls in front of providers, moderation, files and videos that are
 * not the account's are answered with 403 and 404 too. Whoever has answered others a moment ago takes the credential.
 *
 * @param goodAtMs when the target has answered last, like `nowMs` in milliseconds of the monotonic clock
 */
export function isDoubtful({ status }: AttemptResult, goodAtMs: number, nowMs: number): boolean {
  return (status === 403 || status === 404) && nowMs - goodAtMs <= trustedMs;
}

/** A refusal, a limit, a caller that leaves and another attempt that was first say nothing of how a target works; nor does a stale connection. */
export function isFaultOfTarget(result: AttemptResult, isCutByCaller: boolean): boolean {
  switch (result.verdict) {
    case 'server_error':
    case 'connect':
      return true;
    case 'protocol':
      return result.error?.isOfRequest !== true;
    case 'reset':
      return !result.isStale;
    case 'timeout':
      return result.status >= 400 || (!isCutByCaller && result.totalMs >= countedTimeoutMsMin);
    default:
      return false;
  }
}
