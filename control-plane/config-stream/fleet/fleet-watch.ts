import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { FleetRoll } from './fleet-roll.ts';

/** How often the roll is read: nodes hear of a change within this time and a heartbeat. */
const POLL_MS = 5_000;

export interface FleetWatchParts {
  readonly storage: Storage;
  readonly logger: Logger;
}

/** The processes that serve, of all replicas, as this one knows them. While the database is gone the last roll holds. */
export class FleetWatch {
  readonly #parts: FleetWatchParts;
  #roll = new FleetRoll([], []);
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #stopped = false;

  constructor(parts: FleetWatchParts) {
    this.#parts = parts;
  }

  /** The newest; another object exactly when it says something else. */
  get roll(): FleetRoll {
    return this.#roll;
  }

  /** Reads at once, and then again and again. Resolves after the first time. Never rejects. */
  async start(): Promise<void> {
    await this.#poll();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #poll(): Promise<void> {
    try {
      await this.#read();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing && !this.#stopped)
        this.#parts.logger.warn(
          { error },
          'the nodes that serve cannot be read; the last roll holds',
        );
      this.#failing = true;
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  async #read(): Promise<void> {
    const now = new Date();
    const [nodes, pooled] = await this.#parts.storage.read(PLATFORM, async (stores) => [
      await stores.nodes.listServing(now),
      await stores.nodes.listLimitedPools(),
    ]);
    const roll = new FleetRoll(nodes, pooled);
    if (roll.content !== this.#roll.content) this.#roll = roll;
  }
}
