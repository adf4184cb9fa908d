import { Pace, runAtOnce, type SlicedWork } from '../../compile/pace.ts';
import type { Head } from '../../storage/configuration/head.ts';
import type { View } from '../view.ts';
import type { Mark } from '../view-history.ts';
import { makeSegment, type Segment, type SegmentContent } from './encoded-segment.ts';

/** A FULL that is older than so many changes is made anew: what follows it would be a large step. */
const FULL_CHANGES_MAX = 200;
/**
 * A node that begins with a FULL enforces it until the step that follows: it may be no further behind the head than any
 * other node may be. Source: commit to enforced, p99 (architecture, section 3).
 */
const FULL_BEHIND_MS_MAX = 1_000;
/** Steps to one head: nodes stand at few places, but for those that come back. */
const STEPS_KEPT_MAX = 256;

/** Makes segments of a view, and keeps those that other nodes are likely to want too. */
export class Segments {
  readonly #view: View;
  readonly #nowMs: () => number;
  readonly #createPace: () => Pace;
  #lastNonce = 0n;
  #everything: Segment | undefined;
  #making: Promise<void> | undefined;
  /** Whether a node has refused it. */
  #isRefused = false;
  #steps = new Map<string, Segment>();
  #stepsTo: Mark = 0;

  /** `nowMs` gives Unix milliseconds, as commits are dated; `createPace` how long work is sliced. */
  constructor(view: View, nowMs: () => number = Date.now, createPace = () => new Pace()) {
    this.#view = view;
    this.#nowMs = nowMs;
    this.#createPace = createPace;
  }

  /**
   * Everything, at a position that is not before `floor`; the changes since it was made follow as a
   * step. Made without a pause when there is none: see {@link prepareEverything}.
   * @throws Error before the first read
   */
  everything(floor: Head | undefined): Segment {
    return this.#findEverything(floor) ?? this.#keep(runAtOnce(this.#makeEverything()));
  }

  /** Makes ready in slices what {@link everything} is to give; all that want it at the same time wait for the same. */
  async prepareEverything(floor: Head | undefined): Promise<void> {
    // What is being made already may be from before the floor: once more, and the next is not.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (this.#findEverything(floor) !== undefined) return;
      this.#making ??= this.#createPace()
        .run(this.#makeEverything())
        .then((made) => void this.#keep(made))
        .finally(() => {
          this.#making = undefined;
        });
      await this.#making;
    }
  }

  #findEverything(floor: Head | undefined): Segment | undefined {
    const kept = this.#everything;
    const isFresh =
      kept !== undefined &&
      this.#view.remembers(kept.to) &&
      this.#view.mark - kept.to <= (this.#isRefused ? 0 : FULL_CHANGES_MAX) &&
      this.#isCloseBehind(kept.to) &&
      kept.head.epoch === this.#view.head?.epoch &&
      (floor?.epoch !== kept.head.epoch || floor.revision <= kept.head.revision);
    return isFresh ? kept : undefined;
  }

  #keep(made: Segment): Segment {
    this.#isRefused = false;
    this.#everything = made;
    return made;
  }

  /** Of the view as it is when this is called, however it moves while parts are cut. */
  #makeEverything(): SlicedWork<Segment> {
    const { resources, oldestCommitMs } = this.#view;
    return this.#make(undefined, { upserts: resources.values(), removals: [], oldestCommitMs });
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
    const segment = runAtOnce(this.#make(from, this.#view.stepFrom(mark, tenants)));
    this.#steps.set(name, segment);
    return segment;
  }

  #make(from: Head | undefined, content: SegmentContent): SlicedWork<Segment> {
    const { head, mark, digest } = this.#view;
    if (head === undefined) throw new Error('the configuration was not read yet');
    this.#lastNonce += 1n;
    const nonce = this.#lastNonce.toString();
    const full = from === undefined;
    const { oldestCommitMs } = content;
    return makeSegment({ nonce, from, full, to: mark, head, digest, oldestCommitMs }, content);
  }
}
