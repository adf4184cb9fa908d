import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Resource } from '../../../proto/generated/gatehouse/config/v1/Resource.ts';
import type { ResourceKey } from '../../../proto/generated/gatehouse/config/v1/ResourceKey.ts';
import type { CompiledResource } from '../../compile/compile-resource.ts';
import type { SlicedWork } from '../../compile/pace.ts';
import type { Head } from '../../storage/configuration/head.ts';
import { toPosition } from '../position.ts';
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
  /** Resolves when the part is encoded: one part a turn, whoever asks, so that all else goes on between. */
  ready(index: number): Promise<void>;
  /** The part in a third of the bytes, for nodes that take it so; made once, one part a turn, beside the loop. */
  packedPart(index: number): Promise<Buffer>;
}

const pack = promisify(gzip);
/** Higher levels take twice as long for 2 % less. */
const PACKING = { level: 3 } as const;

/** What a segment carries. */
export interface SegmentContent {
  readonly upserts: Iterable<CompiledResource>;
  readonly removals: readonly string[];
  readonly oldestCommitMs: number;
}

/** Where a segment leads, and from where. */
export interface SegmentPlace {
  readonly nonce: string;
  readonly from: Head | undefined;
  readonly full: boolean;
  readonly to: Mark;
  readonly head: Head;
  readonly digest: Buffer;
  readonly oldestCommitMs: number;
}

interface Part {
  readonly upserts: Resource[];
  readonly removals: ResourceKey[];
}

class EncodedSegment implements Segment {
  readonly #place: SegmentPlace;
  readonly #parts: readonly Part[];
  readonly #encoded: (Buffer | undefined)[];
  readonly #packed: (Promise<Buffer> | undefined)[];
  #encoding: Promise<void> | undefined;
  #packing: Promise<unknown> = Promise.resolve();

  constructor(place: SegmentPlace, parts: readonly Part[]) {
    this.#place = place;
    this.#parts = parts;
    this.#encoded = parts.map(() => undefined);
    this.#packed = parts.map(() => undefined);
  }

  get nonce(): string {
    return this.#place.nonce;
  }

  get full(): boolean {
    return this.#place.full;
  }

  get to(): Mark {
    return this.#place.to;
  }

  get head(): Head {
    return this.#place.head;
  }

  get digest(): Buffer {
    return this.#place.digest;
  }

  get partCount(): number {
    return this.#parts.length;
  }

  part(index: number): Buffer {
    const encoded = this.#encoded[index] ?? this.#encode(index);
    this.#encoded[index] = encoded;
    return encoded;
  }

  async ready(index: number): Promise<void> {
    while (this.#encoded[index] === undefined) {
      this.#encoding ??= this.#encodeInTurn(index).finally(() => {
        this.#encoding = undefined;
      });
      await this.#encoding;
    }
  }

  packedPart(index: number): Promise<Buffer> {
    const packed = this.#packed[index] ?? this.#packing.then(() => this.#pack(index));
    this.#packed[index] = packed;
    this.#packing = packed;
    return packed;
  }

  /** What was not packed is encoded for this only, and not kept. */
  async #pack(index: number): Promise<Buffer> {
    await nextTurn();
    const bytes = await pack(this.#encoded[index] ?? this.#encode(index), PACKING);
    const packedUpdate = { part: index + 1, parts: this.#parts.length, gzip: bytes };
    return encodeResponse({ packedUpdate });
  }

  async #encodeInTurn(index: number): Promise<void> {
    await nextTurn();
    this.part(index);
  }

  #encode(index: number): Buffer {
    const { upserts = [], removals = [] } = this.#parts[index] ?? {};
    const { nonce, from, head, digest, oldestCommitMs, full } = this.#place;
    return encodeResponse({
      update: {
        nonce,
        from: toPosition(from),
        to: toPosition(head),
        part: index + 1,
        parts: this.#parts.length,
        upserts,
        removals,
        digest,
        oldestCommitUnixMs: String(oldestCommitMs),
        full,
      },
    });
  }
}

/** Cuts the content into parts; they are encoded when they are wanted. */
export function* makeSegment(place: SegmentPlace, content: SegmentContent): SlicedWork<Segment> {
  return new EncodedSegment(place, yield* cut(content));
}

/** Parts of at most {@link PART_BYTES_MAX}, but for a resource that is larger; one empty part for nothing. */
function* cut({ upserts, removals }: SegmentContent): SlicedWork<readonly Part[]> {
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
  for (const resource of upserts) {
    makeRoom(resource.body.length + RESOURCE_OVERHEAD_BYTES).upserts.push(resource);
    yield;
  }
  return parts;
}

/** Of a key `kind/id`. */
export function toResourceKey(key: string): ResourceKey {
  const [kind = '', id = ''] = key.split('/');
  return { kind, id };
}
