import { setTimeout as sleep } from 'node:timers/promises';
import { Answers } from './answers.ts';
import { Arrivals } from './arrivals.ts';
import type { FleetReport } from './fleet-job.ts';
import type { StreamTarget } from './message-stream.ts';
import { type NodeShare, SimulatedNode } from './simulated-node.ts';

/** Arrivals are dated when they happen; this is only how often it is asked whether all are there. */
const pollMs = 10;
/** As a node's: proto/gatehouse/config/v1/config_service.proto. */
const nodeHeartbeatMs = 10_000;

/** The simulated nodes of one process, and when they came to hold what. */
export class NodeGroup {
  readonly #nodes: SimulatedNode[] = [];
  readonly #answers = new Answers();
  readonly #held = new Arrivals();
  readonly #told = new Arrivals();
  #lostCount = 0;
  #dialCount = 0;
  #fullBytes = 0;
  #lastHeldAtMs = 0;

  /** Dials with all at once. */
  open(target: StreamTarget, names: readonly string[], heartbeatMs = nodeHeartbeatMs): void {
    const shared: NodeShare = {
      answers: this.#answers,
      heartbeatMs,
      dialled: () => {
        this.#dialCount += 1;
      },
      moved: (from, to, receivedBytes) => this.#note(from, to, receivedBytes),
      told: (from, to) => {
        if (from > 0) this.#told.note(from, to, Date.now());
      },
      lost: () => {
        this.#lostCount += 1;
      },
    };
    for (const name of names) this.#nodes.push(new SimulatedNode(name, target, shared));
  }

  /** Waits until every node holds that revision, or one is lost. @throws Error when they do not in time */
  async hold(revision: number, timeoutMs: number): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    for (;;) {
      const waiting = this.#nodes.filter((node) => node.revision < revision);
      if (waiting.length === 0 || this.#lostCount > 0) return;
      if (performance.now() > deadlineMs)
        throw new Error(
          `${waiting.length} of ${this.#nodes.length} nodes do not hold revision ${revision} after ${timeoutMs} ms ` +
            `and ${this.#dialCount} dials`,
        );
      await sleep(pollMs);
    }
  }

  /** What was seen so far; revisions up to `after` are forgotten. */
  report(after: number): FleetReport {
    return {
      heldCount: this.#nodes.filter(({ revision }) => revision > 0).length,
      lostCount: this.#lostCount,
      dialCount: this.#dialCount,
      fullBytes: this.#fullBytes,
      lastHeldAtMs: this.#lastHeldAtMs,
      held: [...this.#held.list(after)],
      told: [...this.#told.list(after)],
    };
  }

  /** Half of them read on and answer nothing, half read no more, until {@link wake}. */
  hang(): void {
    this.#nodes.forEach((node, index) => void node.hang(index % 2 === 0));
  }

  wake(): void {
    for (const node of this.#nodes) node.wake();
  }

  close(): void {
    for (const node of this.#nodes) node.close();
  }

  #note(from: number, to: number, receivedBytes: number): void {
    const nowMs = Date.now();
    if (from === 0) {
      this.#fullBytes = Math.max(this.#fullBytes, receivedBytes);
      this.#lastHeldAtMs = nowMs;
      return;
    }
    this.#held.note(from, to, nowMs);
  }
}
