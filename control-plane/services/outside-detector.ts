import { randomUUID } from 'node:crypto';
import type { Changes } from '../domain/audit.ts';
import { invalid } from '../domain/errors.ts';
import {
  createOutsideDetector,
  type DetectorCredentialChange,
  OUTSIDE_DETECTORS_MAX,
  type OutsideDetector,
  type OutsideDetectorChange,
  type OutsideDetectorDraft,
  reviseOutsideDetector,
} from '../domain/outside-detector.ts';
import { archive } from '../domain/record.ts';
import type { Envelope } from '../secrets/envelope.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import { detectorCredentialName, type OutsideDetectorFilter } from '../storage/outside-detector.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireUnused } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type Beside, type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

/** @throws DomainError VALIDATION_FAILED when the route of a judge is of another tenant, archived, of another operation, or there is none */
async function requireChatRoute(
  { routes }: Stores,
  { tenantId, judge }: OutsideDetector,
): Promise<void> {
  if (judge == null) return;
  const route = await routes.find(judge.routeId);
  if (route?.tenantId !== tenantId || route.archivedAt !== null || route.operation !== 'chat')
    throw invalid('judge.routeId', 'There is no such route for chats in this tenant.');
}

/** Outside detectors belong to a tenant. A credential goes in and never out, as one of a provider does. */
export class OutsideDetectorService extends RecordService<OutsideDetector> {
  readonly #envelope: Envelope;

  constructor(storage: Storage, envelope: Envelope) {
    super(storage, {
      noun: 'outside-detector',
      readPermission: 'outside-detector:read',
      writePermission: 'outside-detector:write',
      store: ({ outsideDetectors }) => outsideDetectors,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
    this.#envelope = envelope;
  }

  /**
   * Never waits for a review: nothing is sent to it until a policy names it, which is reviewed.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async create(
    operation: Operation,
    call: MutationCall,
    draft: OutsideDetectorDraft & DetectorCredentialChange,
  ): Promise<Changed<OutsideDetector>> {
    const build = async (stores: Stores) => {
      await requireTenant(stores, draft.tenantId);
      operation.requireFor('outside-detector:write', draft.tenantId);
      const detector = createOutsideDetector(randomUUID(), draft, operation.now);
      await requireChatRoute(stores, detector);
      if ((await stores.outsideDetectors.countInUse(draft.tenantId)) >= OUTSIDE_DETECTORS_MAX)
        throw invalid('name', `There are ${OUTSIDE_DETECTORS_MAX} already; archive some first.`);
      return detector;
    };
    return this.insert(operation, this.#withFingerprint(call, draft), build, this.#besideOf(draft));
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  async update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & OutsideDetectorChange & DetectorCredentialChange,
  ): Promise<Changed<OutsideDetector>> {
    operation.require('outside-detector:write');
    const revise = (row: OutsideDetector) => reviseOutsideDetector(row, change, operation.now);
    const revision = { verb: 'update', revise, beside: this.#besideOf(change) };
    const known = this.#withFingerprint(call, change);
    return this.change(operation, known, { id, expectedVersion }, revision);
  }

  /**
   * Takes its credential away too. Refused while a prompt policy that is not archived names it.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(
    operation: Operation,
    call: MutationCall,
    edit: EditOf,
  ): Promise<Changed<OutsideDetector>> {
    const revise = async (row: OutsideDetector, stores: Stores) => {
      await stores.outsideDetectors.lock(row.id, 'update');
      const rows = await stores.promptPolicies.listAsking(row.id);
      requireUnused('outside detector', { noun: 'prompt policies', rows });
      await stores.outsideDetectors.removeCredential(row.id);
      return archive(row, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<OutsideDetectorFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<OutsideDetector>> {
    operation.require('outside-detector:read');
    return this.storage.read(operation.scope, ({ outsideDetectors }) =>
      outsideDetectors.list(operation.narrowList(wish), page),
    );
  }

  /** For loaders: those of the detectors that have a credential. @throws DomainError PERMISSION_DENIED */
  async listCredentialHolders(
    operation: Operation,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> {
    operation.require('outside-detector:read');
    const holders = await this.storage.read(operation.scope, ({ outsideDetectors }) =>
      outsideDetectors.listCredentialHolders(ids),
    );
    return new Set(holders);
  }

  /** What the audit log tells of it. The version of the row numbers the generations: it never goes back. */
  async #keepCredential(
    { outsideDetectors }: Stores,
    { id, tenantId, version: generation }: OutsideDetector,
    credential: DetectorCredentialChange['credential'],
  ): Promise<Changes> {
    if (credential === undefined) return {};
    if (credential === null) {
      const wasRemoved = await outsideDetectors.removeCredential(id);
      return wasRemoved ? { credential: [null, 'removed'] } : {};
    }
    const sealed = this.#envelope.seal(
      Buffer.from(credential.reveal()),
      detectorCredentialName(id),
    );
    await outsideDetectors.putCredential({ outsideDetectorId: id, tenantId, generation, sealed });
    return { credential: [null, 'replaced'] };
  }

  /** Another credential is another input, for a repeated idempotency key. */
  #withFingerprint(call: MutationCall, { credential }: DetectorCredentialChange): MutationCall {
    if (credential === undefined) return call;
    const fingerprint = credential && this.#envelope.fingerprint(credential.reveal());
    return { ...call, input: { ...call.input, credential: fingerprint } };
  }

  #besideOf({ credential }: DetectorCredentialChange): Beside<OutsideDetector> {
    return {
      field: credential === undefined ? undefined : 'credential',
      write: (stores, detector) => this.#keepCredential(stores, detector, credential),
    };
  }
}
