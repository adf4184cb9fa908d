import { fallbackClasses, type Target } from '../../../policy/resource.ts';
import type { Snapshot } from '../../config/snapshot.ts';
import { toGatewayError } from '../../errors.ts';
import type { Explanation } from '../../explanation.ts';
import { noteReasons } from '../../pipeline/attempt-record.ts';
import type { Arrival, Exchange, Stage } from '../../pipeline/exchange.ts';
import { explain } from '../../pipeline/explain/explain.ts';
import { createExchange } from '../../pipeline/handle.ts';
import { requireReady } from '../../pipeline/list-usable-routes.ts';
import type { Ranked, RankReason } from '../../upstream/health/rank-targets.ts';
import type { TargetHealth } from '../../upstream/health/target-health.ts';

/** What explaining depends on. */
export interface ExplainOptions {
  /** Those of a call up to the choice of its targets. */
  readonly stages: readonly Stage[];
  /** The active configuration; undefined as long as the node holds none. */
  readonly snapshot: () => Snapshot | undefined;
  /** Is asked only: no probe begins, no budget pays. */
  readonly health: Pick<TargetHealth, 'rank' | 'describe'>;
  /** Told what would become of each call, in words of the decision. */
  readonly onExplained?: (decision: Explanation) => void;
  /** Told of what must not happen, for the log. */
  readonly onFault?: (fault: unknown, requestId: string) => void;
}

/** What would become of a call. The form of `ExplainResponse`. */
export type ExplainedCall = {
  readonly decision: Explanation;
  readonly order: PlannedTarget[];
  readonly fallbacks: { readonly on: string; readonly targets: string[] }[];
};

type PlannedTarget = {
  readonly target: string;
  readonly state: string;
  readonly reason: string;
};

/**
 * What would become of the call that came in. Nothing is sent, counted or kept.
 *
 * @throws GatewayError not_ready, scope_missing, and what authenticating and parsing throw, in the promise: then there
 *   is nothing to explain
 */
export type ExplainCall = (arrival: Arrival) => Promise<ExplainedCall>;

/** Makes what answers `Explain`. */
export function createExplainCall(options: ExplainOptions): ExplainCall {
  const { health } = options;
  return async (arrival) => {
    const exchange = createExchange(arrival, requireReady(options.snapshot()));
    await decide(exchange, options);
    const ranked = rank(exchange, health);
    exchange.candidates = noteReasons(exchange.candidates, reasonsOf(ranked));
    const decision = explain(exchange);
    options.onExplained?.(decision);
    return {
      decision,
      order: ranked.map(({ item, reason }) => ({
        target: item.name,
        state: health.describe(item.id)?.state ?? 'closed',
        reason: reason ?? '',
      })),
      fallbacks: listFallbacks(exchange),
    };
  };
}

async function decide(exchange: Exchange, { stages, onFault }: ExplainOptions): Promise<void> {
  try {
    for (const stage of stages) await stage(exchange);
  } catch (thrown) {
    const error = toGatewayError(thrown);
    if (error.code === 'internal') onFault?.(error.cause ?? error, exchange.requestId);
    if (exchange.request === undefined || error.code === 'internal') throw error;
    exchange.error = error;
  }
}

/** As a call would find them that begins at this moment. */
function rank(
  { error, targets, snapshot }: Exchange,
  health: ExplainOptions['health'],
): readonly Ranked<Target>[] {
  return error === undefined ? health.rank(targets, snapshot.providers) : [];
}

function reasonsOf(ranked: readonly Ranked<Target>[]): ReadonlyMap<string, RankReason> {
  return new Map(
    ranked.flatMap(({ item, reason }) => (reason === undefined ? [] : [[item.id, reason]])),
  );
}

function listFallbacks({ error, fallbacksOn }: Exchange): ExplainedCall['fallbacks'] {
  if (error !== undefined) return [];
  return fallbackClasses.map((on) => ({ on, targets: fallbacksOn[on].map(({ name }) => name) }));
}
