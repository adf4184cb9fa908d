import type { ChangeRequest } from '../domain/change-request.ts';
import { DomainError, type DomainFailure } from '../domain/errors.ts';
import { standingSentence } from '../domain/review/standing.ts';
import type { Quota } from '../domain/tenant/quota.ts';
import { ReviewRequired } from '../services/review/review-required.ts';

/** A mistake that the caller can mend, as a member of the payload unions of every mutation. */
export type ProblemPayload =
  | { readonly __typename: 'NotFound'; readonly message: string }
  | {
      readonly __typename: 'ValidationFailed';
      readonly message: string;
      readonly faults: Extract<DomainFailure, { code: 'VALIDATION_FAILED' }>['faults'];
    }
  | {
      readonly __typename: 'PermissionDenied';
      readonly message: string;
      readonly permission: string;
    }
  | { readonly __typename: 'IdempotencyKeyReused'; readonly message: string };

/** What only a mutation of an existing row can meet. */
export interface ConflictPayload {
  readonly __typename: 'VersionConflict';
  readonly message: string;
  readonly currentVersion: number;
}

/** Runs a mutation that makes something. Mistakes that the caller can mend become data; all else is thrown on. */
export async function withProblems<Payload>(
  work: () => Promise<Payload>,
): Promise<Payload | ProblemPayload> {
  try {
    return await work();
  } catch (error) {
    const problem = error instanceof DomainError ? toProblem(error) : undefined;
    if (problem === undefined) throw error;
    return problem;
  }
}

/** Runs a mutation of an existing row, which someone else may have changed first. */
export async function withEditProblems<Payload>(
  work: () => Promise<Payload>,
): Promise<Payload | ProblemPayload | ConflictPayload> {
  return withProblems<Payload | ConflictPayload>(async () => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DomainError) || error.failure.code !== 'VERSION_CONFLICT') throw error;
      const { currentVersion } = error.failure;
      return { __typename: 'VersionConflict', message: error.message, currentVersion };
    }
  });
}

/** That a change was proposed instead of made. */
export interface ReviewPayload {
  readonly __typename: 'ChangeRequestRequired';
  readonly message: string;
  readonly changeRequest: ChangeRequest;
}

/** A change request in place of the change that was asked for. */
export function proposed(changeRequest: ChangeRequest): ReviewPayload {
  const message = standingSentence(changeRequest);
  return { __typename: 'ChangeRequestRequired', message, changeRequest };
}

/** That the tenant has as many as it may. */
export interface QuotaPayload extends Pick<Quota, 'kind' | 'limit' | 'used'> {
  readonly __typename: 'QuotaExceeded';
  readonly message: string;
}

/** Runs a mutation that adds something to a tenant, inside of what turns other mistakes into data. */
export async function withQuota<Payload>(
  work: () => Promise<Payload>,
): Promise<Payload | QuotaPayload> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.failure.code !== 'QUOTA_EXCEEDED') throw error;
    const { kind, limit, used } = error.failure;
    return { __typename: 'QuotaExceeded', message: error.message, kind, limit, used };
  }
}

/** Runs a mutation that a rule of the tenant may turn into a change request, of which there may be only so many. */
export async function withReview<Payload>(
  work: () => Promise<Payload>,
): Promise<Payload | ProblemPayload | ConflictPayload | ReviewPayload | QuotaPayload> {
  return withEditProblems<Payload | ReviewPayload | QuotaPayload>(() =>
    withQuota<Payload | ReviewPayload>(async () => {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof ReviewRequired)) throw error;
        return proposed(error.changeRequest);
      }
    }),
  );
}

function toProblem({ failure, message }: DomainError): ProblemPayload | undefined {
  switch (failure.code) {
    case 'NOT_FOUND':
      return { __typename: 'NotFound', message };
    case 'VALIDATION_FAILED':
      return { __typename: 'ValidationFailed', message, faults: failure.faults };
    case 'PERMISSION_DENIED':
      return { __typename: 'PermissionDenied', message, permission: failure.permission };
    case 'IDEMPOTENCY_KEY_REUSED':
      return { __typename: 'IdempotencyKeyReused', message };
    default:
      return undefined;
  }
}
