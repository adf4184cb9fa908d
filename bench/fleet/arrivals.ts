/** Revision, nodes that came to it, and when the last of them did, in Unix milliseconds. */
export type Arrival = [revision: number, count: number, lastAtMs: number];

/** When nodes came to revisions. One that comes from one revision to a later one comes to all between. */
export class Arrivals {
  readonly #byRevision = new Map<number, { count: number; lastAtMs: number }>();

  note(from: number, to: number, nowMs: number): void {
    for (let revision = from + 1; revision <= to; revision += 1) {
      const arrival = this.#byRevision.get(revision) ?? { count: 0, lastAtMs: 0 };
      arrival.count += 1;
      arrival.lastAtMs = nowMs;
      this.#byRevision.set(revision, arrival);
    }
  }

  /** Those after `after`; the others are forgotten. */
  list(after: number): readonly Arrival[] {
    for (const revision of this.#byRevision.keys())
      if (revision <= after) this.#byRevision.delete(revision);
    return [...this.#byRevision].map(([revision, { count, lastAtMs }]) => [
      revision,
      count,
      lastAtMs,
    ]);
  }
}
