import { randomUUID } from 'node:crypto';
import { DomainError, invalid } from '../domain/errors.ts';
import { archive } from '../domain/record.ts';
import type { CallerUse } from '../domain/telemetry/caller-use.ts';
import {
  createTokenIssuer,
  reviseTokenIssuer,
  TOKEN_ISSUERS_MAX,
  type TokenIssuer,
  type TokenIssuerChange,
  type TokenIssuerDraft,
  type TokenKeySet,
} from '../domain/token-issuer.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { TokenIssuerFilter } from '../storage/token-issuer.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

/** Between two readings of an issuer that somebody asks for. */
const PAUSE_MS = 10_000;

/**
 * Token issuers belong to a tenant. Their keys are read by `jobs/token-issuer-keys.ts`; those of one that is out of use are dropped, so
 * that none of them is taken again before it was read anew.
 */
export class TokenIssuerService extends RecordService<TokenIssuer> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'token-issuer',
      readPermission: 'token-issuer:read',
      writePermission: 'token-issuer:write',
      store: ({ tokenIssuers }) => tokenIssuers,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(
    operation: Operation,
    call: MutationCall,
    draft: TokenIssuerDraft,
  ): Promise<Changed<TokenIssuer>> {
    return this.insert(operation, call, async (stores) => {
      await requireTenant(stores, draft.tenantId);
      operation.requireFor('token-issuer:write', draft.tenantId);
      const issuer = createTokenIssuer(randomUUID(), draft, operation.now);
      await requireOwnApplication(stores, issuer);
      if ((await stores.tokenIssuers.countInUse(draft.tenantId)) >= TOKEN_ISSUERS_MAX)
        throw invalid('name', `There are ${TOKEN_ISSUERS_MAX} already; archive some first.`);
      return issuer;
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & TokenIssuerChange,
  ): Promise<Changed<TokenIssuer>> {
    const revise = async (issuer: TokenIssuer, stores: Stores) => {
      const revised = reviseTokenIssuer(issuer, change, operation.now);
      if (revised.applicationId !== issuer.applicationId)
        await requireOwnApplication(stores, revised);
      if (!revised.enabled) await dropKeys(stores, id);
      else if (!issuer.enabled) await stores.tokenIssuerKeys.makeDue(id, operation.now, 0);
      return revised;
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<TokenIssuer>> {
    const revise = async (issuer: TokenIssuer, stores: Stores) => {
      await dropKeys(stores, issuer.id);
      return archive(issuer, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** Has its keys read soon, not sooner than some seconds after the last time. @throws DomainError NOT_FOUND, PERMISSION_DENIED */
  async refresh(operation: Operation, call: MutationCall, id: string): Promise<TokenIssuer> {
    operation.require('token-issuer:write');
    const work = async (
      stores: Stores,
      trail: Parameters<RecordService<TokenIssuer>['record']>[0],
    ) => {
      const issuer = await stores.tokenIssuers.get(id);
      operation.requireFor('token-issuer:write', issuer.tenantId);
      if (issuer.archivedAt !== null)
        throw new DomainError({ code: 'NOT_FOUND' }, 'There is no such token issuer.');
      await stores.tokenIssuerKeys.makeDue(id, operation.now, PAUSE_MS);
      this.record(trail, 'refresh', { before: issuer, after: issuer });
      return issuer;
    };
    const replay = (stores: Stores, replayed: string) => stores.tokenIssuers.get(replayed);
    const context = { storage: this.storage, operation };
    return (await runMutation(context, call, { work, replay })).value;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<TokenIssuerFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<TokenIssuer>> {
    operation.require('token-issuer:read');
    return this.storage.read(operation.scope, ({ tokenIssuers }) =>
      tokenIssuers.list(operation.narrowList(wish), page),
    );
  }

  /** For loaders. @throws DomainError PERMISSION_DENIED */
  async describeKeySets(
    operation: Operation,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, TokenKeySet>> {
    operation.require('token-issuer:read');
    return this.storage.read(operation.scope, ({ tokenIssuerKeys }) =>
      tokenIssuerKeys.describe(ids),
    );
  }

  /** For loaders: the last use of a token of each. @throws DomainError PERMISSION_DENIED */
  async listUses(operation: Operation, ids: readonly string[]): Promise<readonly CallerUse[]> {
    operation.require('token-issuer:read');
    return this.storage.read(operation.scope, ({ callerUses }) =>
      callerUses.list('token_issuer', ids),
    );
  }
}

/** The row is locked before: whoever keeps keys locks it too, and finds it out of use then. */
async function dropKeys({ tokenIssuers, tokenIssuerKeys }: Stores, id: string): Promise<void> {
  await tokenIssuers.lock(id, 'update');
  await tokenIssuerKeys.remove(id);
}

/** @throws DomainError VALIDATION_FAILED when the application is of another tenant, archived, or there is none */
async function requireOwnApplication(
  { applications }: Stores,
  { tenantId, applicationId }: TokenIssuer,
): Promise<void> {
  if (applicationId === null) return;
  const application = await applications.find(applicationId);
  if (application?.tenantId !== tenantId || application.archivedAt !== null)
    throw invalid('applicationId', 'The tenant has no such application.');
}
