import { randomUUID } from 'node:crypto';
import type { Changes } from '../domain/audit.ts';
import { invalid } from '../domain/errors.ts';
import {
  type CredentialChange,
  createProvider,
  type Provider,
  type ProviderChange,
  type ProviderDraft,
  reviseProvider,
} from '../domain/provider.ts';
import { archive } from '../domain/record.ts';
import type { Envelope } from '../secrets/envelope.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import { PLATFORM, type Storage, type Stores, type Trail } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/**
 * Providers belong to the platform: only its principals change them. A credential goes in and never
 * out: it is sealed before it is stored, and neither rows, audit nor idempotency keys hold it. The
 * `input` of a call must not hold it either: its fingerprint is added here.
 */
export class ProviderService extends RecordService<Provider> {
  readonly #envelope: Envelope;

  constructor(storage: Storage, envelope: Envelope) {
    super(storage, {
      noun: 'provider',
      readPermission: 'provider:read',
      writePermission: 'provider:write',
      store: ({ providers }) => providers,
      ownerOf: () => null,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
    this.#envelope = envelope;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  async create(
    operation: Operation,
    call: MutationCall,
    draft: ProviderDraft & CredentialChange,
  ): Promise<Changed<Provider>> {
    operation.requireFor('provider:write', null);
    const known = this.#withFingerprint(call, draft);
    return this.#mutate(operation, known, async (stores, trail) => {
      const provider = createProvider(randomUUID(), draft, operation.now);
      await stores.providers.insert(provider);
      const also = await this.#keepCredential(stores, provider, draft);
      this.record(trail, 'create', { after: provider, also });
      return provider;
    });
  }

  /**
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & ProviderChange & CredentialChange,
  ): Promise<Changed<Provider>> {
    operation.requireFor('provider:write', null);
    const known = this.#withFingerprint(call, change);
    return this.#mutate(operation, known, async (stores, trail) => {
      const provider = await this.loadForChange(operation, stores, { id, expectedVersion });
      const revised = reviseProvider(provider, change, operation.now);
      await stores.providers.replace(revised);
      const also = await this.#keepCredential(stores, revised, change);
      this.record(trail, 'update', { before: provider, after: revised, also });
      return revised;
    });
  }

  /**
   * Takes its credential away too. Refused while a target that is not archived uses it.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Provider>> {
    const revise = async (provider: Provider, stores: Stores) => {
      const target = await stores.providers.lockAndFindTarget(provider.id);
      if (target !== undefined)
        throw invalid('id', `The target ${target} uses this provider; archive its targets first.`);
      await stores.providerCredentials.remove(provider.id);
      return archive(provider, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<Provider>> {
    operation.require('provider:read');
    return this.storage.read(operation.scope, ({ providers }) =>
      providers.list(includeArchived, page),
    );
  }

  /**
   * For loaders: those of the providers that have a credential. @throws DomainError
   * PERMISSION_DENIED
   */
  async listCredentialHolders(
    operation: Operation,
    ids: readonly string[],
  ): Promise<readonly string[]> {
    operation.require('provider:read');
    // Providers are seen in every scope, their credentials in the platform's only.
    return this.storage.read(PLATFORM, ({ providerCredentials }) =>
      providerCredentials.listHolders(ids),
    );
  }

  /**
   * What the audit log tells of it. The version of the row numbers the generations: it never goes
   * back.
   */
  async #keepCredential(
    { providerCredentials }: Stores,
    { id, version, updatedAt }: Provider,
    { credential }: CredentialChange,
  ): Promise<Changes> {
    if (credential === undefined) return {};
    if (credential === null) {
      const wasRemoved = await providerCredentials.remove(id);
      return wasRemoved ? { credential: [null, 'removed'] } : {};
    }
    const plain = Buffer.from(credential.reveal());
    const sealed = this.#envelope.seal(plain, `provider_credential/${id}`);
    await providerCredentials.replace({ providerId: id, generation: version, sealed }, updatedAt);
    return { credential: [null, 'replaced'] };
  }

  /** Another credential is another input, for a repeated idempotency key. */
  #withFingerprint(call: MutationCall, { credential }: CredentialChange): MutationCall {
    if (credential === undefined) return call;
    const fingerprint = credential && this.#envelope.fingerprint(credential.reveal());
    return { ...call, input: { ...call.input, credential: fingerprint } };
  }

  #mutate(
    operation: Operation,
    call: MutationCall,
    work: (stores: Stores, trail: Trail) => Promise<Provider>,
  ): Promise<Changed<Provider>> {
    const replay = (stores: Stores, id: string) => stores.providers.get(id);
    return runMutation({ storage: this.storage, operation }, call, { work, replay });
  }
}
