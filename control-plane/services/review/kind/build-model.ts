import { invalid } from '../../../domain/errors.ts';
import {
  createModel,
  type Model,
  type ModelChange,
  type ModelDraft,
  reviseModel,
} from '../../../domain/model.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireInUse } from '../../in-use.ts';

/** A new model, judged by what there is at this moment. @throws DomainError VALIDATION_FAILED */
export async function buildModel(
  { models }: Stores,
  id: string,
  { draft, now }: { readonly draft: ModelDraft; readonly now: Date },
): Promise<Model> {
  const model = createModel(id, draft, now);
  await requireReplacement(models, model.replacedById);
  return model;
}

/** The model with an edit, judged likewise. @throws DomainError VALIDATION_FAILED */
export async function rebuildModel(
  stores: Stores,
  row: Model,
  { change, now }: { readonly change: ModelChange; readonly now: Date },
): Promise<Model> {
  const revised = reviseModel(row, change, now);
  if (change.capabilities !== undefined) await requireCapabilities(stores, revised);
  if (change.replacedById) await requireReplacement(stores.models, change.replacedById);
  return revised;
}

/** @throws DomainError VALIDATION_FAILED */
async function requireReplacement(models: Stores['models'], id: string | null): Promise<void> {
  if (id === null) return;
  const replacement = await models.find(id);
  if (replacement === undefined) throw invalid('replacedById', 'There is no such model.');
  requireInUse(replacement, { path: 'replacedById', noun: 'model' });
}

async function requireCapabilities({ models, targets }: Stores, model: Model): Promise<void> {
  await models.lock(model.id, 'update');
  const serving = await targets.listServing(model.id);
  const robbed = serving.find(({ capabilities }) =>
    capabilities.some((capability) => !model.capabilities.includes(capability)),
  );
  if (robbed !== undefined)
    throw invalid(
      'capabilities',
      `The target "${robbed.name}" names a capability that is missing.`,
    );
}
