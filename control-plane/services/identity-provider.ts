import { randomUUID } from 'node:crypto';
import type { Changes } from '../domain/audit.ts';
import { invalid } from '../domain/errors.ts';
import {
  type ClientSecretChange,
  createIdentityProvider,
  IDENTITY_PROVIDERS_MAX,
  type IdentityProvider,
  type IdentityProviderChange,
  type IdentityProviderDraft,
  reviseIdentityProvider,
} from '../domain/identity-provider.ts';
import { archive } from '../domain/record.ts';
import { permissionsHeld, requireGivable } from '../domain/role.ts';
import type { Envelope } from '../secrets/envelope.ts';
import { clientSecretName } from '../storage/identity-provider.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

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
    });
    this.#envelope = envelope;
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  async create(
    operation: Operation,
    call: MutationCall,
    draft: IdentityProviderDraft & ClientSecretChange,
  ): Promise<Changed<IdentityProvider>> {
    operation.requireFor('identity-provider:write', draft.tenantId);
    const known = this.#withFingerprint(call, draft);
    return this.#mutate(operation, known, async (stores, trail) => {
      if (draft.tenantId !== null) await requireTenant(stores, draft.tenantId);
      requireMappable(operation, draft);
      const provider = createIdentityProvider(randomUUID(), draft, operation.now);
      if ((await stores.identityProviders.countInUse(draft.tenantId)) >= IDENTITY_PROVIDERS_MAX)
        throw invalid('name', `There are ${IDENTITY_PROVIDERS_MAX} already; archive some first.`);
      await stores.identityProviders.insert(provider);
      const also = await this.#keepSecret(stores, provider, draft.clientSecret);
      this.record(trail, 'create', { after: provider, also });
      return provider;
    });
  }

  /**
   * What is mapped holds from the next call on, also for those who are signed in.
   *
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
    return this.#mutate(operation, known, async (stores, trail) => {
      const provider = await this.loadForChange(operation, stores, { id, expectedVersion });
      const revised = reviseIdentityProvider(provider, change, operation.now);
      // Not only what is new in them: another claim or audience gives the old roles to others.
      requireMappable(operation, revised);
      await stores.identityProviders.replace(revised);
      const also = await this.#keepSecret(stores, revised, change.clientSecret);
      this.record(trail, 'update', { before: provider, after: revised, also });
      return revised;
    });
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

  #mutate(
    operation: Operation,
    call: MutationCall,
    work: (stores: Stores, trail: Trail) => Promise<IdentityProvider>,
  ): Promise<Changed<IdentityProvider>> {
    const replay = (stores: Stores, id: string) => stores.identityProviders.get(id);
    return runMutation({ storage: this.storage, operation }, call, { work, replay });
  }
}

function requireMappable(
  operation: Operation,
  { tenantId, roleMappings }: Pick<IdentityProvider, 'tenantId' | 'roleMappings'>,
): void {
  const roles = roleMappings.flatMap((mapping) => mapping.roles);
  requireGivable(operation.permissions, permissionsHeld({ tenantId, roles }, []));
}
