import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Holding, lend } from '../../../control-plane/domain/money/lend.ts';
import { Account, type LeaseQuestion } from '../../../data-plane/budgets/account.ts';
import { periodAt } from '../../../policy/account-part/period.ts';
import { sampleBudget } from './sample-budget.ts';

/**
 * Goal: however nodes, questions, answers and usage interleave, nobody overdraws a budget whose attempts set aside the most that they may cost.
 * Method: a ledger and nodes of the real parts, driven by a random walk: calls that begin and end, questions and answers that are lost,
 * doubled or late, usage that comes late, time that passes.
 */

const AMOUNT = 1_000n;
const LIVE_MS = 40_000;

interface Sent {
  readonly node: SimulatedNode;
  readonly question: LeaseQuestion;
  readonly sentAtMs: number;
}

/** What the control plane keeps. */
class SimulatedLedger {
  spent = 0n;
  readonly #holdings = new Map<SimulatedNode, Holding & { readonly askedAtMs: number }>();

  answer({ node, question }: Sent, nowMs: number) {
    const live = [...this.#holdings].filter(([, { askedAtMs }]) => nowMs < askedAtMs + LIVE_MS);
    const loan = lend(
      {
        amount: AMOUNT,
        spent: this.spent,
        others: live.filter(([other]) => other !== node).map(([, holding]) => holding),
        own: live.find(([other]) => other === node)?.[1],
      },
      {
        acknowledged: question.acknowledgedNanoUsd,
        spent: question.spentNanoUsd,
        wanted: question.wantedNanoUsd,
        needed: question.neededNanoUsd,
      },
    );
    this.#holdings.set(node, { ...loan.holding, askedAtMs: nowMs });
    return {
      authorisedNanoUsd: loan.holding.authorised,
      remainingNanoUsd: loan.remaining,
      holderCount: loan.holderCount,
      refused: false,
    };
  }
}

class SimulatedNode {
  readonly account: Account;
  readonly running: bigint[] = [];
  uncounted: bigint[] = [];
  asked: Sent | undefined;

  constructor(whenUnreachable: 'deny' | 'share') {
    const period = periodAt('month', 0);
    const budget = sampleBudget({ amountNanoUsd: AMOUNT, period: 'month', whenUnreachable });
    this.account = new Account(budget, { subjectId: '', period });
  }
}

type Step =
  | { readonly kind: 'begin' | 'ask'; readonly node: number; readonly nanoUsd: bigint }
  | { readonly kind: 'end' | 'count' | 'answer' | 'lose'; readonly node: number }
  | { readonly kind: 'wait'; readonly ms: number };

const node = fc.integer({ min: 0, max: 3 });
const nanoUsd = fc.bigInt({ min: 1n, max: 300n });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('begin' as const), node, nanoUsd }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), node, nanoUsd }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const), node }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), node }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('count' as const), node }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), node }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 20_000 }),
    }),
  },
);

/** Drives the walk; gives all that was spent and is set aside, by everybody. */
function walk(steps: readonly Step[]): bigint {
  const ledger = new SimulatedLedger();
  const nodes = Array.from({ length: 4 }, () => new SimulatedNode('deny'));
  let nowMs = 0;
  for (const one of steps) {
    if (one.kind === 'wait') nowMs += one.ms;
    else take(one, { nodes, ledger, nowMs });
    // Who holds something asks each 10 s: a node that does not is dead, and spends nothing.
    for (const each of nodes) heartbeat(each, ledger, nowMs);
  }
  const running = nodes.flatMap((each) => [...each.running, ...each.uncounted]);
  return ledger.spent + running.reduce((sum, amount) => sum + amount, 0n);
}

function heartbeat(each: SimulatedNode, ledger: SimulatedLedger, nowMs: number): void {
  if (!each.account.isOpen || !each.account.isDue(nowMs)) return;
  const question = each.account.ask({ largestNanoUsd: 0n, sumNanoUsd: 0n }, nowMs);
  const sent = { node: each, question, sentAtMs: nowMs };
  each.asked = undefined;
  each.account.answer(ledger.answer(sent, nowMs), question, nowMs);
}

function take(
  one: Exclude<Step, { readonly kind: 'wait' }>,
  {
    nodes,
    ledger,
    nowMs,
  }: {
    readonly nodes: readonly SimulatedNode[];
    readonly ledger: SimulatedLedger;
    readonly nowMs: number;
  },
): void {
  const each = nodes[one.node];
  if (each === undefined) return;
  const { account, running } = each;
  if (one.kind === 'begin' && account.hasRoomFor(one.nanoUsd, nowMs)) {
    account.take(one.nanoUsd, nowMs);
    running.push(one.nanoUsd);
  } else if (one.kind === 'ask') {
    const waiting = { largestNanoUsd: one.nanoUsd, sumNanoUsd: one.nanoUsd };
    each.asked = { node: each, question: account.ask(waiting, nowMs), sentAtMs: nowMs };
  } else if (one.kind === 'answer' && each.asked !== undefined) {
    const { question, sentAtMs } = each.asked;
    // The control plane may hear the question twice.
    ledger.answer(each.asked, nowMs);
    account.answer(ledger.answer(each.asked, nowMs), question, sentAtMs);
    each.asked = undefined;
  } else if (one.kind === 'lose' && each.asked !== undefined) {
    ledger.answer(each.asked, nowMs);
    each.asked = undefined;
  } else if (one.kind === 'end') {
    const nanoUsd = running.shift();
    if (nanoUsd === undefined) return;
    account.release(nanoUsd);
    account.spend(nanoUsd, nowMs);
    each.uncounted.push(nanoUsd);
  } else if (one.kind === 'count') {
    const sum = each.uncounted.reduce((total, amount) => total + amount, 0n);
    ledger.spent += sum;
    each.uncounted = [];
    account.acknowledge(sum);
  }
}

describe('budget-race', () => {
  test('nodes that set aside the most never overdraw, whatever is lost, late or doubled', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 200 }), (steps) => {
        expect(walk(steps)).toBeLessThanOrEqual(AMOUNT);
      }),
      { numRuns: 400 },
    );
  });
});
