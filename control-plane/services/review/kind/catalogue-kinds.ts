import { notFound } from '../../../domain/errors.ts';
import type { Model } from '../../../domain/model.ts';
import {
  createProvider,
  keepPreviousUntil,
  type Provider,
  reviseProvider,
} from '../../../domain/provider.ts';
import {
  priceContentOf,
  priceDraftsOf,
  requireStillPlanned,
} from '../../../domain/review/price-content.ts';
import {
  type ModelContent,
  modelContentOf,
  providerContentOf,
  targetContentOf,
} from '../../../domain/review/proposal.ts';
import type { Target } from '../../../domain/target.ts';
import { createRecordKind } from '../record-kind.ts';
import { buildModel, rebuildModel } from './build-model.ts';
import { buildTarget, rebuildTarget } from './build-target.ts';

const isEnded = ({ archivedAt }: { readonly archivedAt: Date | null }) => archivedAt !== null;

/** Kinds of what the platform has for all tenants. */
export const catalogueKinds = {
  model: createRecordKind<'model', Model>({
    noun: 'model',
    proposePermission: 'model:write',
    store: ({ models }) => models,
    isEnded,
    contentOf: modelContentOf,
    build: (stores, { subjectId, proposal }, { current, now }) => {
      const content = readModel(proposal);
      return current === undefined
        ? buildModel(stores, subjectId, { draft: content, now })
        : rebuildModel(stores, current, { change: content, now });
    },
  }),
  provider: createRecordKind<'provider', Provider>({
    noun: 'provider',
    proposePermission: 'provider:write',
    store: ({ providers }) => providers,
    isEnded,
    contentOf: providerContentOf,
    build: async (_stores, { subjectId, proposal }, { current, now }) => {
      const { kind: _kind, ...change } = proposal;
      return current === undefined
        ? createProvider(subjectId, proposal, now)
        : reviseProvider(current, change, now);
    },
    // An old generation of the credential does not follow it to another address.
    settle: async ({ providerCredentials }, { before, after, now }) => {
      const isKept = before === undefined || keepPreviousUntil(before, after, now) !== null;
      const wasDropped = !isKept && (await providerCredentials.dropPrevious(after.id));
      return wasDropped ? { previousCredential: [null, 'removed'] } : {};
    },
  }),
  target: createRecordKind<'target', Target>({
    noun: 'target',
    proposePermission: 'target:write',
    store: ({ targets }) => targets,
    isEnded,
    contentOf: targetContentOf,
    build: (stores, { subjectId, proposal }, { current, now }) => {
      const { prices = [], providerId, modelId, ...change } = proposal;
      const draft = { ...change, providerId, modelId, prices: priceDraftsOf({ prices }) };
      return current === undefined
        ? buildTarget(stores, subjectId, { draft, now })
        : rebuildTarget(stores, current, { change, now });
    },
  }),
  price: createRecordKind<'price', Target>({
    noun: 'target',
    proposePermission: 'target:write',
    store: ({ targets }) => targets,
    isEnded,
    contentOf: ({ prices }, now) => priceContentOf(prices, { now, isNew: false }),
    // Decision 28.
    never: {
      takenBack:
        'What calls were charged stays: propose the prices that are to hold from now on, by updateTarget.',
    },
    build: (stores, { base, proposal }, { current, now }) => {
      if (current === undefined) throw notFound('target');
      requireStillPlanned(base, proposal, now);
      const change = { prices: priceDraftsOf(proposal) };
      return rebuildTarget(stores, current, { change, now });
    },
  }),
};

function readModel({ deprecatedAt, ...content }: ModelContent) {
  return { ...content, deprecatedAt: deprecatedAt === null ? null : new Date(deprecatedAt) };
}
