import type { ForkableMap } from '../../proto/forkable-map.ts';
import type { CompiledResource } from '../compile/compile-resource.ts';
import { isOutsideDetector } from '../compile/outside-detector-key.ts';
import { runAtOnce, type SlicedWork } from '../compile/pace.ts';
import { isRevocable } from '../compile/revocable.ts';
import type { Head } from '../storage/configuration/head.ts';
import {
  type ChangedContent,
  changeContent,
  EMPTY_CONTENT,
  type ViewContent,
} from './view-content.ts';
import { type Mark, ViewHistory } from './view-history.ts';

/** What one read of the database brought, compiled. */
export interface ViewChange {
  readonly head: Head;
  /** True when what is not among the resources is gone. */
  readonly full: boolean;
  /** Key -> resource; undefined when it is out of the configuration. */
  readonly resources: ReadonlyMap<string, CompiledResource | undefined>;
  /** Keys that each revision changed, oldest first. */
  readonly changes: readonly { readonly revision: bigint; readonly keys: readonly string[] }[];
  /** Unix milliseconds. */
  readonly oldestCommitMs: number;
}

/** A change that is made ready: see {@link View.prepare}. */
export interface PreparedChange {
  readonly change: ViewChange;
  readonly changed: ChangedContent;
}

/** The way from a mark to the newest one. */
export interface Step {
  readonly upserts: readonly CompiledResource[];
  /** Keys `kind/id`. */
  readonly removals: readonly string[];
  /** Commit time of the oldest change in it, Unix milliseconds. */
  readonly oldestCommitMs: number;
}

/**
 * Where a node stands that says what it holds: at a mark; `ahead` of this replica, which has yet to
 * catch up; or `unknown`, so that only everything will do.
 */
export type Standing = Mark | 'ahead' | 'unknown';

/**
 * Everything that nodes are to enforce at one head, and the recent past. The one mutable cell of a
 * replica; the resources in it never change.
 */
export class View {
  readonly #history: ViewHistory;
  #content: ViewContent = EMPTY_CONTENT;
  #head: Head | undefined;
  #oldestCommitMs = 0;
  #detectorsMoved = 0;

  /** `startMark` is that of the moment of its first change, for a view that moves with another one. */
  constructor(startMark: Mark = 1) {
    this.#history = new ViewHistory(startMark);
  }

  /** Undefined until the first read. */
  get head(): Head | undefined {
    return this.#head;
  }

  /** Mark of the head; 0 until the first read. */
  get mark(): Mark {
    return this.#history.newest;
  }

  get digest(): Buffer {
    return this.#content.digest;
  }

  /** Commit time of the oldest change of the last read, Unix milliseconds. */
  get oldestCommitMs(): number {
    return this.#oldestCommitMs;
  }

  /** Changes in which outside detectors came or went: other credentials are due then. */
  get detectorsMoved(): number {
    return this.#detectorsMoved;
  }

  /** Every resource by its key, as of this moment: the next change makes another map. */
  get resources(): ForkableMap<CompiledResource> {
    return this.#content.resources;
  }

  get resourceCount(): number {
    return this.#content.resources.size;
  }

  /** Bytes of the bodies of all resources. */
  get bodyBytes(): number {
    return this.#content.bodyBytes;
  }

  /** Whether so many changes after the mark are known that a node can be brought on from there. */
  remembers(mark: Mark): boolean {
    return this.#history.remembers(mark);
  }

  /** Keys of the API keys and grants that were taken away after the mark. */
  revokedSince(mark: Mark): readonly string[] {
    return this.#history.since(mark).flatMap(({ revoked }) => revoked);
  }

  /** Commit time of the first change after the mark; undefined when there is none. */
  commitMsAfter(mark: Mark): number | undefined {
    return this.#history.at(mark + 1)?.commitMs;
  }

  /** Position and digest of the view at the mark; undefined when that is not remembered. */
  contentAt(mark: Mark): { readonly head: Head; readonly digest: Buffer } | undefined {
    const entry = this.#history.at(mark);
    if (entry?.digest === undefined) return undefined;
    return { head: entry.head, digest: entry.digest };
  }

  /** Makes a change ready and takes it in, without a pause. */
  apply(change: ViewChange): void {
    this.take(runAtOnce(this.prepare(change)));
  }

  /**
   * Makes a change ready, in slices: nobody sees anything of it before {@link take}. It follows on what the view holds, or on
   * another prepared change that is to be taken first; nothing else may be taken between.
   */
  *prepare(change: ViewChange, after?: PreparedChange): SlicedWork<PreparedChange> {
    const before = after?.changed.content ?? this.#content;
    return { change, changed: yield* changeContent(before, change.resources, change.full) };
  }

  /** Swaps in what was prepared: readers see all of it at once. */
  take({ change, changed }: PreparedChange): void {
    const { content, touched, removed } = changed;
    this.#content = content;
    this.#head = change.head;
    this.#oldestCommitMs = change.oldestCommitMs;
    if (change.full || touched.some(isOutsideDetector)) this.#detectorsMoved += 1;
    const steps =
      change.full || change.changes.length === 0
        ? [{ revision: change.head.revision, keys: touched }]
        : change.changes;
    steps.forEach(({ revision, keys }, index) => {
      this.#history.push({
        head: { epoch: change.head.epoch, revision },
        keys,
        digest: index === steps.length - 1 ? this.digest : undefined,
        revoked:
          removed.size === 0 ? [] : keys.filter((key) => removed.has(key) && isRevocable(key)),
        commitMs: change.oldestCommitMs,
      });
    });
  }

  /** Where a node stands that holds this. A digest that differs means that it is not what we think. */
  standingOf(held: Head, digest: Uint8Array): Standing {
    const head = this.#head;
    if (head === undefined || isAfter(held, head)) return 'ahead';
    return this.#history.find(held, digest) ?? 'unknown';
  }

  /**
   * Tenants of which something was set since the mark; '' among them when a shared resource was set,
   * or anything removed, since nobody can tell any more whose it was.
   */
  tenantsTouchedSince(mark: Mark): ReadonlySet<string> {
    const keys = this.#history.since(mark).flatMap((entry) => entry.keys);
    return new Set(keys.map((key) => this.#content.resources.get(key)?.tenantId ?? ''));
  }

  /** What changed after the mark, and all of these tenants. */
  stepFrom(mark: Mark, tenants: ReadonlySet<string>): Step {
    const entries = this.#history.since(mark);
    const keys = new Set(entries.flatMap((entry) => entry.keys));
    const upserts: CompiledResource[] = [];
    const removals: string[] = [];
    for (const key of keys) {
      const resource = this.#content.resources.get(key);
      if (resource === undefined) removals.push(key);
      else upserts.push(resource);
    }
    if (tenants.size > 0)
      for (const [key, resource] of this.#content.resources)
        if (tenants.has(resource.tenantId) && !keys.has(key)) upserts.push(resource);
    return { upserts, removals, oldestCommitMs: entries[0]?.commitMs ?? this.#oldestCommitMs };
  }
}

function isAfter(left: Head, right: Head): boolean {
  return left.epoch === right.epoch ? left.revision > right.revision : left.epoch > right.epoch;
}
