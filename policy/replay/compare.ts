import { type BilledUsage, costNanoUsd, priceAt } from '../price.ts';
import type { Target } from '../resource.ts';
import { type LeadShares, WHOLE_PPM } from './lead-shares.ts';
import type { ReplayedDecision, ReplayedRouting } from './replayed-call.ts';

/** What becomes of a call under another configuration; the first that applies, in this order. */
export const impactClasses = [
  'not_replayable',
  'newly_refused',
  'newly_allowed',
  'refused_differently',
  'rerouted',
  'redacted_differently',
  'routed_differently',
  'fallbacks_differ',
  'unchanged',
] as const;
export type ImpactClass = (typeof impactClasses)[number];

/** How two decisions about one call differ. */
export interface Difference {
  readonly class: ImpactClass;
  /** The least share of such calls that goes elsewhere, in parts of a million: all of them unless chance decides. */
  readonly movedPpm: number;
}

/** Compares what two configurations make of one call. */
export function compareDecisions(before: ReplayedDecision, after: ReplayedDecision): Difference {
  if (before.kind === 'unknown' || after.kind === 'unknown') return whole('not_replayable');
  if (before.kind === 'refused') {
    if (after.kind === 'routed') return whole('newly_allowed');
    return before.code === after.code ? unchanged : whole('refused_differently');
  }
  if (after.kind === 'refused') return whole('newly_refused');
  if (before.routeId !== after.routeId) return whole('rerouted');
  if (before.redacts.join() !== after.redacts.join()) return whole('redacted_differently');
  if (before.replyRedacts.join() !== after.replyRedacts.join())
    return whole('redacted_differently');
  const movedPpm = measureMove(before.shares, after.shares);
  if (movedPpm > 0) return { class: 'routed_differently', movedPpm };
  return hasSameFallbacks(before, after) ? unchanged : whole('fallbacks_differ');
}

/**
 * Nano-USD that the tokens of a call are expected to cost at whom it is sent to first, at the prices of that moment; 0 when it is
 * refused, undefined when a target has no price in force, or it is not known where it goes.
 */
export function expectedCostNanoUsd(
  decision: ReplayedDecision,
  usage: BilledUsage,
  { targets, nowMs }: { readonly targets: ReadonlyMap<string, Target>; readonly nowMs: number },
): bigint | undefined {
  if (decision.kind === 'unknown') return undefined;
  if (decision.kind === 'refused') return 0n;
  let millionfold = 0n;
  for (const [targetId, sharePpm] of decision.shares) {
    const price = priceAt(targets.get(targetId)?.prices ?? [], nowMs);
    if (price === undefined) return undefined;
    millionfold += BigInt(sharePpm) * costNanoUsd(price, usage);
  }
  return millionfold / BigInt(WHOLE_PPM);
}

const unchanged: Difference = { class: 'unchanged', movedPpm: 0 };

function whole(name: ImpactClass): Difference {
  return { class: name, movedPpm: WHOLE_PPM };
}

/** What cannot stay however calls are matched: the distance in total variation. */
function measureMove(before: LeadShares, after: LeadShares): number {
  let movedPpm = 0;
  for (const [targetId, share] of after)
    movedPpm += Math.max(0, share - (before.get(targetId) ?? 0));
  return movedPpm;
}

function hasSameFallbacks(before: ReplayedRouting, after: ReplayedRouting): boolean {
  const keptOf = ({ candidates }: ReplayedRouting): string =>
    candidates
      .flatMap(({ targetId, kept }) => (kept ? [targetId] : []))
      .toSorted()
      .join();
  return keptOf(before) === keptOf(after);
}
