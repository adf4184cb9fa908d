import { DomainError, invalid } from '../domain/errors.ts';
import type { Permission } from '../domain/permission.ts';
import {
  type DeclaredRestore,
  type DifferenceKind,
  describeDifference,
  describeEpochRaise,
  describeHeldRelease,
  describeRollback,
  type HeldReleased,
  nameRolledBack,
  parseRolledBack,
  type ReleaseDiff,
  type ReleaseEntry,
  type ResourceDifference,
  type RolledBack,
  requireRestoreReason,
} from '../domain/release.ts';
import type { Head } from '../storage/configuration/head.ts';
import { mayBeMeant } from '../storage/configuration/held-revision.ts';
import { readResourceContent } from '../storage/configuration/resource-content.ts';
import type { AfterKey, VersionDifference } from '../storage/configuration/resource-version.ts';
import { decodeCursor, encodeCursor, type Page, type PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { describeRestored } from './rollback/restored-row.ts';
import { Rollback } from './rollback/rollback.ts';

/** Resources of one page of a diff. */
const DIFFERENCES_MAX = 200;
const DIFF_LIST = 'release-diff';

/** Which revisions to compare, and where to go on. */
export interface DiffRequest {
  readonly from: bigint;
  readonly to: bigint;
  readonly after: string | undefined;
}

/** Where to go back to, and the head that the caller saw. */
export interface RollbackRequest {
  readonly toRevision: bigint;
  readonly expectedHead: bigint;
  readonly reason: string;
}

/** The held revision that is meant, and why. */
export interface HeldReleaseRequest {
  readonly heldRevision: bigint;
  readonly reason: string;
}

const ROLLBACK_PERMISSIONS = [
  'release:write',
  'route:write',
  'prompt-policy:write',
  'target:write',
  'limit:write',
] as const satisfies readonly Permission[];

/** Releases belong to the platform: what all nodes are given. */
export class ReleaseService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Releases and held revisions, newest first. Held ones are shown to the platform; actors to who may read the audit log.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED
   */
  async list(operation: Operation, page: PageRequest): Promise<Page<ReleaseEntry>> {
    operation.require('release:read');
    const found = await this.#storage.read(operation.scope, ({ releases }) =>
      releases.listEntries(page),
    );
    if (operation.may('audit:read')) return found;
    return { ...found, rows: found.rows.map((row) => ({ ...row, actors: [] })) };
  }

  /**
   * What differs between the releases that held sway at two revisions, at most {@link DIFFERENCES_MAX} resources; of a
   * tenant what it and all tenants have.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED
   */
  async diff(operation: Operation, { from, to, after }: DiffRequest): Promise<ReleaseDiff> {
    operation.require('release:read');
    return this.#storage.read(operation.scope, async (stores) => {
      const earlier = await requireReleaseAt(stores, from, 'from');
      const later = await requireReleaseAt(stores, to, 'to');
      const page = { after: parseCursor(after), limit: DIFFERENCES_MAX + 1 };
      const found = await stores.resourceVersions.listDifferences(earlier, later, page);
      const shown = found.slice(0, DIFFERENCES_MAX);
      const last = shown.at(-1);
      return {
        from: earlier.revision,
        to: later.revision,
        differences: await describe(stores, shown),
        endCursor: last && found.length > shown.length ? cursorOf(last) : null,
      };
    });
  }

  /**
   * Makes routes, prompt policies and targets what they were at a release, as a new revision. Asks for all rights that
   * the same edits by hand would; keys, grants, secrets, roles and whether a target is enabled stay as they are.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED
   */
  async rollback(
    operation: Operation,
    call: MutationCall,
    request: RollbackRequest,
  ): Promise<Changed<RolledBack>> {
    for (const permission of ROLLBACK_PERMISSIONS) operation.requireFor(permission, null);
    requireRestoreReason(request.reason);
    const context = { storage: this.#storage, operation };
    return runMutation(context, call, {
      work: (stores, trail) => rollBack({ stores, trail, now: operation.now }, request),
      replay: async (_stores, id) => parseRolledBack(id),
    });
  }

  /**
   * Lets go the mass deletion of the revision that is held at the head, as a new revision: what is changed later is judged anew. Other
   * reasons cannot be set aside.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async releaseHeld(
    operation: Operation,
    call: MutationCall,
    request: HeldReleaseRequest,
  ): Promise<Changed<HeldReleased>> {
    operation.requireFor('release:write', null);
    requireRestoreReason(request.reason);
    const context = { storage: this.#storage, operation };
    return runMutation(context, call, {
      work: (stores, trail) => releaseHeld(stores, trail, request),
      replay: async (_stores, id) => ({ id, heldRevision: BigInt(id) }),
    });
  }

  /**
   * Begins a new epoch by hand, so that every node goes over to what the database holds.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED; BUSY when another raises it now
   */
  async declareRestored(
    operation: Operation,
    call: MutationCall,
    reason: string,
  ): Promise<Changed<DeclaredRestore>> {
    operation.requireFor('release:write', null);
    requireRestoreReason(reason);
    const context = { storage: this.#storage, operation };
    return runMutation(context, call, {
      work: (stores, trail) => raise(stores, trail, reason),
      replay: async (_stores, id) => ({ id, epoch: BigInt(id) }),
    });
  }
}

async function requireReleaseAt(
  { releases }: Stores,
  revision: bigint,
  path: string,
): Promise<Head> {
  const found = await releases.findAt(revision);
  if (found !== undefined) return found;
  throw invalid(path, `Nothing is kept of what was released at revision ${revision}.`);
}

async function describe(
  { resourceVersions }: Stores,
  differences: readonly VersionDifference[],
): Promise<readonly ResourceDifference[]> {
  const versions = differences.flatMap(({ kind, tenantId, from, to }) =>
    [from, to].flatMap((version) => (version === null ? [] : [{ kind, tenantId, version }])),
  );
  const bodies = await resourceVersions.listBodies(versions);
  const contentOf = (kind: VersionDifference['kind'], version: Buffer | null) => {
    const body = version === null ? undefined : bodies.get(version.toString('hex'));
    return body && readResourceContent(kind, body);
  };
  return differences.map(({ kind, id, tenantId, from, to }) => ({
    kind,
    id,
    tenantId: tenantId || null,
    change: changeOf(from, to),
    fields: describeDifference(contentOf(kind, from), contentOf(kind, to)),
  }));
}

function changeOf(from: Buffer | null, to: Buffer | null): DifferenceKind {
  if (from === null) return 'added';
  return to === null ? 'removed' : 'changed';
}

function cursorOf({ kind, id }: AfterKey): string {
  return encodeCursor(DIFF_LIST, kind, id);
}

function parseCursor(after: string | undefined): AfterKey | undefined {
  if (after === undefined) return undefined;
  const { value: kind, id } = decodeCursor(after, DIFF_LIST);
  return { kind, id };
}

interface RollbackWork {
  readonly stores: Stores;
  readonly trail: Trail;
  readonly now: Date;
}

async function rollBack(
  { stores, trail, now }: RollbackWork,
  { toRevision, expectedHead, reason }: RollbackRequest,
): Promise<RolledBack> {
  const head = await stores.nodes.head();
  requireHead(head.revision, expectedHead);
  // Another change may be committed between this look and the end.
  trail.judgeRevision = (revision) => requireHead((revision ?? 0n) - 1n, expectedHead);
  const at = await stores.releases.findAt(toRevision);
  if (at?.revision !== toRevision)
    throw invalid(
      'toRevision',
      'No release of that revision is kept; `releases` lists those that are.',
    );
  const found = await stores.releases.find(at);
  // What is missing from the notes would be archived.
  if (found?.resourceCount !== (await stores.resourceVersions.countView(at)))
    throw invalid('toRevision', 'What is kept of that release is not whole; choose another.');
  const rows = await new Rollback(stores, at, now).plan();
  for (const { write } of rows) await write();
  trail.entries.push(
    describeRollback({ toRevision, expectedHead }, reason),
    ...rows.map((row) => describeRestored(row, reason)),
  );
  return nameRolledBack(toRevision, rows.length);
}

async function releaseHeld(
  { nodes, heldRevisions }: Stores,
  trail: Trail,
  { heldRevision, reason }: HeldReleaseRequest,
): Promise<HeldReleased> {
  // Judged at the end: until then another change may be committed.
  trail.judgeRevision = (revision) => requireStillHead((revision ?? 0n) - 1n, heldRevision);
  const { epoch } = await nodes.head();
  const held = await heldRevisions.find({ epoch, revision: heldRevision });
  if (held === undefined)
    throw invalid('heldRevision', 'Nothing is held at that revision; `releases` lists what is.');
  const others = held.reasons.filter((reason) => !mayBeMeant(reason));
  if (others.length > 0)
    throw invalid('heldRevision', `Only a deletion can be meant; mend this: ${others.join(' ')}`);
  await heldRevisions.release(heldRevision);
  trail.entries.push(describeHeldRelease(heldRevision, held.reasons, reason));
  return { id: heldRevision.toString(), heldRevision };
}

function requireStillHead(head: bigint, heldRevision: bigint): void {
  if (head === heldRevision) return;
  throw invalid('heldRevision', `The head is ${head}; look why that is held, and release it.`);
}

function requireHead(revision: bigint, expected: bigint): void {
  if (revision !== expected)
    throw invalid('expectedHead', `The head is ${revision} by now; look what changed.`);
}

async function raise(
  { audit, nodes, configurationEpoch }: Stores,
  trail: Trail,
  reason: string,
): Promise<DeclaredRestore> {
  // Chains are locked before the revision's row, here as in every transaction that changes something.
  await audit.lockHeads([describeEpochRaise(undefined, reason)]);
  const before = await nodes.head();
  const epoch = await configurationEpoch.raise(before.epoch);
  if (epoch === undefined)
    throw new DomainError({ code: 'BUSY' }, 'The epoch was raised just now; look, and try again.');
  trail.entries.push(describeEpochRaise(epoch, reason));
  return { id: epoch.toString(), epoch };
}
