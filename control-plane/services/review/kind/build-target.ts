import { isSameContent } from '../../../domain/canonical-json.ts';
import { isProvenTightening, judgeTarget } from '../../../domain/review/judgement.ts';
import { priceContentOf } from '../../../domain/review/price-content.ts';
import { targetContentOf } from '../../../domain/review/proposal.ts';
import {
  createTarget,
  reviseTarget,
  type Target,
  type TargetChange,
  type TargetDraft,
} from '../../../domain/target.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireInUse } from '../../in-use.ts';
import type { DescribedChange } from '../described-change.ts';

/**
 * A new target, judged by what there is at this moment. Provider and model are held until the transaction ends.
 *
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
export async function buildTarget(
  { providers, models }: Stores,
  id: string,
  { draft, now }: { readonly draft: TargetDraft; readonly now: Date },
): Promise<Target> {
  const provider = await providers.lockForUse(draft.providerId);
  requireInUse(provider, { path: 'providerId', noun: 'provider' });
  const model = await models.lock(draft.modelId, 'share');
  const { capabilities } = requireInUse(model, { path: 'modelId', noun: 'model' });
  return createTarget(id, draft, { now, modelCapabilities: capabilities });
}

/** The target with an edit, judged likewise. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function rebuildTarget(
  { models }: Stores,
  row: Target,
  { change, now }: { readonly change: TargetChange; readonly now: Date },
): Promise<Target> {
  const { capabilities } = await models.lock(row.modelId, 'share');
  return reviseTarget(row, change, { now, modelCapabilities: capabilities });
}

/** What is reviewed of a change of a target: prices apart from the rest, unless it is new. */
export function describeTarget(
  before: Target | undefined,
  after: Target,
): readonly DescribedChange[] {
  const proposal = targetContentOf(after);
  const { updatedAt: now } = after;
  const prices = priceContentOf(after.prices, { now, isNew: true });
  const kind = 'target' as const;
  const ofPlatform = { tenantId: null, isTightening: false };
  if (before === undefined)
    return [{ ...ofPlatform, kind, proposal: { ...proposal, ...prices }, base: undefined }];
  const base = targetContentOf(before);
  const judgements = judgeTarget(base, proposal);
  const isTightening = isProvenTightening(judgements);
  const ofTarget: DescribedChange = { tenantId: null, kind, proposal, base, isTightening };
  if (isSameContent(before.prices, after.prices)) return [ofTarget];
  const held = priceContentOf(before.prices, { now, isNew: false });
  const ofPrices: DescribedChange = { ...ofPlatform, kind: 'price', proposal: prices, base: held };
  return judgements.length === 0 ? [ofPrices] : [ofTarget, ofPrices];
}
