import type { PackedUpdate__Output } from '../../../proto/generated/gatehouse/config/v1/PackedUpdate.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import type { FullUpdate } from '../enforcement.ts';
import type { WholeUpdate } from '../resource-store.ts';
import { unpackUpdate } from '../stream/unpack-update.ts';
import { UpdateAssembly } from '../stream/update-assembly.ts';
import type { FullAnswer } from './full-message.ts';
import type { FullReading } from './full-reading.ts';
import type { FullReadings } from './full-readings.ts';

/** A full update that lies in its thread; it is to be closed when it was applied, or is dropped. */
export interface ReadUpdate extends FullUpdate {
  readonly reading: FullReading;
}

/** What the parts so far make. `unreadable`: one of them makes no sense at all. */
export type PartResult =
  | { readonly kind: 'incomplete' | 'unreadable' }
  | { readonly kind: 'whole'; readonly update: WholeUpdate }
  | { readonly kind: 'read'; readonly update: ReadUpdate }
  | { readonly kind: 'fault'; readonly nonce: string; readonly message: string };

const UNREADABLE: PartResult = { kind: 'unreadable' };

/** Reads the parts of updates: those of a full one of several parts in a thread, all others here. */
export class PartReader {
  readonly #readings: FullReadings;
  readonly #assembly = new UpdateAssembly();
  #reading: FullReading | undefined;

  constructor(readings: FullReadings) {
    this.#readings = readings;
  }

  add(part: Update__Output): PartResult {
    const assembled = this.#assembly.add(part);
    return assembled.kind === 'fault' ? { ...assembled, nonce: part.nonce } : assembled;
  }

  /** The part before it must have been answered. Never rejects. */
  async addPacked(packed: PackedUpdate__Output): Promise<PartResult> {
    if (packed.part === 1) {
      this.clear();
      this.#reading = packed.parts > 1 ? this.#readings.open() : undefined;
    }
    const reading = this.#reading;
    if (reading === undefined) return this.#addHere(packed);
    try {
      return this.#follow(await reading.add(packed.gzip), reading) ?? this.#addHere(packed);
    } catch (error) {
      if (this.#reading !== reading) return { kind: 'incomplete' };
      this.clear();
      this.#readings.noteLoss(error);
      return UNREADABLE;
    }
  }

  /** Forgets an update that was cut off, as by a lost stream. */
  clear(): void {
    this.#assembly.clear();
    void this.#reading?.close();
    this.#reading = undefined;
  }

  #addHere(packed: PackedUpdate__Output): PartResult {
    const part = unpackUpdate(packed);
    return part === undefined ? UNREADABLE : this.add(part);
  }

  /** Undefined when the part is to be read here. */
  #follow(answer: FullAnswer, reading: FullReading): PartResult | undefined {
    if (answer.kind === 'incomplete') return { kind: 'incomplete' };
    if (answer.kind === 'whole') {
      this.#reading = undefined;
      return { kind: 'read', update: { head: answer.head, reading } };
    }
    this.clear();
    if (answer.kind === 'not_full') return undefined;
    return answer.kind === 'fault' && answer.nonce !== '' ? answer : UNREADABLE;
  }
}
