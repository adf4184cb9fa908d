import {
  checkUsageFilter,
  type UsageDimension,
  type UsageFilter,
  type UsageReport,
} from '../domain/usage.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** What was used, and what it cost. Row-level security narrows it to the caller's tenant. */
export class UsageService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async report(
    operation: Operation,
    filter: UsageFilter,
    by: readonly UsageDimension[],
  ): Promise<UsageReport> {
    operation.require('usage:read');
    checkUsageFilter(filter);
    return this.#storage.read(operation.scope, ({ usage }) =>
      usage.report(operation.narrow(filter), by),
    );
  }
}
