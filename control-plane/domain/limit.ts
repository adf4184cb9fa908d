import { LIMIT_BOUNDS, limitAmountMax, type Limit as PolicyLimit } from '../../policy/limit.ts';
import { type Fault, invalidInput } from './errors.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { checkCounted, checkNamed } from './tenant/counted-calls.ts';
import { checkWhole } from './tenant/whole-number.ts';

/** How many requests or tokens, or how many calls at a time, somebody has. */
export interface Limit
  extends ArchivableRecord,
    Omit<PolicyLimit, 'id' | 'applicationId' | 'message'> {
  /** Null means every application of the tenant. It stays for good, as what it counts does. */
  readonly applicationId: string | null;
  /** Empty for none. */
  readonly message: string;
}

/** What the author of a limit decides. */
export type LimitDraft = Omit<Limit, keyof ArchivableRecord>;

/** What an edit may change; what is undefined stays. */
export interface LimitChange {
  readonly name?: string | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly routeIds?: readonly string[] | undefined;
  readonly amount?: number | undefined;
  readonly windowS?: number | undefined;
  readonly monitor?: boolean | undefined;
  readonly message?: string | undefined;
}

/** Routes and applications of its tenant that it may name. */
export interface LimitContext {
  readonly now: Date;
  readonly applicationIds: ReadonlySet<string>;
  readonly routeIds: ReadonlySet<string>;
}

/** @throws DomainError VALIDATION_FAILED */
export function createLimit(id: string, draft: LimitDraft, context: LimitContext): Limit {
  return checked({ ...draft, ...newRecord(id, context.now) }, context);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseLimit(limit: Limit, change: LimitChange, context: LimitContext): Limit {
  return checked(revise(limit, change, context.now), context);
}

/** Sets are kept in one order, so that equal limits are equal JSON. */
function checked(draft: Limit, { applicationIds, routeIds }: LimitContext): Limit {
  const limit = {
    ...draft,
    workloads: draft.workloads.toSorted(),
    routeIds: draft.routeIds.toSorted(),
  };
  const { routesMax } = LIMIT_BOUNDS;
  const faults = [
    ...checkCounted(limit, applicationIds, LIMIT_BOUNDS),
    ...checkNamed(limit.routeIds, {
      path: 'routeIds',
      noun: 'route',
      known: routeIds,
      max: routesMax,
    }),
    ...checkWhole('amount', limit.amount, [1, limitAmountMax(limit.measure)]),
    ...checkWindow(limit),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return limit;
}

function checkWindow({ measure, windowS }: Limit): readonly Fault[] {
  if (measure !== 'concurrent_requests')
    return checkWhole('windowSeconds', windowS, [1, LIMIT_BOUNDS.windowSMax]);
  if (windowS === 0) return [];
  const message = 'What is counted at a time has no window: leave it out.';
  return [{ path: 'windowSeconds', message }];
}
