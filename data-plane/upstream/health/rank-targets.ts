import type { Out, OutReason } from './target-state.ts';

/** A target as ranking sees it. */
export interface Standing<Item> {
  readonly item: Item;
  readonly out: Out | undefined;
  /** Chance of leading, as a share of 1. */
  readonly warmth: number;
}

/** Why a target is not where the route has put it; `ramping`: it is new, or has just come back, and did not win the lead. */
export type RankReason = OutReason | 'ramping';

/** A target in its place. */
export interface Ranked<Item> {
  readonly item: Item;
  /** Undefined when nothing stands against it. */
  readonly reason: RankReason | undefined;
  readonly out: Out | undefined;
}

/**
 * Order in which to try the targets of one list: those that may be tried as they were given, then those that are out, the
 * least bad first. Of a list at most half may be out by breaker or cooling: the least bad of the others stay where they are,
 * since a pool that seems to fail as a whole is more likely cut off than broken. A refused credential is out always. A
 * ramping target that leads keeps the lead with a chance of its warmth against the warmest; else it goes behind the others.
 */
export function rankTargets<Item>(
  list: readonly Standing<Item>[],
  draw: () => number,
): readonly Ranked<Item>[] {
  const out = chooseOut(list);
  const usable = list.filter((one) => !out.includes(one));
  return [...rampLead(usable, draw), ...out.map(told)];
}

/** Those that are out in the end, the least bad first. */
function chooseOut<Item>(list: readonly Standing<Item>[]): readonly Standing<Item>[] {
  const isRefused = ({ out }: Standing<Item>) => out?.reason === 'credential';
  const bad = list
    .filter((one) => one.out !== undefined && !isRefused(one))
    .toSorted((one, other) => untilMs(one) - untilMs(other));
  const sparedCount = Math.max(0, bad.length - Math.floor(list.length / 2));
  return [...bad.slice(sparedCount), ...list.filter(isRefused)];
}

function rampLead<Item>(
  usable: readonly Standing<Item>[],
  draw: () => number,
): readonly Ranked<Item>[] {
  const well = usable.filter(({ out }) => out === undefined);
  const warmest = Math.max(...well.map(({ warmth }) => warmth));
  const behind: Ranked<Item>[] = [];
  let position = 0;
  for (let one = usable[0]; one !== undefined; one = usable[position]) {
    const leads = one.out !== undefined || draw() * warmest < one.warmth;
    if (leads) break;
    behind.push({ item: one.item, reason: 'ramping', out: undefined });
    position += 1;
  }
  return [...usable.slice(position).map(told), ...behind];
}

function told<Item>({ item, out }: Standing<Item>): Ranked<Item> {
  return { item, reason: out?.reason, out };
}

function untilMs<Item>({ out }: Standing<Item>): number {
  return out?.untilMs ?? 0;
}
