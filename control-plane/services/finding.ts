import {
  checkFindingFilter,
  type FindingDimension,
  type FindingFilter,
  type FindingReport,
} from '../domain/finding.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** What prompt policies found, and what became of the requests. Row-level security narrows it to the caller's tenant. */
export class FindingService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async report(
    operation: Operation,
    filter: FindingFilter,
    by: readonly FindingDimension[],
  ): Promise<FindingReport> {
    operation.require('decision:read');
    checkFindingFilter(filter);
    return this.#storage.read(operation.scope, ({ findings }) => findings.report(filter, by));
  }
}
