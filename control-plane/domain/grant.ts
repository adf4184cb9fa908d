import type { Fault } from './errors.ts';
import { checkSlug } from './name.ts';
import { revise, type VersionedRecord } from './record.ts';
import { checkMoment } from './time.ts';

export const GRANT_WORKLOADS_MAX = 32;

/** Under which conditions the model may be used. */
export interface GrantConditions {
  /** Empty means every workload. */
  readonly workloads: readonly string[];
  /** The grant holds up to and excluding it; null for no end. */
  readonly notAfter: Date | null;
}

/** What is asked for: who may use which model under which conditions. */
export interface GrantProposal extends GrantConditions {
  /** Null means every application of the tenant. */
  readonly applicationId: string | null;
  readonly modelId: string;
}

/** The approval that a tenant or one of its applications may use a model. */
export interface Grant extends VersionedRecord, GrantProposal {
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
export function checkConditions({ workloads, notAfter }: GrantConditions, now: Date): Fault[] {
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
  return narrowsWorkloads(from.workloads, to.workloads) && endsNoLater(from.notAfter, to.notAfter);
}

/** The grant with its conditions edited. The caller has judged them. */
export function reviseGrant(grant: Grant, change: GrantChange, now: Date): Grant {
  return revise(grant, change, now);
}

/** Ends a grant, for good. */
export function revokeGrant(grant: Grant, now: Date): Grant {
  return revise(grant, { revokedAt: now }, now);
}

function narrowsWorkloads(from: readonly string[], to: readonly string[]): boolean {
  if (from.length === 0) return true;
  return to.length > 0 && to.every((workload) => from.includes(workload));
}

function endsNoLater(from: Date | null, to: Date | null): boolean {
  if (from === null) return true;
  return to !== null && to.getTime() <= from.getTime();
}
