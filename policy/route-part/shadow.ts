/** A sampled copy of the calls of a rule, for another target. Its callers see nothing of it. */
export interface RoutingShadow {
  readonly targetId: string;
  /** Of the calls that are answered: 1 to 1000 of a thousand. */
  readonly samplePermille: number;
  /** What copies may cost in one hour on one node: whole nano-USD, at most 10^15. */
  readonly hourlyNanoUsdMax: number;
}
