import type { GrantNotice } from '../domain/grant-notice.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** Who reads grants is told which end soon. */
export class GrantNoticeService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Newest first. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    tenantId: string | undefined,
    page: PageRequest,
  ): Promise<Page<GrantNotice>> {
    operation.require('grant:read');
    return this.#storage.read(operation.scope, ({ grantNotices }) =>
      grantNotices.list(tenantId, page),
    );
  }
}
