import { randomUUID } from 'node:crypto';
import type { Changes } from '../domain/audit.ts';
import {
  type ClientSecretChange,
  type IdentityProvider,
  type IdentityProviderChange,
  type IdentityProviderDraft,
  reviseIdentityProvider,
} from '../domain/identity-provider.ts';
import { archive } from '../domain/record.ts';
import { judgeRoleMapping } from '../domain/review/judgement.ts';
import { roleMappingContentOf } from '../domain/review/proposal.ts';
import { requireGivable } from '../domain/role.ts';
import type { Envelope } from '../secrets/envelope.ts';
import { clientSecretName } from '../storage/identity-provider.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type Beside, type EditOf, RecordService } from './record-service.ts';
import { buildIdentityProvider, permissionsMapped } from './review/kind/build-identity-provider.ts';
import { compareContents } from './review/kind/compare-contents.ts';

/**
 * Identity providers belong to the tenant to which they confine people, or to the platform. Nobody maps a group to a
 * role whose permissions he does not have. A client secret goes in and never out, like a credential of a provider.
 */
export class IdentityProviderService extends RecordService<IdentityProvider> {
  readonly #envelope: Envelope;

  constructor(storage: Storage, envelope: Envelope) {
    super(storage, {
      noun: 'identity-provider',
      readPermission: 'identity-provider:read',
      writePermission: 'identity-provider:write',
      store: ({ identityProviders }) => identityProviders,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
      describeChange: (before, after) => ({
        kind: 'role_mapping',
        tenantId: after.tenantId,
        ...compareContents(before, after, {
          contentOf: roleMappingContentOf,
          judge: judgeRoleMapping,
        }),
      }),
    });
    this.#envelope = envelope;
  }

  /**
   * @throws ReviewRequired when the rule of roles demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async create(
    operation: Operation,
    call: MutationCall,
    draft: IdentityProviderDraft & ClientSecretChange,
  ): Promise<Changed<IdentityProvider>> {
    operation.requireFor('identity-provider:write', draft.tenantId);
    const known = this.#withFingerprint(call, draft);
    const { now } = operation;
    const build = (stores: Stores) => {
      requireMappable(operation, draft);
      return buildIdentityProvider(stores, randomUUID(), { draft, now });
    };
    return this.insert(operation, known, build, this.#besideOf(draft));
  }

  /**
   * What is mapped holds from the next call on, also for those who are signed in.
   *
   * @throws ReviewRequired when the rule of roles demands it, and the edit cannot be proven to let nobody do more
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & IdentityProviderChange & ClientSecretChange,
  ): Promise<Changed<IdentityProvider>> {
    operation.require('identity-provider:write');
    const known = this.#withFingerprint(call, change);
    const revise = (provider: IdentityProvider) => {
      const revised = reviseIdentityProvider(provider, change, operation.now);
      // Not only what is new in them: another claim or audience gives the old roles to others.
      requireMappable(operation, revised);
      return revised;
    };
    const revision = { verb: 'update', revise, beside: this.#besideOf(change) };
    return this.change(operation, known, { id, expectedVersion }, revision);
  }

  /**
   * Nobody comes in by it any more, whatever token or session he has; its client secret is taken away.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED
   */
  archive(
    operation: Operation,
    call: MutationCall,
    edit: EditOf,
  ): Promise<Changed<IdentityProvider>> {
    const revise = async (provider: IdentityProvider, stores: Stores) => {
      await stores.identityProviderSecrets.remove(provider.id);
      return archive(provider, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<IdentityProvider>> {
    operation.require('identity-provider:read');
    return this.storage.read(operation.scope, ({ identityProviders }) =>
      identityProviders.list(includeArchived, page),
    );
  }

  /** For loaders: those of the providers that have a client secret. @throws DomainError PERMISSION_DENIED */
  async listSecretHolders(
    operation: Operation,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> {
    operation.require('identity-provider:read');
    const holders = await this.storage.read(operation.scope, ({ identityProviderSecrets }) =>
      identityProviderSecrets.listHolders(ids),
    );
    return new Set(holders);
  }

  /** What the audit log tells of it. */
  async #keepSecret(
    { identityProviderSecrets }: Stores,
    { id, tenantId }: IdentityProvider,
    clientSecret: ClientSecretChange['clientSecret'],
  ): Promise<Changes> {
    if (clientSecret === undefined) return {};
    if (clientSecret === null) {
      const wasRemoved = await identityProviderSecrets.remove(id);
      return wasRemoved ? { clientSecret: [null, 'removed'] } : {};
    }
    const sealed = this.#envelope.seal(Buffer.from(clientSecret.reveal()), clientSecretName(id));
    await identityProviderSecrets.put({ identityProviderId: id, tenantId, sealed });
    return { clientSecret: [null, 'replaced'] };
  }

  /** Another secret is another input, for a repeated idempotency key. */
  #withFingerprint(call: MutationCall, { clientSecret }: ClientSecretChange): MutationCall {
    if (clientSecret === undefined) return call;
    const fingerprint = clientSecret && this.#envelope.fingerprint(clientSecret.reveal());
    return { ...call, input: { ...call.input, clientSecret: fingerprint } };
  }

  #besideOf({ clientSecret }: ClientSecretChange): Beside<IdentityProvider> {
    return {
      field: clientSecret === undefined ? undefined : 'clientSecret',
      write: (stores, provider) => this.#keepSecret(stores, provider, clientSecret),
    };
  }
}

function requireMappable(
  operation: Operation,
  provider: Pick<IdentityProvider, 'tenantId' | 'roleMappings'>,
): void {
  requireGivable(operation.permissions, permissionsMapped(provider));
}
