const MINUTE_MS = 60_000;
/** Judges whose calls are counted; the one that was asked first, and not since, begins anew. */
const KNOWN_MAX = 4_096;

/** Calls of judges within a minute, by detector. */
export class JudgeBudget {
  readonly #byDetector = new Map<string, { beganMs: number; count: number }>();

  /** Whether one more call is within the bound; then it is counted. */
  take(detectorId: string, callsMax: number, nowMs: number): boolean {
    const known = this.#byDetector.get(detectorId);
    if (known === undefined || nowMs - known.beganMs >= MINUTE_MS) {
      this.#begin(detectorId, nowMs);
      return true;
    }
    if (known.count >= callsMax) return false;
    known.count += 1;
    return true;
  }

  #begin(detectorId: string, nowMs: number): void {
    this.#byDetector.delete(detectorId);
    const [oldest] = this.#byDetector.keys();
    if (oldest !== undefined && this.#byDetector.size >= KNOWN_MAX) this.#byDetector.delete(oldest);
    this.#byDetector.set(detectorId, { beganMs: nowMs, count: 1 });
  }
}
