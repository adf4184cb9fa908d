import { setImmediate } from 'node:timers/promises';
import { describeChanges } from '../domain/audit.ts';
import type { ChangeRequest } from '../domain/change-request.ts';
import { type Fault, invalid, invalidInput } from '../domain/errors.ts';
import {
  type JudgedPrices,
  type PriceProposal,
  type PriceProposalOutcome,
  proposePrices,
} from '../domain/price-proposal.ts';
import { reviseTarget, type Target } from '../domain/target.ts';
import { openPriceList, PRICE_LIST } from '../price-list/price-list.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { type Changed, type MutationCall, type ReviewTerms, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import type { ChangeContext } from './review/governed-kind.ts';
import { describeTarget } from './review/kind/build-target.ts';
import { proposeWhereDemanded } from './review/propose.ts';

const TARGETS_MAX = 500;
const ACCEPTED_MAX = 100;
const SLICE_TARGETS = 25;

/** Which proposals; undefined ids mean all targets. */
export interface PriceProposalFilter {
  readonly targetIds: readonly string[] | undefined;
  readonly outcomes: readonly PriceProposalOutcome[];
}

/** Proposals by name of the target. */
export interface PriceProposalReport {
  readonly list: string;
  readonly rows: readonly PriceProposal[];
  readonly truncated: boolean;
}

/** A proposal as somebody saw it. */
export interface AcceptedPrice {
  readonly targetId: string;
  readonly digest: string;
}

/** Targets with the prices that were accepted, or the requests that propose them. The id names them all. */
export interface AcceptedPrices {
  readonly id: string;
  readonly targets: readonly Target[];
  readonly changeRequests: readonly ChangeRequest[];
}

/** Compares prices of targets with a public list, and takes over what somebody chose. */
export class PriceProposalService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED */
  async list(
    operation: Operation,
    { targetIds, outcomes }: PriceProposalFilter,
  ): Promise<PriceProposalReport> {
    operation.require('target:read');
    return this.#storage.read(operation.scope, async (stores) => {
      const targets = await stores.targets.listInUse(targetIds, TARGETS_MAX + 1);
      const judged = await judge(stores, targets.slice(0, TARGETS_MAX), operation.now);
      const rows = judged
        .map(({ proposal }) => proposal)
        .filter(({ outcome }) => outcomes.includes(outcome));
      return { list: PRICE_LIST, rows, truncated: targets.length > TARGETS_MAX };
    });
  }

  /**
   * All of them in one revision, or none. Where the platform's rule of prices demands review each is proposed.
   *
   * @throws DomainError PERMISSION_DENIED, NOT_FOUND, VALIDATION_FAILED also for what is another proposal by now,
   *   IDEMPOTENCY_KEY_REUSED
   */
  accept(
    operation: Operation,
    call: MutationCall,
    accepted: readonly AcceptedPrice[],
  ): Promise<Changed<AcceptedPrices>> {
    operation.requireFor('target:write', null);
    const ids = accepted.map(({ targetId }) => targetId);
    if (ids.length === 0 || ids.length > ACCEPTED_MAX || new Set(ids).size !== ids.length)
      throw invalid('accepted', `Accept 1 to ${ACCEPTED_MAX} proposals, each target once.`);
    return runMutation<AcceptedPrices>({ storage: this.#storage, operation }, call, {
      work: async (stores, trail) => {
        const terms = { reason: call.review?.reason };
        const taken = await take({ operation, stores, trail }, accepted, terms);
        const rows = taken.changeRequests.length > 0 ? taken.changeRequests : taken.targets;
        return { id: rows.map((row) => row.id).join(), ...taken };
      },
      replay: async ({ targets, changeRequests }, id) => ({
        id,
        targets: await targets.listByIds(id.split(',')),
        changeRequests: await changeRequests.listByIds(id.split(',')),
      }),
    });
  }
}

type Taken = Omit<AcceptedPrices, 'id'>;

async function take(
  context: ChangeContext,
  accepted: readonly AcceptedPrice[],
  terms: ReviewTerms,
): Promise<Taken> {
  const { operation, stores, trail } = context;
  const { now } = operation;
  const held = await stores.targets.lockByIds(
    accepted.map(({ targetId }) => targetId),
    'update',
  );
  const inUse = held.filter(({ archivedAt }) => archivedAt === null);
  const judged = new Map(
    (await judge(stores, inUse, now)).map((one) => [one.proposal.target.id, one]),
  );
  requireSame(accepted, judged);
  const models = await stores.models.lockByIds(
    [...new Set(inUse.map((row) => row.modelId))],
    'share',
  );
  const revised: Target[] = [];
  const changeRequests: ChangeRequest[] = [];
  for (const { proposal, drafts } of judged.values()) {
    const { target, published } = proposal;
    const modelCapabilities = models.find(({ id }) => id === target.modelId)?.capabilities ?? [];
    const after = reviseTarget(target, { prices: drafts }, { now, modelCapabilities });
    const origin = { subjectId: target.id, baseVersion: target.version };
    const changes = describeTarget(target, after).map((change) => ({ ...change, ...origin }));
    const changeRequest = await proposeWhereDemanded(context, changes, terms);
    if (changeRequest !== undefined) {
      changeRequests.push(changeRequest);
      continue;
    }
    await stores.targets.replace(after);
    trail.entries.push({
      tenantId: null,
      action: 'target.accept-price',
      object: `target/${target.id}`,
      changes: describeChanges(target, after),
      reason: `${published?.list}: ${published?.vendor}/${published?.model}`,
    });
    revised.push(after);
  }
  return { targets: revised, changeRequests };
}

/** @throws DomainError VALIDATION_FAILED naming each that is no longer what was seen */
function requireSame(
  accepted: readonly AcceptedPrice[],
  judged: ReadonlyMap<string, JudgedPrices>,
): void {
  const faults: Fault[] = accepted.flatMap(({ targetId, digest }, position) => {
    const now = judged.get(targetId)?.proposal.digest;
    if (now === digest) return [];
    const message =
      now === undefined || now === null
        ? 'There is nothing to accept for this target; look at proposedPrices again.'
        : 'This is another proposal by now; look at proposedPrices again.';
    return [{ path: `accepted.${position}.digest`, message }];
  });
  if (faults.length > 0) throw invalidInput(faults);
}

/** In the order of the targets. */
async function judge(
  stores: Stores,
  targets: readonly Target[],
  now: Date,
): Promise<readonly JudgedPrices[]> {
  const list = await openPriceList();
  const idsOf = (field: 'providerId' | 'modelId') => [...new Set(targets.map((row) => row[field]))];
  const providers = new Map(
    (await stores.providers.listByIds(idsOf('providerId'))).map((row) => [row.id, row]),
  );
  const models = new Map(
    (await stores.models.listByIds(idsOf('modelId'))).map((row) => [row.id, row]),
  );
  const judged: JudgedPrices[] = [];
  for (const target of targets) {
    // A name that the list does not know is compared with all of a vendor's: others have their turn in between.
    if (judged.length % SLICE_TARGETS === SLICE_TARGETS - 1) await setImmediate();
    const provider = providers.get(target.providerId);
    const { name, aliases } = models.get(target.modelId) ?? { name: '', aliases: [] };
    const own = name === '' ? [] : [name, ...aliases];
    // On Azure the name at the provider is that of a deployment, which anybody may have given.
    const modelNames =
      provider?.kind === 'azure_openai'
        ? [...own, target.providerModel]
        : [target.providerModel, ...own];
    const published = provider && list.find({ provider, modelNames, now });
    judged.push(proposePrices(target, published, now));
  }
  return judged;
}
