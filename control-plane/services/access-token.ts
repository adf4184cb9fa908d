import { randomInt, randomUUID } from 'node:crypto';
import {
  type AccessToken,
  type AccessTokenDraft,
  createAccessToken,
} from '../domain/access-token.ts';
import { describeChanges } from '../domain/audit.ts';
import { DomainError, notFound } from '../domain/errors.ts';
import { type Principal, requireGivable } from '../domain/principal.ts';
import { Redacted } from '../domain/redacted.ts';
import { createSecret } from '../secrets/secret-format.ts';
import type { SecretHasher } from '../secrets/secret-hash.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { type Issued, issue } from './issued.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';

/**
 * Personal access tokens. Who may make one:
 * - everybody for himself, without a permission;
 * - for a service account whoever may write principals of its tenant, and holds all permissions
 *   that its roles carry;
 * - for another person the same, but only while that person has no token in use: the first token,
 *   or one after all others have ended. So nobody acts as a person beside that person.
 *
 * Whoever may write principals of the owner's tenant may revoke any token; everybody his own.
 */
export class AccessTokenService {
  readonly #storage: Storage;
  readonly #hasher: SecretHasher;

  constructor(storage: Storage, hasher: SecretHasher) {
    this.#storage = storage;
    this.#hasher = hasher;
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  async create(
    operation: Operation,
    call: MutationCall,
    { principalId, ...draft }: AccessTokenDraft & { readonly principalId: string },
  ): Promise<Issued<AccessToken>> {
    const secret = new Redacted(createSecret('gth_pat_', randomInt));
    const changed = await this.#mutate(operation, call, async (stores, trail) => {
      const principal = await stores.principals.getLocked(principalId);
      if (principal.archivedAt !== null) throw notFound('principal');
      await requireMayIssue(operation, stores, principal);
      const { tenantId } = principal;
      const hash = this.#hasher.hash(secret.reveal());
      const origin = { id: randomUUID(), principalId, tenantId, hash };
      const token = createAccessToken(origin, draft, operation.now);
      await stores.accessTokens.insert(token);
      record(trail, 'create', { after: token });
      return token;
    });
    return issue(changed, secret);
  }

  /**
   * Revoking again changes nothing. @throws DomainError NOT_FOUND, PERMISSION_DENIED,
   * IDEMPOTENCY_KEY_REUSED
   */
  revoke(operation: Operation, call: MutationCall, id: string): Promise<Changed<AccessToken>> {
    return this.#mutate(operation, call, async (stores, trail) => {
      const token = await stores.accessTokens.get(id);
      if (token.principalId !== operation.principal.id)
        operation.requireFor('principal:write', token.tenantId);
      if (!(await stores.accessTokens.revoke(id, operation.now)))
        return stores.accessTokens.get(id);
      const revoked = { ...token, revokedAt: operation.now };
      record(trail, 'revoke', { before: token, after: revoked });
      return revoked;
    });
  }

  /** Newest first. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    principalId: string,
    page: PageRequest,
  ): Promise<Page<AccessToken>> {
    requireMayRead(operation, [principalId]);
    return this.#storage.read(operation.scope, ({ accessTokens }) =>
      accessTokens.list(principalId, page),
    );
  }

  /**
   * For loaders: the first page of each principal. @throws DomainError PERMISSION_DENIED,
   * VALIDATION_FAILED
   */
  async listFirst(
    operation: Operation,
    principalIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<AccessToken>>> {
    requireMayRead(operation, principalIds);
    return this.#storage.read(operation.scope, ({ accessTokens }) =>
      accessTokens.listFirst(principalIds, first),
    );
  }

  #mutate(
    operation: Operation,
    call: MutationCall,
    work: (stores: Stores, trail: Trail) => Promise<AccessToken>,
  ): Promise<Changed<AccessToken>> {
    const replay = (stores: Stores, id: string) => stores.accessTokens.get(id);
    return runMutation({ storage: this.#storage, operation }, call, { work, replay });
  }
}

async function requireMayIssue(
  operation: Operation,
  { accessTokens }: Stores,
  principal: Principal,
): Promise<void> {
  if (principal.id === operation.principal.id) return;
  operation.requireFor('principal:write', principal.tenantId);
  requireGivable(operation.principal.roles, principal.roles);
  if (principal.kind === 'service') return;
  if (!(await accessTokens.hasTokenInUse(principal.id, operation.now))) return;
  throw new DomainError(
    { code: 'PERMISSION_DENIED', permission: 'principal:write' },
    'This person has a token in use and makes further ones alone; if it is lost, revoke it first.',
  );
}

function requireMayRead(operation: Operation, principalIds: readonly string[]): void {
  if (principalIds.some((id) => id !== operation.principal.id)) operation.require('principal:read');
}

function record(
  trail: Trail,
  verb: string,
  { before, after }: { readonly before?: AccessToken; readonly after: AccessToken },
): void {
  trail.entries.push({
    tenantId: after.tenantId,
    action: `access-token.${verb}`,
    object: `access-token/${after.id}`,
    changes: describeChanges(before, after),
  });
}
