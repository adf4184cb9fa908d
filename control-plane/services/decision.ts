import { checkDecisionFilter, type Decision, type DecisionFilter } from '../domain/decision.ts';
import type { DecisionShadow } from '../domain/usage.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** The request log. Row-level security narrows it to the caller's tenant. */
export class DecisionService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED */
  async find(operation: Operation, requestId: string): Promise<Decision | undefined> {
    operation.require('decision:read');
    return this.#storage.read(operation.scope, ({ decisions }) => decisions.find(requestId));
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    filter: DecisionFilter,
    page: PageRequest,
  ): Promise<Page<Decision>> {
    operation.require('decision:read');
    checkDecisionFilter(filter);
    return this.#storage.read(operation.scope, ({ decisions }) =>
      decisions.list(operation.narrow(filter), page),
    );
  }

  /** Copies that shadows made of the requests, out of the ledger. @throws DomainError PERMISSION_DENIED */
  async listShadows(
    operation: Operation,
    requestIds: readonly string[],
  ): Promise<readonly DecisionShadow[]> {
    operation.require('decision:read');
    return this.#storage.read(operation.scope, ({ usage }) => usage.listShadows(requestIds));
  }
}
