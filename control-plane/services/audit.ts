import type { AuditEvent } from '../domain/audit.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** Who changed what. Row-level security narrows it to the caller's tenant. */
export class AuditService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    tenantId: string | undefined,
    page: PageRequest,
  ): Promise<Page<AuditEvent>> {
    operation.require('audit:read');
    return this.#storage.read(operation.scope, ({ audit }) => audit.list(tenantId, page));
  }
}
