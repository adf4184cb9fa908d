import type { ApiKey } from '../../policy/resource.ts';
import type { ActiveSnapshot } from './active-snapshot.ts';
import type { Fault } from './build/fault.ts';
import { honours } from './build/ready-token-issuer.ts';
import { type Built, buildSnapshot } from './build-snapshot.ts';
import type { FullHead } from './full/full-message.ts';
import type { FullReading } from './full/full-reading.ts';
import type { KeptConfiguration, SkippedFile } from './kept/last-known-good.ts';
import type { ResourceName } from './packed/packed-resource.ts';
import { comparePositions, NOTHING_HELD, type Position } from './position.ts';
import {
  applyUpdate,
  dropRevoked,
  EMPTY_SET,
  findOlder,
  isRevocable,
  type ResourceSet,
  type UpdateRefusal,
  type WholeUpdate,
} from './resource-store.ts';
import { RevokedAhead } from './revoked-ahead.ts';
import { type HeldSecret, SecretStore } from './secret-store.ts';
import { runAtOnce, runInSlices } from './slices.ts';
import type { VerifiedToken } from './snapshot.ts';
import { findTargets, originsOf, type WarmConnections, warmNothing } from './warm-origins.ts';

/**
 * What became of an update. `misfit`: it does not follow from what is held, so that the control plane must hear again what that
 * is; with `askFull` it must send everything.
 */
export type Enforced =
  | { readonly outcome: 'applied' | 'partial'; readonly faults: readonly Fault[] }
  | { readonly outcome: 'rejected'; readonly faults: readonly Fault[] }
  | { readonly outcome: 'misfit'; readonly askFull: boolean; readonly faults: readonly Fault[] };

/** An update that fits, and of which nothing was taken. */
export interface RefusedUpdate {
  readonly position: Position;
  readonly faults: readonly Fault[];
}

/** A full update that is read elsewhere than on the loop: see `full/full-reading.ts`. */
export interface FullUpdate {
  readonly head: FullHead;
  readonly reading: Pick<FullReading, 'judge' | 'take'>;
}

/** What is known of a change when it is made ready. */
interface Rebuilding {
  /** See `BuildInput`. */
  readonly judged?: ReadonlyMap<string, readonly Fault[]>;
  /** Whether connections are opened before calls see it. */
  readonly warms?: boolean;
  /** Where calls may be sent; looked for when it is not given. */
  readonly targetIds?: ReadonlySet<string>;
}

const FULL = { full: true, removals: [] } as const;
const NO_FAULTS: ReadonlyMap<string, readonly Fault[]> = new Map();

/** What a restart found. */
export interface Restored {
  /** Path of the copy that is served from; undefined when none could be used. */
  readonly file: string | undefined;
  readonly skipped: readonly SkippedFile[];
}

/**
 * Holds what a node received and enforces: turns updates into snapshots and swaps them in. Bad input changes nothing that is
 * enforced and never throws. One change is worked on at a time; the others wait in their order. A revocation waits for none.
 */
export class Enforcement {
  readonly #active: ActiveSnapshot;
  readonly #lastKnownGood: KeptConfiguration;
  readonly #revokedAhead = new RevokedAhead();
  readonly #warm: WarmConnections;
  #received: ResourceSet = EMPTY_SET;
  #secrets = new SecretStore([]);
  #built: Built | undefined;
  #refused: RefusedUpdate | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(
    active: ActiveSnapshot,
    lastKnownGood: KeptConfiguration,
    warm: WarmConnections = warmNothing,
  ) {
    this.#active = active;
    this.#lastKnownGood = lastKnownGood;
    this.#warm = warm;
  }

  /** Where the node stands; revision 0 when it enforces nothing. */
  get position(): Position {
    return this.#built?.enforced.position ?? NOTHING_HELD;
  }

  /** Digest of what is enforced, and of what was revoked ahead of its update. */
  get digest(): Buffer {
    return this.#revokedAhead.digestOfReceived(this.#built?.enforced.digest ?? EMPTY_SET.digest);
  }

  /** Undefined until something is enforced. */
  get built(): Built | undefined {
    return this.#built;
  }

  /** The last update that fits, when nothing of it was taken. */
  get refused(): RefusedUpdate | undefined {
    return this.#refused;
  }

  /** Tenants that stay as they were. */
  get heldBackCount(): number {
    return this.#built?.heldBack.size ?? 0;
  }

  /** Whether a caller is one at this moment: false once the key is revoked, or what the token rests on is taken away. */
  readonly holdsCaller = (
    { id, tenantId }: Pick<ApiKey, 'id' | 'tenantId'>,
    token: VerifiedToken | undefined,
  ): boolean => {
    if (this.#built === undefined) return false;
    if (token !== undefined) return honours(this.#built.snapshot, token);
    return this.#built.enforced.domains.get(tenantId)?.has(`api_key/${id}`) === true;
  };

  /** What is held at this moment: credentials are not pinned with a snapshot. */
  get secrets(): SecretStore {
    return this.#secrets;
  }

  /** Enforces the newest last-known-good copy that is whole and valid. Call it before anything else, once. */
  restore(): Restored {
    const skipped: SkippedFile[] = [];
    for (const copy of this.#lastKnownGood.load()) {
      if ('fault' in copy) {
        skipped.push(copy);
        continue;
      }
      const { set, secrets, file, isJudged } = copy;
      const store = new SecretStore(secrets);
      const judged = isJudged ? NO_FAULTS : undefined;
      const input = { previous: undefined, received: set, secrets: store, judged };
      const result = runAtOnce(buildSnapshot(input));
      if (result.kind === 'built') {
        this.#secrets = store;
        this.#take(set, result.built);
        return { file, skipped };
      }
      const message = result.faults[0]?.message ?? 'it is not valid';
      skipped.push({ file, fault: 'corrupt', message });
    }
    return { file: undefined, skipped };
  }

  /** Enforces an update, or as much of it as is valid. */
  apply(update: WholeUpdate): Promise<Enforced> {
    return this.#inTurn(async () => this.#noted(update.to, await this.#apply(update)));
  }

  /** Enforces a full update, or as much of it as is valid. @throws ReadingLost when it could not be read; nothing has changed */
  applyFull(update: FullUpdate): Promise<Enforced> {
    return this.#inTurn(async () => this.#noted(update.head.to, await this.#applyFull(update)));
  }

  /**
   * Stops honouring these keys and grants before it returns, whatever is being worked on. Names that nobody holds do no harm.
   * False when the update that removes them must do, since there are too many.
   */
  revoke(names: readonly ResourceName[], at: Position): boolean {
    if (comparePositions(this.position, at) > 0) return true;
    const isNoted = this.#revokedAhead.note(names, at);
    if (this.#built !== undefined) this.#take(this.#received, this.#built);
    return isNoted;
  }

  /** Takes these secrets in place of all that were held. Tenants that waited for one are looked at again. */
  replaceSecrets(secrets: readonly HeldSecret[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#secrets = new SecretStore(secrets);
      if (this.#built === undefined) return;
      const snapshot = { ...this.#built.snapshot, hasher: this.#secrets.hasher };
      this.#take(this.#received, { ...this.#built, snapshot });
      if (this.#built.heldBack.size > 0) await this.#rebuild(this.#received);
    });
  }

  /** Writes what is enforced to disk, without waiting for it. Call it after the control plane has its answer. */
  keep(): void {
    if (this.#built === undefined) return;
    this.#lastKnownGood.save({ enforced: this.#built.enforced, secrets: this.#secrets.list() });
  }

  /** Resolves when every change that came before is worked off. */
  async settle(): Promise<void> {
    await this.#tail;
  }

  #noted(position: Position, enforced: Enforced): Enforced {
    const { outcome, faults } = enforced;
    if (outcome === 'rejected') this.#refused = { position, faults };
    else if (outcome !== 'misfit') this.#refused = undefined;
    return enforced;
  }

  async #apply(update: WholeUpdate): Promise<Enforced> {
    const result = await runInSlices(applyUpdate(this.#received, update));
    if (result.kind !== 'applied') return refusalOf(result);
    return this.#rebuild(result.set, { warms: this.#mayWait(update) });
  }

  async #applyFull({ head, reading }: FullUpdate): Promise<Enforced> {
    const older = findOlder(this.#received, head.to);
    if (older !== undefined) return refusalOf(older);
    const { faults, targetIds } = await reading.judge(this.#secrets.pepperIds);
    const received = await reading.take(head, this.#received.domains);
    return this.#rebuild(received, { judged: faults, warms: this.#mayWait(FULL), targetIds });
  }

  /** What takes a key or a grant away waits for no connection; in everything that may hide. */
  #mayWait({ full, removals }: Pick<WholeUpdate, 'full' | 'removals'>): boolean {
    return full ? this.#built === undefined : !removals.some(isRevocable);
  }

  async #rebuild(
    received: ResourceSet,
    { judged, ...warming }: Rebuilding = {},
  ): Promise<Enforced> {
    const input = { previous: this.#built, received, secrets: this.#secrets, judged };
    const result = await runInSlices(buildSnapshot(input));
    if (result.kind === 'rejected') {
      await this.#tighten(received);
      return { outcome: 'rejected', faults: result.faults };
    }
    await this.#warmUp(result.built, warming);
    this.#take(received, result.built);
    const faults = [...result.built.heldBack.values()].flat();
    return { outcome: faults.length > 0 ? 'partial' : 'applied', faults };
  }

  async #warmUp(built: Built, { warms = false, targetIds }: Rebuilding): Promise<void> {
    if (!warms) return;
    const ids = targetIds ?? (await runInSlices(findTargets(this.#built, built)));
    await this.#warm(originsOf(ids, built.shared));
  }

  /** Keys and grants that a refused change takes away are gone all the same. */
  async #tighten(refused: ResourceSet): Promise<void> {
    const received = await runInSlices(dropRevoked(this.#received, refused));
    if (received === undefined) return;
    const input = { previous: this.#built, received, secrets: this.#secrets };
    const result = await runInSlices(buildSnapshot(input));
    if (result.kind === 'built') this.#take(received, result.built);
  }

  /** What was revoked while it was made ready is left out before anybody sees it. */
  #take(received: ResourceSet, built: Built): void {
    this.#received = received;
    this.#built = this.#withoutRevoked(received, built);
    this.#active.swap(this.#built.snapshot);
  }

  #withoutRevoked(received: ResourceSet, built: Built): Built {
    const left = this.#revokedAhead.leaveOut(received);
    if (left === received) return built;
    const input = { previous: built, received: left, secrets: this.#secrets };
    const result = runAtOnce(buildSnapshot(input));
    return result.kind === 'built' ? result.built : built;
  }

  /** What the tail waits for never fails: a fault of one change must not stop those behind it. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }
}

function refusalOf({ kind, message }: UpdateRefusal): Enforced {
  const faults = [{ kind: '', id: '', tenantId: '', message }];
  if (kind === 'older') return { outcome: 'rejected', faults };
  return { outcome: 'misfit', askFull: kind === 'corrupt', faults };
}
