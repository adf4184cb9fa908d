import { ViewDigest } from '../../proto/view-digest.ts';
import type { CompiledResource } from '../compile/compile-resource.ts';
import type { Head } from '../storage/configuration.ts';

/** Revisions whose changed keys are remembered; a node that is further behind gets everything. */
const HISTORY_REVISIONS_MAX = 2_000;

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

/** The way from what a node holds to the head. */
export interface Step {
  readonly full: boolean;
  readonly upserts: readonly CompiledResource[];
  /** Keys `kind/id`. */
  readonly removals: readonly string[];
}

interface Remembered {
  readonly revision: bigint;
  readonly keys: readonly string[];
  /** Digest of the view after this revision; known for the last revision of each read. */
  readonly digest: Buffer | undefined;
}

/** Everything that nodes are to enforce at one head, and the recent past. The one mutable cell of a replica. */
export class View {
  readonly #resources = new Map<string, CompiledResource>();
  #digest = new ViewDigest();
  #head: Head | undefined;
  #history: Remembered[] = [];
  #oldestCommitMs = 0;

  /** Undefined until the first read. */
  get head(): Head | undefined {
    return this.#head;
  }

  get digest(): Buffer {
    return this.#digest.value();
  }

  /** Commit time of the oldest change of the last read, Unix milliseconds. */
  get oldestCommitMs(): number {
    return this.#oldestCommitMs;
  }

  get resourceCount(): number {
    return this.#resources.size;
  }

  apply(change: ViewChange): void {
    if (change.full) this.#forgetMissing(change.resources);
    for (const [key, resource] of change.resources) this.#put(key, resource);
    if (change.full) {
      const { revision } = change.head;
      this.#history = [{ revision, keys: [], digest: this.digest }];
    }
    const last = change.changes.length - 1;
    change.changes.forEach(({ revision, keys }, index) => {
      this.#history.push({ revision, keys, digest: index === last ? this.digest : undefined });
    });
    this.#history.splice(0, this.#history.length - HISTORY_REVISIONS_MAX);
    this.#head = change.head;
    this.#oldestCommitMs = change.oldestCommitMs;
  }

  /**
   * Whether a node with this position and digest can be brought up to date by what changed since. A digest that differs
   * from ours at that revision means that the node does not hold what we think.
   */
  canResume(held: Head, digest: Uint8Array): boolean {
    const head = this.#head;
    if (head === undefined || held.epoch !== head.epoch || held.revision > head.revision)
      return false;
    if (held.revision === head.revision) return this.digest.equals(digest);
    const known = this.#history.find(({ revision }) => revision === held.revision)?.digest;
    return known?.equals(digest) ?? false;
  }

  /** Whether the changes after that position are all remembered. */
  #remembersSince(held: Head): boolean {
    const oldest = this.#history[0]?.revision;
    return oldest !== undefined && oldest <= held.revision + 1n;
  }

  /** The step from an acknowledged position to the head; undefined asks for everything. */
  stepFrom(held: Head | undefined): Step {
    const head = this.#head;
    const isResumable =
      held !== undefined && head?.epoch === held.epoch && this.#remembersSince(held);
    if (!isResumable) return { full: true, upserts: [...this.#resources.values()], removals: [] };
    const keys = new Set(
      this.#history
        .filter(({ revision }) => revision > held.revision)
        .flatMap((entry) => entry.keys),
    );
    const upserts = [...keys].flatMap((key) => this.#resources.get(key) ?? []);
    return { full: false, upserts, removals: [...keys].filter((key) => !this.#resources.has(key)) };
  }

  #forgetMissing(present: ReadonlyMap<string, unknown>): void {
    for (const key of this.#resources.keys()) if (!present.has(key)) this.#put(key, undefined);
  }

  #put(key: string, resource: CompiledResource | undefined): void {
    const old = this.#resources.get(key);
    if (old !== undefined) this.#digest.toggle(old);
    if (resource === undefined) {
      this.#resources.delete(key);
      return;
    }
    this.#digest.toggle(resource);
    this.#resources.set(key, resource);
  }
}
