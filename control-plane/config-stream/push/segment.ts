import type { Resource } from '../../../proto/generated/gatehouse/config/v1/Resource.ts';
import type { ResourceKey } from '../../../proto/generated/gatehouse/config/v1/ResourceKey.ts';
import type { CompiledResource } from '../../compile/compile-resource.ts';
import type { Head } from '../../storage/configuration.ts';
import { toPosition } from '../position.ts';
import type { View } from '../view.ts';
import type { Mark } from '../view-history.ts';
import { encodeResponse } from './encoded-response.ts';

/**
 * Largest part of an update. A node decodes a part at once: 128 KiB are about 600 resources, in 2 ms
 * of its slice.
 */
export const PART_BYTES_MAX = 131_072;
/** What a resource costs on the wire beside its body: names, version, framing. */
const RESOURCE_OVERHEAD_BYTES = 140;
const REMOVAL_BYTES = 60;
/** A FULL that is older than so many changes is made anew: what follows it would be a large step. */
const FULL_CHANGES_MAX = 200;
/**
 * A node that begins with a FULL enforces it until the step that follows: it may be no further behind the head than any
 * other node may be. Source: commit to enforced, p99 (architecture, section 3).
 */
const FULL_BEHIND_MS_MAX = 1_000;
/** Steps to one head: nodes stand at few places, but for those that come back. */
const STEPS_KEPT_MAX = 256;

/** Update in a form that all nodes share: immutable, each part encoded once, when it is first wanted. */
export interface Segment {
  /** The same for every node that gets it; differs from that of every other segment. */
  readonly nonce: string;
  readonly full: boolean;
  /** Where a node stands after it. */
  readonly to: Mark;
  readonly head: Head;
  readonly digest: Buffer;
  readonly partCount: number;
  /** An encoded StreamResponse. */
  part(index: number): Buffer;
}

/** Makes segments of a view, and keeps those that other nodes are likely to want too. */
export class Segments {
  readonly #view: View;
  readonly #nowMs: () => number;
  #lastNonce = 0n;
  #everything: Segment | undefined;
  /** Whether a node has refused it. */
  #isRefused = false;
  #steps = new Map<string, Segment>();
  #stepsTo: Mark = 0;

  /** `nowMs` gives Unix milliseconds, as commits are dated. */
  constructor(view: View, nowMs: () => number = Date.now) {
    this.#view = view;
    this.#nowMs = nowMs;
  }

  /**
   * Everything, at a position that is not before `floor`; the changes since it was made follow as a
   * step. @throws Error before the first read
   */
  everything(floor: Head | undefined): Segment {
    const kept = this.#everything;
    const isFresh =
      kept !== undefined &&
      this.#view.remembers(kept.to) &&
      this.#view.mark - kept.to <= (this.#isRefused ? 0 : FULL_CHANGES_MAX) &&
      this.#isCloseBehind(kept.to) &&
      kept.head.epoch === this.#view.head?.epoch &&
      (floor?.epoch !== kept.head.epoch || floor.revision <= kept.head.revision);
    if (isFresh) return kept;
    const upserts = this.#view.everything();
    const { oldestCommitMs } = this.#view;
    this.#isRefused = false;
    this.#everything = this.#make(undefined, { upserts, removals: [], oldestCommitMs });
    return this.#everything;
  }

  #isCloseBehind(mark: Mark): boolean {
    const supersededAtMs = this.#view.commitMsAfter(mark);
    if (supersededAtMs === undefined) return true;
    if (this.#nowMs() - supersededAtMs > FULL_BEHIND_MS_MAX) return false;
    // What was revoked before a node began must never work there.
    return this.#view.revokedSince(mark).length === 0;
  }

  /** A node has refused it: once there is something newer, which may mend it, nobody gets it any more. */
  noteRefused(segment: Segment): void {
    if (this.#everything === segment) this.#isRefused = true;
  }

  /** What changed since the mark, which the view must remember, and all of these tenants. */
  since(mark: Mark, from: Head, tenants: ReadonlySet<string>): Segment {
    if (this.#stepsTo !== this.#view.mark || this.#steps.size >= STEPS_KEPT_MAX) {
      this.#steps = new Map();
      this.#stepsTo = this.#view.mark;
    }
    const name = [mark, ...[...tenants].toSorted()].join('/');
    const kept = this.#steps.get(name);
    if (kept !== undefined) return kept;
    const segment = this.#make(from, this.#view.stepFrom(mark, tenants));
    this.#steps.set(name, segment);
    return segment;
  }

  #make(from: Head | undefined, content: SegmentContent): Segment {
    const { head, mark, digest } = this.#view;
    if (head === undefined) throw new Error('the configuration was not read yet');
    this.#lastNonce += 1n;
    return new EncodedSegment(
      { nonce: this.#lastNonce.toString(), from, full: from === undefined, to: mark, head, digest },
      content,
    );
  }
}

interface SegmentContent {
  readonly upserts: readonly CompiledResource[];
  readonly removals: readonly string[];
  readonly oldestCommitMs: number;
}

interface SegmentPlace {
  readonly nonce: string;
  readonly from: Head | undefined;
  readonly full: boolean;
  readonly to: Mark;
  readonly head: Head;
  readonly digest: Buffer;
}

interface Part {
  readonly upserts: Resource[];
  readonly removals: ResourceKey[];
}

class EncodedSegment implements Segment {
  readonly nonce: string;
  readonly full: boolean;
  readonly to: Mark;
  readonly head: Head;
  readonly digest: Buffer;
  readonly #from: Head | undefined;
  readonly #oldestCommitMs: number;
  readonly #parts: readonly Part[];
  readonly #encoded: (Buffer | undefined)[];

  constructor(place: SegmentPlace, content: SegmentContent) {
    this.nonce = place.nonce;
    this.full = place.full;
    this.to = place.to;
    this.head = place.head;
    this.digest = place.digest;
    this.#from = place.from;
    this.#oldestCommitMs = content.oldestCommitMs;
    this.#parts = cut(content);
    this.#encoded = this.#parts.map(() => undefined);
  }

  get partCount(): number {
    return this.#parts.length;
  }

  part(index: number): Buffer {
    const encoded = this.#encoded[index] ?? this.#encode(index);
    this.#encoded[index] = encoded;
    return encoded;
  }

  #encode(index: number): Buffer {
    const { upserts = [], removals = [] } = this.#parts[index] ?? {};
    return encodeResponse({
      update: {
        nonce: this.nonce,
        from: toPosition(this.#from),
        to: toPosition(this.head),
        part: index + 1,
        parts: this.#parts.length,
        upserts,
        removals,
        digest: this.digest,
        oldestCommitUnixMs: String(this.#oldestCommitMs),
        full: this.full,
      },
    });
  }
}

/** Parts of at most {@link PART_BYTES_MAX}, but for a resource that is larger; one empty part for nothing. */
function cut({ upserts, removals }: SegmentContent): readonly Part[] {
  let part: Part = { upserts: [], removals: [] };
  const parts = [part];
  let bytes = 0;
  const makeRoom = (added: number): Part => {
    if (bytes > 0 && bytes + added > PART_BYTES_MAX) {
      part = { upserts: [], removals: [] };
      parts.push(part);
      bytes = 0;
    }
    bytes += added;
    return part;
  };
  for (const key of removals) makeRoom(REMOVAL_BYTES).removals.push(toResourceKey(key));
  for (const resource of upserts)
    makeRoom(resource.body.length + RESOURCE_OVERHEAD_BYTES).upserts.push(resource);
  return parts;
}

/** Of a key `kind/id`. */
export function toResourceKey(key: string): ResourceKey {
  const [kind = '', id = ''] = key.split('/');
  return { kind, id };
}
