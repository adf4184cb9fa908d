import { noSignals, sizeClassOf } from '../signal.ts';
import type { Arm, Strategy, StrategyInput } from './arm.ts';
import { loadOf, outstandingOf } from './load.ts';
import { drawPosition, leadWith, totalWeight } from './rank.ts';

/**
 * Power of two choices: two are drawn by weight, and the one with the smaller product leads: milliseconds to the first
 * token in the size class of the call, times the tokens that would be outstanding with this call. Two choices instead of
 * the best of all, so that nodes which learn the same do not all run to the same target (Mitzenmacher, 2001). One that was
 * never measured counts as fast as the other, so that it is measured.
 */
export const lowestLatency: Strategy = (arms, input, order) => {
  const first = drawPosition(arms, input.draw);
  const one = arms[first];
  const others = arms.filter((arm) => arm !== one);
  const other = others[drawPosition(others, restOf(arms, first, input.draw))];
  if (one === undefined || other === undefined) {
    leadWith(arms, first, order);
    return 'drawn';
  }
  const isOtherFaster = compare(one, other, input) > 0;
  order.push(...(isOtherFaster ? [other, one] : [one, other]));
  for (const arm of others) if (arm !== other) order.push(arm);
  return 'faster';
};

/** What the draw has left within the share of the one that it fell on: even in [0, 1) again. */
function restOf(arms: readonly Arm[], position: number, draw: number): number {
  const before = totalWeight(arms.slice(0, position));
  const weight = arms[position]?.weight ?? 1;
  const rest = (draw * totalWeight(arms) - before) / weight;
  return Math.min(Math.max(rest, 0), 1 - Number.EPSILON);
}

function compare(one: Arm, other: Arm, input: StrategyInput): number {
  const { facts, signals = noSignals } = input;
  const size = sizeClassOf(facts.request.inputTokens);
  const oneMs = signals.latencyMs(one.targetId, size);
  const otherMs = signals.latencyMs(other.targetId, size);
  const load = loadOf(facts.request);
  const oneCost = (oneMs ?? otherMs ?? 1) * (outstandingOf(one, input) + load);
  const otherCost = (otherMs ?? oneMs ?? 1) * (outstandingOf(other, input) + load);
  return oneCost - otherCost;
}
