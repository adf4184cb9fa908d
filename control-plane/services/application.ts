import { randomUUID } from 'node:crypto';
import {
  type Application,
  type ApplicationChange,
  type ApplicationDraft,
  createApplication,
  reviseApplication,
  type StageCounts,
} from '../domain/application.ts';
import { archive } from '../domain/record.ts';
import type { ApplicationFilter, ApplicationSort } from '../storage/application.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

export class ApplicationService extends RecordService<Application> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'application',
      readPermission: 'application:read',
      writePermission: 'application:write',
      store: ({ applications }) => applications,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(
    operation: Operation,
    call: MutationCall,
    draft: ApplicationDraft,
  ): Promise<Changed<Application>> {
    return this.insert(operation, call, async (stores) => {
      await requireTenant(stores, draft.tenantId);
      return createApplication(randomUUID(), draft, operation.now);
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & ApplicationChange,
  ): Promise<Changed<Application>> {
    const editor = { name: operation.actor.name, now: operation.now };
    const revise = (row: Application) => reviseApplication(row, change, editor);
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Application>> {
    const revise = (row: Application) => archive(row, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<ApplicationFilter, ApplicationSort>,
    page: PageRequest,
  ): Promise<Page<Application>> {
    operation.require('application:read');
    return this.storage.read(operation.scope, ({ applications }) =>
      applications.list(operation.narrowList(wish), page),
    );
  }

  /** For loaders: by tenant; one without applications is left out. @throws DomainError PERMISSION_DENIED */
  async countByStage(
    operation: Operation,
    tenantIds: readonly string[],
  ): Promise<ReadonlyMap<string, StageCounts>> {
    operation.require('application:read');
    return this.storage.read(operation.scope, ({ applications }) =>
      applications.countByStage(tenantIds),
    );
  }

  /** For loaders: the first page of each tenant. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async listFirst(
    operation: Operation,
    tenantIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<Application>>> {
    operation.require('application:read');
    return this.storage.read(operation.scope, ({ applications }) =>
      applications.listFirst(tenantIds, first),
    );
  }
}
