import type { QuotaKind } from './tenant/quota-kind.ts';

/** One fault of an input. `path` is the dotted input field; line and column count from 1 within its text. */
export interface Fault {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * Every failure that a caller can act on. Closed: transports map each code in one table. Each carries what the caller
 * needs to mend it; `message` is public: one sentence, no secret, no SQL.
 */
export type DomainFailure =
  | { readonly code: 'NOT_FOUND' }
  | { readonly code: 'VALIDATION_FAILED'; readonly faults: readonly Fault[] }
  | { readonly code: 'VERSION_CONFLICT'; readonly currentVersion: number }
  | { readonly code: 'PERMISSION_DENIED'; readonly permission: string }
  | { readonly code: 'IDEMPOTENCY_KEY_REUSED' }
  | {
      readonly code: 'QUOTA_EXCEEDED';
      readonly kind: QuotaKind;
      readonly limit: number;
      readonly used: number;
    }
  | { readonly code: 'UNAUTHENTICATED' }
  | { readonly code: 'BUSY' };

/** An expected failure of the control plane. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly failure: DomainFailure;

  constructor(failure: DomainFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
  }
}

/** A failure of one field. */
export function invalid(path: string, message: string): DomainError {
  return invalidInput([{ path, message }]);
}

/** A failure of several fields at once. `faults` holds at least one. */
export function invalidInput(faults: readonly Fault[]): DomainError {
  const [first] = faults;
  const message =
    faults.length === 1 && first ? first.message : `${faults.length} fields are wrong.`;
  return new DomainError({ code: 'VALIDATION_FAILED', faults }, message);
}

/** There is no such row, or it may not be seen. `noun` is for people: "route". */
export function notFound(noun: string): DomainError {
  return new DomainError({ code: 'NOT_FOUND' }, `There is no such ${noun}, or you may not see it.`);
}
