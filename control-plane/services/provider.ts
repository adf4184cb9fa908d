import { randomUUID } from 'node:crypto';
import type { ProviderPreset } from '../../policy/preset/preset.ts';
import { providerPresets } from '../../policy/provider-preset.ts';
import type { Changes } from '../domain/audit.ts';
import { invalid } from '../domain/errors.ts';
import {
  type CredentialChange,
  type CredentialFacts,
  type CredentialFault,
  createProvider,
  keepPreviousUntil,
  type Provider,
  type ProviderChange,
  type ProviderDraft,
  reviseProvider,
} from '../domain/provider.ts';
import { archive } from '../domain/record.ts';
import { judgeProvider } from '../domain/review/judgement.ts';
import { providerContentOf } from '../domain/review/proposal.ts';
import { type Envelope, EnvelopeError } from '../secrets/envelope.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { ProviderFilter, SealedCredential } from '../storage/provider.ts';
import { PLATFORM, type Storage, type Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { compareContents } from './review/kind/compare-contents.ts';

/** An edit of a provider, its credential included. */
export interface ProviderEdit extends EditOf, ProviderChange, CredentialChange {
  /** Takes the generation before the one that is in force after the edit away at once. */
  readonly dropPreviousCredential?: boolean | undefined;
}

/** What an edit does to the credential, beside the new one. */
interface CredentialEdit extends CredentialChange {
  /** Null drops the generation before. */
  readonly keepPreviousUntil: Date | null;
}

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
      describeChange: (before, after) => ({
        kind: 'provider',
        tenantId: null,
        ...compareContents(before, after, { contentOf: providerContentOf, judge: judgeProvider }),
      }),
    });
    this.#envelope = envelope;
  }

  /** Every preset, by name. @throws DomainError PERMISSION_DENIED */
  listPresets(operation: Operation): readonly ProviderPreset[] {
    operation.require('provider:read');
    return providerPresets;
  }

  /**
   * Where the platform's rule demands review, the credential is stored when the provider is there.
   *
   * @throws ReviewRequired when the platform's rule demands it
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async create(
    operation: Operation,
    call: MutationCall,
    draft: ProviderDraft & CredentialChange,
  ): Promise<Changed<Provider>> {
    operation.requireFor('provider:write', null);
    const { credential } = draft;
    const known = this.#withFingerprint(call, draft);
    return this.insert(operation, known, () => createProvider(randomUUID(), draft, operation.now), {
      field: credential == null ? undefined : 'credential',
      write: (stores, provider) =>
        this.#keepCredential(stores, provider, { credential, keepPreviousUntil: null }),
    });
  }

  /**
   * A new credential leaves the one that it replaces in reach of nodes for a while; see decision 12. A credential alone
   * never waits for a review.
   *
   * @throws ReviewRequired when the platform's rule demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, dropPreviousCredential, ...change }: ProviderEdit,
  ): Promise<Changed<Provider>> {
    operation.requireFor('provider:write', null);
    const { credential } = change;
    const known = this.#withFingerprint(call, change);
    const { now } = operation;
    const revise = (provider: Provider) => reviseProvider(provider, change, now);
    const drops = dropPreviousCredential === true;
    const field = drops ? 'dropPreviousCredential' : undefined;
    const beside = {
      field: credential === undefined ? field : 'credential',
      write: (stores: Stores, after: Provider, before: Provider) => {
        const until = drops ? null : keepPreviousUntil(before, after, now);
        return this.#keepCredential(stores, after, { credential, keepPreviousUntil: until });
      },
    };
    const revision = { verb: 'update', revise, beside };
    return this.change(operation, known, { id, expectedVersion }, revision);
  }

  /**
   * Takes its credential away too, every generation. Refused while a target that is not archived uses it.
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
    wish: ListWish<ProviderFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Provider>> {
    operation.require('provider:read');
    return this.storage.read(operation.scope, ({ providers }) => providers.list(wish, page));
  }

  /**
   * For loaders: what is told of the credentials of those of the providers that have one. @throws
   * DomainError PERMISSION_DENIED
   */
  async listCredentials(
    operation: Operation,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, CredentialFacts>> {
    operation.require('provider:read');
    // Providers are seen in every scope, their credentials in the platform's only.
    const rows = await this.storage.read(PLATFORM, ({ providerCredentials }) =>
      providerCredentials.listByProviders(ids),
    );
    return new Map(
      rows.map((row) => {
        const { generation, createdAt, previousGeneration, previousUntil } = row;
        const fault = this.#findFault(row);
        const facts = { generation, createdAt, previousGeneration, previousUntil, fault };
        return [row.providerId, facts];
      }),
    );
  }

  /**
   * What the audit log tells of it. The version of the row numbers the generations: it never goes
   * back.
   */
  async #keepCredential(
    { providerCredentials }: Stores,
    { id, version, updatedAt: createdAt }: Provider,
    { credential, keepPreviousUntil: until }: CredentialEdit,
  ): Promise<Changes> {
    if (credential === undefined) {
      const wasDropped = until === null && (await providerCredentials.dropPrevious(id));
      return wasDropped ? { previousCredential: [null, 'removed'] } : {};
    }
    if (credential === null) {
      const wasRemoved = await providerCredentials.remove(id);
      return wasRemoved ? { credential: [null, 'removed'] } : {};
    }
    const sealed = this.#envelope.seal(Buffer.from(credential.reveal()), credentialName(id));
    const next = { providerId: id, generation: version, sealed, createdAt };
    await providerCredentials.replace({ ...next, keepPreviousUntil: until });
    return { credential: [null, 'replaced'] };
  }

  #findFault({ providerId, sealed, previousSealed }: SealedCredential): CredentialFault | null {
    try {
      for (const one of [sealed, previousSealed])
        if (one !== null) this.#envelope.open(one, credentialName(providerId)).fill(0);
      return null;
    } catch (thrown) {
      if (thrown instanceof EnvelopeError) return thrown.fault;
      throw thrown;
    }
  }

  /** Another credential is another input, for a repeated idempotency key. */
  #withFingerprint(call: MutationCall, { credential }: CredentialChange): MutationCall {
    if (credential === undefined) return call;
    const fingerprint = credential && this.#envelope.fingerprint(credential.reveal());
    return { ...call, input: { ...call.input, credential: fingerprint } };
  }
}

/** As on the wire, and what the envelope authenticates. */
function credentialName(providerId: string): string {
  return `provider_credential/${providerId}`;
}
