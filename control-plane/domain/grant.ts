import { BUDGET_BOUNDS } from '../../policy/budget.ts';
import type { DataClass, Environment, Grant as PolicyGrant } from '../../policy/resource.ts';
import type { Fault } from './errors.ts';
import { checkSlug } from './name.ts';
import { revise, type VersionedRecord } from './record.ts';
import { checkMoment } from './time.ts';

export const GRANT_WORKLOADS_MAX = 32;
const GRANT_WORDS_MAX = 32;

export type GrantState = 'in_force' | 'expired' | 'revoked';

/** Under which conditions the model may be used. */
export interface GrantConditions {
  /** Empty means every workload. */
  readonly workloads: readonly string[];
  /** Data classes of applications; undefined or empty means every one, as below. */
  readonly dataClasses?: readonly DataClass[] | undefined;
  /** Environments of applications. */
  readonly environments?: readonly Environment[] | undefined;
  /** Regions in which a target processes data. */
  readonly regions?: readonly string[] | undefined;
  /** Nano-USD, decimal, for each calendar month in UTC; undefined or null for no bound. */
  readonly monthlySpendNanoUsd?: string | null | undefined;
  /** The grant holds up to and excluding it; null for no end. */
  readonly notAfter: Date | null;
}

/** What nodes know of a call besides its model and its workload: those conditions, in full. */
type GrantPlace = {
  readonly [Field in 'dataClasses' | 'environments' | 'regions']: NonNullable<
    GrantConditions[Field]
  >;
} & { readonly monthlySpendNanoUsd: string | null };

/** What is asked for: who may use which model under which conditions. */
export interface GrantProposal extends GrantConditions {
  /** Null means every application of the tenant. */
  readonly applicationId: string | null;
  readonly modelId: string;
}

/** The approval that a tenant or one of its applications may use a model. */
export interface Grant extends VersionedRecord, Omit<GrantProposal, keyof GrantPlace>, GrantPlace {
  readonly tenantId: string;
  readonly revokedAt: Date | null;
  /** The request whose approval made it what it is; tightening leaves it. */
  readonly changeRequestId: string;
}

/** What an edit may change; what is undefined stays, a null end removes it. */
export type GrantChange = {
  readonly [Field in keyof GrantConditions]?: GrantConditions[Field] | undefined;
};

/** Faults of the conditions of a grant that is to hold from `now` on. */
export function checkConditions(conditions: GrantConditions, now: Date): Fault[] {
  const { workloads, notAfter, dataClasses = [], environments = [], regions = [] } = conditions;
  const faults: Fault[] = workloads.flatMap((workload, position) =>
    checkSlug(`workloads.${position}`, workload),
  );
  if (workloads.length > GRANT_WORKLOADS_MAX)
    faults.push({
      path: 'workloads',
      message: `A grant names at most ${GRANT_WORKLOADS_MAX} workloads.`,
    });
  if (new Set(workloads).size !== workloads.length)
    faults.push({ path: 'workloads', message: 'A workload is named twice.' });
  faults.push(
    ...regions.flatMap((region, position) => checkSlug(`regions.${position}`, region)),
    ...checkSet('dataClasses', dataClasses),
    ...checkSet('environments', environments),
    ...checkSet('regions', regions),
  );
  faults.push(...checkSpend(conditions.monthlySpendNanoUsd));
  if (notAfter !== null) faults.push(...checkMoment('notAfter', notAfter));
  if (notAfter !== null && notAfter.getTime() <= now.getTime())
    faults.push({
      path: 'notAfter',
      message: 'A grant ends in the future; revoke it to end it now.',
    });
  return faults;
}

/**
 * Whether every call that the new conditions allow was allowed by the old ones, at every moment. What cannot be proven
 * so is a loosening, and needs review.
 */
export function isTightening(from: GrantConditions, to: GrantConditions): boolean {
  return (
    narrows(from.workloads, to.workloads) &&
    narrows(from.dataClasses, to.dataClasses) &&
    narrows(from.environments, to.environments) &&
    narrows(from.regions, to.regions) &&
    spendsNoMore(from.monthlySpendNanoUsd, to.monthlySpendNanoUsd) &&
    endsNoLater(from.notAfter, to.notAfter)
  );
}

/** The conditions in full, as a grant has them. */
export function completeConditions(
  conditions: GrantConditions,
): Pick<Grant, keyof GrantConditions> {
  const { workloads, notAfter, dataClasses = [], environments = [], regions = [] } = conditions;
  const { monthlySpendNanoUsd = null } = conditions;
  return { workloads, notAfter, dataClasses, environments, regions, monthlySpendNanoUsd };
}

/** The conditions as a proposal has them: what is empty is left out, so that it has the digest that it had before there were such. */
export function proposeConditions(conditions: GrantConditions): GrantConditions {
  const { workloads, notAfter, dataClasses = [], environments = [], regions = [] } = conditions;
  const { monthlySpendNanoUsd = null } = conditions;
  return {
    workloads,
    notAfter,
    ...(monthlySpendNanoUsd !== null && { monthlySpendNanoUsd }),
    ...(dataClasses.length > 0 && { dataClasses }),
    ...(environments.length > 0 && { environments }),
    ...(regions.length > 0 && { regions }),
  };
}

/** Whether it may be used at that moment. */
export function stateOf({ revokedAt, notAfter }: Grant, now: Date): GrantState {
  if (revokedAt !== null) return 'revoked';
  return notAfter !== null && notAfter <= now ? 'expired' : 'in_force';
}

/** The grant with its conditions edited. The caller has judged them. */
export function reviseGrant(grant: Grant, change: GrantChange, now: Date): Grant {
  return revise(grant, change, now);
}

/** The grant as decisions see it. */
export function toPolicyGrant({ notAfter, applicationId, ...grant }: Grant): PolicyGrant {
  return {
    ...grant,
    applicationId: applicationId ?? undefined,
    notAfterMs: notAfter?.getTime(),
  };
}

/** Ends a grant, for good. */
export function revokeGrant(grant: Grant, now: Date): Grant {
  return revise(grant, { revokedAt: now }, now);
}

function checkSet(path: string, words: readonly string[]): readonly Fault[] {
  const faults: Fault[] = [];
  if (words.length > GRANT_WORDS_MAX)
    faults.push({ path, message: `A grant names at most ${GRANT_WORDS_MAX} of them.` });
  if (new Set(words).size !== words.length)
    faults.push({ path, message: 'One of them is named twice.' });
  return faults;
}

/** An empty list holds for everything. */
function narrows(from: readonly string[] = [], to: readonly string[] = []): boolean {
  if (from.length === 0) return true;
  return to.length > 0 && to.every((word) => from.includes(word));
}

/** Null is unbounded. */
function spendsNoMore(
  from: GrantConditions['monthlySpendNanoUsd'],
  to: GrantConditions['monthlySpendNanoUsd'],
): boolean {
  if (from == null) return true;
  return to != null && BigInt(to) <= BigInt(from);
}

function checkSpend(spend: GrantConditions['monthlySpendNanoUsd']): readonly Fault[] {
  const { amountNanoUsdMax } = BUDGET_BOUNDS;
  if (spend == null || (/^\d{1,19}$/.test(spend) && BigInt(spend) <= amountNanoUsdMax)) return [];
  const message = `Write 0 to ${amountNanoUsdMax} nano-USD, which is a billion USD.`;
  return [{ path: 'monthlySpend', message }];
}

function endsNoLater(from: Date | null, to: Date | null): boolean {
  if (from === null) return true;
  return to !== null && to.getTime() <= from.getTime();
}
