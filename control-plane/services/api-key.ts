import { randomInt, randomUUID } from 'node:crypto';
import {
  type ApiKey,
  type ApiKeyChange,
  type ApiKeyDraft,
  type ApiKeyRotation,
  createApiKey,
  PREFIX_CHARACTERS,
  reviseApiKey,
  revokeApiKey,
  rotateApiKey,
} from '../domain/api-key.ts';
import { Redacted } from '../domain/redacted.ts';
import type { Pepper } from '../secrets/pepper.ts';
import { createSecret } from '../secrets/secret-format.ts';
import type { ApiKeyFilter } from '../storage/api-key.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { requireApplication } from './application-owner.ts';
import { type Issued, issue } from './issued.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/** Keys belong to the tenant of their application. */
export class ApiKeyService extends RecordService<ApiKey> {
  readonly #pepper: Pepper;

  /** `pepper` hashes the secrets of new keys. */
  constructor(storage: Storage, pepper: Pepper) {
    super(storage, {
      noun: 'api-key',
      readPermission: 'api-key:read',
      writePermission: 'api-key:write',
      store: ({ apiKeys }) => apiKeys,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ revokedAt }) => revokedAt !== null,
    });
    this.#pepper = pepper;
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  async create(
    operation: Operation,
    call: MutationCall,
    { applicationId, ...draft }: ApiKeyDraft & { readonly applicationId: string },
  ): Promise<Issued<ApiKey>> {
    const secret = new Redacted(createSecret('gth_sk_', randomInt));
    const changed = await this.insert(operation, call, async (stores) => {
      const { tenantId } = await requireApplication(stores, applicationId);
      return createApiKey(this.#origin(secret, { tenantId, applicationId }), draft, operation.now);
    });
    return issue(changed, secret);
  }

  /**
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & ApiKeyChange,
  ): Promise<Changed<ApiKey>> {
    const revise = async (row: ApiKey, stores: Stores) => {
      await requireApplication(stores, row.applicationId);
      return reviseApiKey(row, change, operation.now);
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  revoke(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<ApiKey>> {
    const revise = (row: ApiKey) => revokeApiKey(row, operation.now);
    return this.change(operation, call, edit, { verb: 'revoke', revise });
  }

  /**
   * Makes the successor of a key, with a secret of its own; the replaced one ends by itself.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async rotate(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...rotation }: EditOf & ApiKeyRotation,
  ): Promise<Issued<ApiKey>> {
    operation.require('api-key:write');
    const secret = new Redacted(createSecret('gth_sk_', randomInt));
    const work = async (stores: Stores, trail: Trail) => {
      const row = await this.loadForChange(operation, stores, { id, expectedVersion });
      await requireApplication(stores, row.applicationId);
      const origin = this.#origin(secret, row);
      const { replaced, successor } = rotateApiKey(row, origin, rotation, operation.now);
      await stores.apiKeys.replace(replaced);
      await stores.apiKeys.insert(successor);
      this.record(trail, 'rotate', { before: row, after: replaced });
      this.record(trail, 'create', { after: successor });
      return successor;
    };
    const replay = (stores: Stores, successorId: string) => stores.apiKeys.get(successorId);
    const context = { storage: this.storage, operation };
    return issue(await runMutation(context, call, { work, replay }), secret);
  }

  /** Newest first. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(operation: Operation, filter: ApiKeyFilter, page: PageRequest): Promise<Page<ApiKey>> {
    operation.require('api-key:read');
    return this.storage.read(operation.scope, ({ apiKeys }) => apiKeys.list(filter, page));
  }

  /**
   * For loaders: the first page of each application. @throws DomainError PERMISSION_DENIED,
   * VALIDATION_FAILED
   */
  async listFirst(
    operation: Operation,
    applicationIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<ApiKey>>> {
    operation.require('api-key:read');
    return this.storage.read(operation.scope, ({ apiKeys }) =>
      apiKeys.listFirst(applicationIds, first),
    );
  }

  #origin(
    secret: Redacted<string>,
    { tenantId, applicationId }: Pick<ApiKey, 'tenantId' | 'applicationId'>,
  ) {
    const text = secret.reveal();
    return {
      tenantId,
      applicationId,
      id: randomUUID(),
      prefix: text.slice(0, PREFIX_CHARACTERS),
      hash: this.#pepper.hasher.hash(text),
      pepperId: this.#pepper.id,
    };
  }
}
