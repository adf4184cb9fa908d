import type { LimitStanding, RateStanding } from '../limits/limit-verdict.ts';

/**
 * What is left of the tightest limits of requests and tokens, by the names under which clients of OpenAI look for it (OpenAI guide
 * on rate limits, headers). Names and values, in turn.
 */
export function listRateLimits(standing: LimitStanding | undefined): readonly string[] {
  if (standing === undefined) return [];
  const { requests, tokens } = standing;
  return [...describe('requests', requests), ...describe('tokens', tokens)];
}

function describe(what: 'requests' | 'tokens', one: RateStanding | undefined): readonly string[] {
  if (one === undefined) return [];
  return [
    `x-ratelimit-limit-${what}`,
    String(one.limit),
    `x-ratelimit-remaining-${what}`,
    String(one.remaining),
    `x-ratelimit-reset-${what}`,
    printDuration(one.resetMs),
  ];
}

/** As OpenAI writes it: 17ms, 12s, 6m0s, 1h0m3s. Rounded up. */
export function printDuration(ms: number): string {
  if (ms < 1_000) return `${ms}ms`;
  const seconds = Math.ceil(ms / 1_000);
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)];
  if (minutes === 0) return `${seconds}s`;
  if (hours === 0) return `${minutes}m${seconds % 60}s`;
  return `${hours}h${minutes % 60}m${seconds % 60}s`;
}
