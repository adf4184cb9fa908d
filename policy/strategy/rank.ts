import type { Arm } from './arm.ts';

/** Position that a draw in [0, 1) falls on, in proportion to the weights. */
export function drawPosition(arms: readonly Arm[], draw: number): number {
  let rest = draw * totalWeight(arms);
  for (let position = 0; position < arms.length; position += 1) {
    rest -= arms[position]?.weight ?? 0;
    if (rest < 0) return position;
  }
  // Rounding may leave a little: it belongs to the last.
  return arms.length - 1;
}

/** Sum of the weights. */
export function totalWeight(arms: readonly Arm[]): number {
  let total = 0;
  for (const { weight } of arms) total += weight;
  return total;
}

/** Appends the arm at `position`, then the others as they stand. */
export function leadWith<One>(arms: readonly One[], position: number, order: One[]): void {
  const lead = arms[position];
  if (lead !== undefined) order.push(lead);
  for (const arm of arms) if (arm !== lead) order.push(arm);
}

/** Arms by score, lowest first; those of the same score as they stand. `scores` stand beside `arms`. */
export function rank<One>(arms: readonly One[], scores: readonly number[]): One[] {
  const positions = Array.from(arms.keys());
  positions.sort((one, other) => compare(scores[one] ?? 0, scores[other] ?? 0));
  return positions.flatMap((position) => arms[position] ?? []);
}

/** Appends by score, lowest first; among several of the lowest the draw decides which one leads. */
export function rankWithDraw<One extends Arm>(
  arms: readonly One[],
  { scores, draw }: { readonly scores: readonly number[]; readonly draw: number },
  order: One[],
): void {
  const lowest = Math.min(...scores);
  const ranked = rank(arms, scores);
  const equal = ranked.slice(0, scores.filter((score) => score === lowest).length);
  leadWith(ranked, drawPosition(equal, draw), order);
}

/** Without a difference, which two infinities do not have. */
function compare(one: number, other: number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
