import type { Hello__Output } from '../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { Plan } from '../../proto/generated/gatehouse/config/v1/Plan.ts';
import type { Position__Output } from '../../proto/generated/gatehouse/config/v1/Position.ts';
import type { Update } from '../../proto/generated/gatehouse/config/v1/Update.ts';
import type { Verdict__Output } from '../../proto/generated/gatehouse/config/v1/Verdict.ts';
import type { CompiledResource } from '../compile/compile-resource.ts';
import type { Head } from '../storage/configuration.ts';
import type { Step, View } from './view.ts';

/** Largest part of an update: well under the 4 MiB that gRPC receivers take by default. */
const PART_BYTES_MAX = 1_048_576;

/** How a node will be brought up to date, and why. */
export interface Welcomed {
  readonly plan: Plan;
  readonly why: string;
}

/**
 * What one node holds and what it was sent. No socket, no clock: the server asks for the next update and tells it of
 * verdicts. What was sent is never taken for applied; while a window is unanswered there is no next one.
 */
export class NodeSession {
  readonly #view: View;
  /** What the node has acknowledged; undefined when only everything will do. */
  #acknowledged: Head | undefined;
  #unansweredNonce: bigint | undefined;
  #lastNonce = 0n;
  /** Head whose content the node has refused: the same is not sent again. */
  #refusedAt: Head | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  /** Decides the plan from what the node says that it holds. */
  welcome(hello: Hello__Output): Welcomed {
    const held = toHead(hello.held);
    const head = this.#view.head;
    if (held === undefined) return { plan: 'PLAN_FULL', why: 'the node holds nothing' };
    if (!this.#view.canResume(held, hello.digest))
      return { plan: 'PLAN_FULL', why: 'what the node holds is not what this replica knows' };
    this.#acknowledged = held;
    if (held.revision === head?.revision)
      return { plan: 'PLAN_UP_TO_DATE', why: 'the node holds the head' };
    return { plan: 'PLAN_RESUME', why: 'the changes since are known' };
  }

  /** The parts of the next update; empty while one is unanswered or there is nothing new. */
  next(): readonly Update[] {
    const head = this.#view.head;
    if (head === undefined || this.#unansweredNonce !== undefined) return [];
    if (isSame(this.#acknowledged, head) || isSame(this.#refusedAt, head)) return [];
    this.#lastNonce += 1n;
    this.#unansweredNonce = this.#lastNonce;
    const step = this.#view.stepFrom(this.#acknowledged);
    return this.#toParts(step, head);
  }

  /** Takes the answer to the open window. False when it answers another one: the stream is broken. */
  answer(verdict: Verdict__Output): boolean {
    if (BigInt(verdict.nonce) !== this.#unansweredNonce) return false;
    this.#unansweredNonce = undefined;
    if (verdict.outcome === 'OUTCOME_APPLIED') {
      this.#acknowledged = toHead(verdict.now);
      this.#refusedAt = undefined;
      return true;
    }
    // What was held back is not held: when there is something newer, everything is sent again.
    this.#acknowledged = undefined;
    this.#refusedAt = this.#view.head;
    return true;
  }

  #toParts(step: Step, head: Head): readonly Update[] {
    const from = step.full ? undefined : this.#acknowledged;
    const groups = cut(step.upserts);
    return groups.map((upserts, index) => ({
      nonce: this.#lastNonce.toString(),
      from: toPosition(from),
      to: toPosition(head),
      part: index + 1,
      parts: groups.length,
      upserts,
      removals: index === 0 ? step.removals.map(toResourceKey) : [],
      digest: this.#view.digest,
      oldestCommitUnixMs: String(this.#view.oldestCommitMs),
      full: step.full,
    }));
  }
}

/** Groups of at most {@link PART_BYTES_MAX}; one empty group when there is nothing. */
function cut(resources: readonly CompiledResource[]): CompiledResource[][] {
  const groups: CompiledResource[][] = [[]];
  let bytes = 0;
  for (const resource of resources) {
    bytes += resource.body.length;
    if (bytes > PART_BYTES_MAX && groups.at(-1)?.length !== 0) {
      groups.push([]);
      bytes = resource.body.length;
    }
    groups.at(-1)?.push(resource);
  }
  return groups;
}

/** Undefined for revision 0, which means that nothing is held. */
export function toHead(position: Position__Output | null | undefined): Head | undefined {
  if (!position || position.revision === '0') return undefined;
  return { epoch: BigInt(position.epoch), revision: BigInt(position.revision) };
}

/** As the wire writes it; 0 when nothing is held. */
export function toPosition(head: Head | undefined): { epoch: string; revision: string } {
  return { epoch: String(head?.epoch ?? 0n), revision: String(head?.revision ?? 0n) };
}

function toResourceKey(key: string): { kind: string; id: string } {
  const [kind = '', id = ''] = key.split('/');
  return { kind, id };
}

function isSame(a: Head | undefined, b: Head): boolean {
  return a?.epoch === b.epoch && a.revision === b.revision;
}
