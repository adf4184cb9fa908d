import { ViewDigest } from '../../proto/view-digest.ts';
import type { CompiledResource } from '../compile/compile-resource.ts';
import { isRevocable } from '../compile/revocable.ts';
import type { Head } from '../storage/configuration.ts';
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
  readonly #resources = new Map<string, CompiledResource>();
  readonly #digest = new ViewDigest();
  readonly #history: ViewHistory;
  #head: Head | undefined;
  #oldestCommitMs = 0;
  #bodyBytes = 0;

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
    return this.#digest.value();
  }

  /** Commit time of the oldest change of the last read, Unix milliseconds. */
  get oldestCommitMs(): number {
    return this.#oldestCommitMs;
  }

  /** Every resource by its key; what it gives changes with the next change. */
  get resources(): ReadonlyMap<string, CompiledResource> {
    return this.#resources;
  }

  get resourceCount(): number {
    return this.#resources.size;
  }

  /** Bytes of the bodies of all resources. */
  get bodyBytes(): number {
    return this.#bodyBytes;
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

  apply(change: ViewChange): void {
    const revoked = new Set<string>();
    const touched = change.full ? this.#replaceAll(change, revoked) : this.#update(change, revoked);
    this.#head = change.head;
    this.#oldestCommitMs = change.oldestCommitMs;
    const steps =
      change.full || change.changes.length === 0
        ? [{ revision: change.head.revision, keys: touched }]
        : change.changes;
    steps.forEach(({ revision, keys }, index) => {
      this.#history.push({
        head: { epoch: change.head.epoch, revision },
        keys,
        digest: index === steps.length - 1 ? this.digest : undefined,
        revoked: revoked.size === 0 ? [] : keys.filter((key) => revoked.has(key)),
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
    return new Set(keys.map((key) => this.#resources.get(key)?.tenantId ?? ''));
  }

  /** Every resource, as of this moment. */
  everything(): readonly CompiledResource[] {
    return [...this.#resources.values()];
  }

  /** What changed after the mark, and all of these tenants. */
  stepFrom(mark: Mark, tenants: ReadonlySet<string>): Step {
    const entries = this.#history.since(mark);
    const keys = new Set(entries.flatMap((entry) => entry.keys));
    const upserts: CompiledResource[] = [];
    const removals: string[] = [];
    for (const key of keys) {
      const resource = this.#resources.get(key);
      if (resource === undefined) removals.push(key);
      else upserts.push(resource);
    }
    if (tenants.size > 0)
      for (const [key, resource] of this.#resources)
        if (tenants.has(resource.tenantId) && !keys.has(key)) upserts.push(resource);
    return { upserts, removals, oldestCommitMs: entries[0]?.commitMs ?? this.#oldestCommitMs };
  }

  /** Gives the keys of what is different. */
  #replaceAll({ resources }: ViewChange, revoked: Set<string>): readonly string[] {
    const touched: string[] = [];
    for (const key of [...this.#resources.keys()])
      if (!resources.has(key) && this.#put(key, undefined, revoked)) touched.push(key);
    for (const [key, resource] of resources)
      if (this.#put(key, resource, revoked)) touched.push(key);
    return touched;
  }

  #update({ resources }: ViewChange, revoked: Set<string>): readonly string[] {
    for (const [key, resource] of resources) this.#put(key, resource, revoked);
    return [...resources.keys()];
  }

  /** Whether anything is different after it. */
  #put(key: string, resource: CompiledResource | undefined, revoked: Set<string>): boolean {
    const old = this.#resources.get(key);
    if (old === undefined && resource === undefined) return false;
    if (old !== undefined && resource !== undefined && isSame(old, resource)) return false;
    if (old !== undefined) {
      this.#digest.toggle(old);
      this.#bodyBytes -= old.body.length;
    }
    if (resource === undefined) {
      this.#resources.delete(key);
      if (isRevocable(key)) revoked.add(key);
      return true;
    }
    this.#digest.toggle(resource);
    this.#bodyBytes += resource.body.length;
    this.#resources.set(key, resource);
    return true;
  }
}

function isAfter(left: Head, right: Head): boolean {
  return left.epoch === right.epoch ? left.revision > right.revision : left.epoch > right.epoch;
}

function isSame(left: CompiledResource, right: CompiledResource): boolean {
  return left.tenantId === right.tenantId && left.version.equals(right.version);
}
