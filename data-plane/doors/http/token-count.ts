import type { Snapshot } from '../../config/snapshot.ts';
import { authenticate, type NoteUse } from '../../pipeline/authenticate.ts';
import { authorise } from '../../pipeline/authorise.ts';
import type { Arrival } from '../../pipeline/exchange.ts';
import { createExchange } from '../../pipeline/handle.ts';
import { requireReady } from '../../pipeline/list-usable-routes.ts';
import { parse } from '../../pipeline/parse.ts';
import { reached } from '../../pipeline/reached.ts';
import type { TokenDesk } from '../../pipeline/token/token-desk.ts';
import { estimateInputTokens } from '../../routing/token-estimate.ts';
import type { Clock } from '../../upstream/clock.ts';

/** Input tokens of the call that came in. @throws GatewayError not_ready, and what the stages throw */
export type CountTokens = (arrival: Arrival) => number;

/**
 * Counts for callers who may send what they ask about: they pass the same checks as a call, up to the grant. The number is the
 * gateway's own estimate, the one that routing goes by. Nothing is sent to a provider, and nothing is recorded.
 */
export function createTokenCount(
  snapshot: () => Snapshot | undefined,
  clock: Clock,
  { tokens, noteUse }: { readonly tokens: TokenDesk; readonly noteUse: NoteUse },
): CountTokens {
  const stages = [authenticate(clock, tokens, noteUse), parse, authorise(clock, 'token_count')];
  return (arrival) => {
    const exchange = createExchange(arrival, requireReady(snapshot()));
    for (const stage of stages) stage(exchange);
    return estimateInputTokens(reached(exchange.request, 'request'));
  };
}
