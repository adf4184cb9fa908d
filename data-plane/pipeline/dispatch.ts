import { DispatchRun } from './dispatch-run.ts';
import type { Stage } from './exchange.ts';
import type { DispatchOptions } from './running-attempt.ts';

/**
 * Sends the call to its targets until one answers, in the order of the route but for those whose health is against it: at
 * most 3 tries, each attempt authorised again (docs/reliability.md). A try has a second attempt at the same target when its
 * provider refused the credential and another generation is held, or when its connection had gone stale.
 * Streams are written to the sink up to their end; the end itself, and whole replies, are left in `reply` for
 * after settling. Sets `attempts`, `firstContentMs`, `verbatim`, `reply`, and `candidates` where it knows a better reason.
 *
 * @throws GatewayError caller_left, deadline_exceeded, grant_missing, provider_rejected, provider_rate_limited,
 *   provider_unavailable, provider_protocol_error, provider_stream_cut
 */
export function dispatch(options: DispatchOptions): Stage {
  return (exchange) =>
    new Promise((resolve, reject) =>
      new DispatchRun(exchange, options, { resolve, reject }).start(),
    );
}
