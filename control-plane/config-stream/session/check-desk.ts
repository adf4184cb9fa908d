import { randomUUID } from 'node:crypto';
import type { TargetCheck } from '../../../proto/generated/gatehouse/config/v1/TargetCheck.ts';
import type { TargetChecked__Output } from '../../../proto/generated/gatehouse/config/v1/TargetChecked.ts';
import { nodeOfProcess } from '../../../proto/process-name.ts';
import type { TargetCheckOutcome, TargetChecks } from '../../domain/target-check.ts';

/** Checks of this replica that wait for an answer. */
const WAITING_MAX = 16;
/** For the question and the answer to cross, beyond the time that the call itself has. */
const CROSSING_MS = 5_000;

/** A node that can be asked. */
export interface CheckedNode {
  readonly nodeId: string;
  ask(check: TargetCheck): void;
}

interface Waiting {
  readonly nodeId: string;
  readonly settle: (outcome: TargetCheckOutcome) => void;
}

/** Brings questions about targets to nodes of this replica, and their answers back. */
export class CheckDesk implements TargetChecks {
  readonly #waiting = new Map<string, Waiting>();
  #nodes: () => Iterable<CheckedNode> = () => [];

  /** Says whom to ask: those that are connected at that moment. */
  serve(nodes: () => Iterable<CheckedNode>): void {
    this.#nodes = nodes;
  }

  /** Asks the named node, or any. Never rejects; an answer comes in time or `no_answer` does. */
  async check(
    targetId: string,
    { nodeId, timeoutMs }: { readonly nodeId: string | undefined; readonly timeoutMs: number },
  ): Promise<TargetCheckOutcome> {
    if (this.#waiting.size >= WAITING_MAX)
      return unsent('busy', 'Too many checks are under way: try again in a minute.');
    const node = this.#choose(nodeId);
    if (node === undefined) return unsent('no_node', absent(nodeId));
    const checkId = randomUUID();
    const silent = unsent('no_answer', `The node ${node.nodeId} did not answer in time.`);
    return new Promise((resolve) => {
      const settle = (outcome: TargetCheckOutcome) => {
        clearTimeout(timer);
        this.#waiting.delete(checkId);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(silent), timeoutMs + CROSSING_MS);
      this.#waiting.set(checkId, { nodeId: node.nodeId, settle });
      node.ask({ checkId, targetId, timeoutMs });
    });
  }

  /** Takes what a node says. An answer to nothing, or of another node than was asked, is passed over. */
  answer(
    nodeId: string,
    { checkId, verdict, status, totalMs, message }: TargetChecked__Output,
  ): void {
    const waiting = this.#waiting.get(checkId);
    if (waiting?.nodeId !== nodeId) return;
    waiting.settle({ nodeId, verdict, status, totalMs, message });
  }

  /** By chance, so that no node is asked more than others; of a node with workers, any of them. */
  #choose(name: string | undefined): CheckedNode | undefined {
    const nodes = [...this.#nodes()].filter(
      ({ nodeId }) => name === undefined || nodeId === name || nodeOfProcess(nodeId) === name,
    );
    return nodes[Math.floor(Math.random() * nodes.length)];
  }
}

function unsent(verdict: string, message: string): TargetCheckOutcome {
  return { nodeId: undefined, verdict, status: 0, totalMs: 0, message };
}

function absent(nodeId: string | undefined): string {
  const who = nodeId === undefined ? 'No node that can check' : `The node ${nodeId}`;
  return `${who} is not connected to this replica of the control plane: start one, or ask again to reach another replica.`;
}
