import { createHash } from 'node:crypto';
import { canonicalJson, isSameContent } from './canonical-json.ts';
import { completePrice, isAlike, type PriceDraft, type TargetPrice } from './price/price.ts';
import { convertPublished, type PublishedModel } from './price/published.ts';
import type { Target } from './target.ts';

/** What became of the comparison: `unknown` when the list does not have the model, `refused` when it cannot be taken over. */
export type PriceProposalOutcome = 'change' | 'unchanged' | 'refused' | 'unknown';

/** The prices of a target beside those that a list publishes. Nothing is changed by it. */
export interface PriceProposal {
  readonly target: Target;
  readonly outcome: PriceProposalOutcome;
  /** In force now, then planned. */
  readonly current: readonly TargetPrice[];
  /** The same, if it is accepted now; equal to `current` where there is nothing to accept. */
  readonly proposed: readonly TargetPrice[];
  readonly published: PublishedModel | undefined;
  /** Words of the list that have no place in a price here: calls that use them cost more. */
  readonly leftOut: readonly string[];
  readonly refusal: string | null;
  /** What an acceptance binds to; null where there is nothing to accept. */
  readonly digest: string | null;
}

/** What {@link PriceProposal} is an answer to, with what to write for it. */
export interface JudgedPrices {
  readonly proposal: PriceProposal;
  /** For `reviseTarget`; undefined where there is nothing to accept. */
  readonly drafts: readonly PriceDraft[] | undefined;
}

/**
 * Compares. The planned prices of the target stay, unless the list plans some too. The digest covers target, version and what
 * would be written, and not the time: what holds at once begins when it is accepted.
 */
export function proposePrices(
  target: Target,
  published: PublishedModel | undefined,
  now: Date,
): JudgedPrices {
  const inForce = target.prices.findLast(({ effectiveFrom }) => effectiveFrom <= now);
  const planned = target.prices.filter(({ effectiveFrom }) => effectiveFrom > now);
  const current = inForce === undefined ? planned : [inForce, ...planned];
  const base = { target, current, published };
  const nothing = { proposed: current, leftOut: [], refusal: null, digest: null };
  if (published === undefined)
    return { proposal: { ...base, ...nothing, outcome: 'unknown' }, drafts: undefined };
  const conversion = convertPublished(published, now);
  if ('refusal' in conversion) {
    const { refusal } = conversion;
    return { proposal: { ...base, ...nothing, outcome: 'refused', refusal }, drafts: undefined };
  }
  const { leftOut } = conversion;
  const drafts = mergeDrafts(conversion.drafts, { inForce, planned }, now);
  const proposed = drafts.map((draft) => completePrice(draft, now));
  const isSame = isSameContent(proposed, current);
  if (isSame)
    return { proposal: { ...base, ...nothing, leftOut, outcome: 'unchanged' }, drafts: undefined };
  const digest = digestOf(target, drafts);
  const proposal = {
    ...base,
    outcome: 'change',
    proposed,
    leftOut,
    refusal: null,
    digest,
  } as const;
  return { proposal, drafts };
}

/** What is in force is written anew only where the list says otherwise. */
function mergeDrafts(
  listed: readonly PriceDraft[],
  held: { readonly inForce: TargetPrice | undefined; readonly planned: readonly TargetPrice[] },
  now: Date,
): readonly PriceDraft[] {
  const atOnce = listed.filter(({ effectiveFrom }) => effectiveFrom === undefined);
  const later = listed.filter(({ effectiveFrom }) => effectiveFrom !== undefined);
  const { inForce, planned } = held;
  const first = atOnce.map((draft) =>
    isAlike(completePrice(draft, now), inForce) && inForce !== undefined ? inForce : draft,
  );
  const kept = atOnce.length === 0 && inForce !== undefined ? [inForce] : first;
  return [...kept, ...(later.length > 0 ? later : planned)];
}

function digestOf({ id, version }: Target, drafts: readonly PriceDraft[]): string {
  const text = canonicalJson({ id, version, drafts });
  return createHash('sha256').update(text).digest('hex');
}
