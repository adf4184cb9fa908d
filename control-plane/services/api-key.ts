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
import type { ChangeRequest } from '../domain/change-request.ts';
import { invalid } from '../domain/errors.ts';
import { Redacted } from '../domain/redacted.ts';
import { judgeApiKey } from '../domain/review/judgement.ts';
import { apiKeyContentOf } from '../domain/review/proposal.ts';
import type { CallerUse } from '../domain/telemetry/caller-use.ts';
import type { Pepper } from '../secrets/pepper.ts';
import { createSecret } from '../secrets/secret-format.ts';
import type { ApiKeyFilter, ApiKeySort } from '../storage/api-key.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { requireApplication } from './application-owner.ts';
import { type Issued, issue } from './issued.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import type { DescribedChange, Origin } from './review/described-change.ts';
import { compareContents } from './review/kind/compare-contents.ts';
import { isDemanded, proposeWhereDemanded } from './review/propose.ts';

/** A new key. Where a rule demands review it has ended already, and a request proposes the end that it is to have. */
export interface CreatedApiKey extends ApiKey {
  readonly changeRequest?: ChangeRequest | undefined;
}

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
      describeChange: describeApiKey,
    });
    this.#pepper = pepper;
  }

  /**
   * Where the tenant's rule demands review the key is made, for its secret is shown once, and refused until it is approved.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async create(
    operation: Operation,
    call: MutationCall,
    { applicationId, ...draft }: ApiKeyDraft & { readonly applicationId: string },
  ): Promise<Issued<CreatedApiKey>> {
    operation.require('api-key:write');
    const { now } = operation;
    const secret = new Redacted(createSecret('gth_sk_', randomInt));
    const work = async (stores: Stores, trail: Trail) => {
      const { tenantId } = await requireApplication(stores, applicationId);
      const asked = createApiKey(this.#origin(secret, { tenantId, applicationId }), draft, now);
      operation.requireFor('api-key:write', tenantId);
      const withheld = { ...asked, notAfter: now };
      const change = describeEdit(withheld, asked);
      const terms = { reason: call.review?.reason };
      const context = { operation, stores, trail };
      const changeRequest = await proposeWhereDemanded(context, [change], terms);
      const key = changeRequest === undefined ? asked : withheld;
      await stores.apiKeys.insert(key);
      this.record(trail, 'create', { after: key });
      return { ...key, changeRequest };
    };
    const replay = async ({ apiKeys, changeRequests }: Stores, id: string) => {
      const key = await apiKeys.get(id);
      return { ...key, changeRequest: await changeRequests.findMadeWith(id, key.createdAt) };
    };
    const context = { storage: this.storage, operation };
    return issue(await runMutation<CreatedApiKey>(context, call, { work, replay }), secret);
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it, and the edit cannot be proven to tighten
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
   * Makes the successor of a key, with a secret of its own; the replaced one ends by itself. A later end than the key has is
   * refused where the tenant's rule demands its review.
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
      const change = describeEdit(row, { ...row, notAfter: successor.notAfter });
      if (await isDemanded(stores, change, operation.now))
        throw invalid(
          'notAfter',
          'A later end must be reviewed: rotate with the end that the key has, and then update its successor.',
        );
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

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<ApiKeyFilter, ApiKeySort>,
    page: PageRequest,
  ): Promise<Page<ApiKey>> {
    operation.require('api-key:read');
    const { team, environments } = wish.filter;
    if ((team ?? environments) !== undefined) operation.require('application:read');
    return this.storage.read(operation.scope, ({ apiKeys }) =>
      apiKeys.list(operation.narrowList(wish), page, operation.now),
    );
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

  /** For loaders: the last use of each that was used. @throws DomainError PERMISSION_DENIED */
  async listUses(
    operation: Operation,
    apiKeyIds: readonly string[],
  ): Promise<readonly CallerUse[]> {
    operation.require('api-key:read');
    return this.storage.read(operation.scope, ({ callerUses }) =>
      callerUses.list('api_key', apiKeyIds),
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

function describeApiKey(before: ApiKey | undefined, after: ApiKey): DescribedChange {
  const content = compareContents(before, after, {
    contentOf: apiKeyContentOf,
    judge: judgeApiKey,
  });
  return { kind: 'api_key', tenantId: after.tenantId, ...content };
}

function describeEdit(before: ApiKey, after: ApiKey): DescribedChange & Origin {
  const origin = { subjectId: before.id, baseVersion: before.version };
  return { ...describeApiKey(before, after), ...origin };
}
