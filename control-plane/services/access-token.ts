import { randomInt, randomUUID } from 'node:crypto';
import {
  type AccessToken,
  type AccessTokenDraft,
  createAccessToken,
  permissionsOfToken,
  type Rotation,
  type RotationDraft,
  rotateAccessToken,
} from '../domain/access-token.ts';
import { describeChanges } from '../domain/audit.ts';
import { DomainError, invalid, notFound } from '../domain/errors.ts';
import type { Permission } from '../domain/permission.ts';
import type { Principal } from '../domain/principal.ts';
import { Redacted } from '../domain/redacted.ts';
import { requireGivable } from '../domain/role.ts';
import { createSecret } from '../secrets/secret-format.ts';
import type { SecretHasher } from '../secrets/secret-hash.ts';
import type { AccessTokenFilter, AccessTokenSort } from '../storage/access-token.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import type { TokenUse } from '../storage/telemetry/access-token-use.ts';
import { type Issued, issue } from './issued.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';

/** A rotation by the id of its successor. */
export interface Rotated extends Rotation {
  readonly id: string;
}

/** Which tokens of a principal, in which order. */
export type TokenWish = ListWish<Omit<AccessTokenFilter, 'principalId'>, AccessTokenSort>;

/**
 * Access tokens of people and of service accounts. Who may make one, or rotate one:
 * - everybody for himself, without a permission;
 * - for a service account whoever may write principals of its tenant, and holds all that the token
 *   will carry;
 * - for another person the same, but only while that person has no token in use: the first token,
 *   or one after all others have ended. So nobody acts as a person beside that person.
 *
 * Whoever may write principals of the owner's tenant may revoke any token; everybody his own.
 *
 * A token with a scope is less than its owner: without `principal:write` it may rotate and revoke
 * itself, and no other token. What it makes has a scope, within what it may do itself.
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
      const createdBy = operation.answerableId;
      const origin = { id: randomUUID(), principalId, tenantId, hash, createdBy };
      const owned = await stores.roles.permissionsHeldBy(principal);
      const token = createAccessToken(origin, draft, { owned, now: operation.now });
      requireCarriable(operation, token, owned);
      await stores.accessTokens.insert(token);
      record(trail, 'create', { after: token });
      return token;
    });
    return issue(changed, secret);
  }

  /**
   * A new token in the place of one that goes on for a while. The secret is the new one's.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async rotate(
    operation: Operation,
    call: MutationCall,
    { id, ...draft }: RotationDraft & { readonly id: string },
  ): Promise<Issued<Rotated>> {
    const secret = new Redacted(createSecret('gth_pat_', randomInt));
    const work = async (stores: Stores, trail: Trail): Promise<Rotated> => {
      const { principalId } = await stores.accessTokens.get(id);
      const principal = await stores.principals.getLocked(principalId);
      if (principal.archivedAt !== null) throw notFound('access token');
      if (operation.token?.id !== id) await requireMayIssue(operation, stores, principal);
      const token = await stores.accessTokens.get(id);
      requireCarriable(operation, token, await stores.roles.permissionsHeldBy(principal));
      const hash = this.#hasher.hash(secret.reveal());
      const origin = { id: randomUUID(), hash, createdBy: operation.answerableId };
      const rotation = rotateAccessToken(token, origin, { draft, now: operation.now });
      await requireNoSuccessor(operation, stores, id);
      await stores.accessTokens.end(id, rotation.previous.notAfter);
      await stores.accessTokens.insert(rotation.successor);
      record(trail, 'rotate', { before: token, after: rotation.previous });
      record(trail, 'create', { after: rotation.successor });
      return { ...rotation, id: rotation.successor.id };
    };
    const context = { storage: this.#storage, operation };
    const changed = await runMutation(context, call, { work, replay: readRotation });
    return issue(changed, secret);
  }

  /**
   * Revoking again changes nothing. @throws DomainError NOT_FOUND, PERMISSION_DENIED,
   * IDEMPOTENCY_KEY_REUSED
   */
  revoke(operation: Operation, call: MutationCall, id: string): Promise<Changed<AccessToken>> {
    return this.#mutate(operation, call, async (stores, trail) => {
      const token = await stores.accessTokens.get(id);
      const isOwn = token.principalId === operation.principal.id && !operation.isNarrowed;
      if (!isOwn && operation.token?.id !== id)
        operation.requireFor('principal:write', token.tenantId);
      if (!(await stores.accessTokens.revoke(id, operation.now)))
        return stores.accessTokens.get(id);
      const revoked = { ...token, revokedAt: operation.now };
      record(trail, 'revoke', { before: token, after: revoked });
      return revoked;
    });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    { principalId, ...wish }: TokenWish & { readonly principalId: string },
    page: PageRequest,
  ): Promise<Page<AccessToken>> {
    requireMayRead(operation, [principalId]);
    const whole = { ...wish, filter: { ...wish.filter, principalId } };
    return this.#storage.read(operation.scope, ({ accessTokens }) =>
      accessTokens.list(whole, page, operation.now),
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
    wish: TokenWish = { filter: {} },
  ): Promise<ReadonlyMap<string, Page<AccessToken>>> {
    requireMayRead(operation, principalIds);
    return this.#storage.read(operation.scope, ({ accessTokens }) =>
      accessTokens.listFirst(principalIds, first, { ...wish, now: operation.now }),
    );
  }

  /** For loaders: the last use of each that was used. @throws DomainError PERMISSION_DENIED */
  async listUses(
    operation: Operation,
    tokens: readonly AccessToken[],
  ): Promise<readonly TokenUse[]> {
    requireMayRead(
      operation,
      tokens.map(({ principalId }) => principalId),
    );
    return this.#storage.read(operation.scope, ({ accessTokenUses }) =>
      accessTokenUses.listByTokens(tokens.map(({ id }) => id)),
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

async function readRotation({ accessTokens }: Stores, id: string): Promise<Rotated> {
  const successor = await accessTokens.get(id);
  const previous = await accessTokens.get(successor.rotatedFromId ?? id);
  return { id, previous, successor };
}

async function requireMayIssue(
  operation: Operation,
  { accessTokens }: Stores,
  principal: Principal,
): Promise<void> {
  const isSelf = principal.id === operation.principal.id;
  if (isSelf && !operation.isNarrowed) return;
  operation.requireFor('principal:write', principal.tenantId);
  if (isSelf || principal.kind === 'service') return;
  const which = { principalId: principal.id };
  if (!(await accessTokens.hasTokenInUse(which, operation.now))) return;
  throw new DomainError(
    { code: 'PERMISSION_DENIED', permission: 'principal:write' },
    'This person has a token in use and makes further ones alone; if it is lost, revoke it first.',
  );
}

/** Nobody makes a token that can do what he cannot, now or when its owner may do more. */
function requireCarriable(
  operation: Operation,
  token: AccessToken,
  owned: ReadonlySet<Permission>,
): void {
  requireGivable(operation.permissions, permissionsOfToken(token, owned));
  if (!operation.isNarrowed || token.scope !== null) return;
  throw invalid('scope', 'Your own token has a scope, so this one needs one, within yours.');
}

/** A token has one successor at a time: else nobody knows who holds what. */
async function requireNoSuccessor(
  operation: Operation,
  { accessTokens }: Stores,
  id: string,
): Promise<void> {
  if (!(await accessTokens.hasTokenInUse({ rotatedFromId: id }, operation.now))) return;
  throw invalid('id', 'This token was rotated; rotate its successor, or revoke that one first.');
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
