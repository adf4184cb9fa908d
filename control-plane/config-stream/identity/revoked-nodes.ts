import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Logger } from '../../telemetry/logger.ts';

/** How often the list is read: a revocation takes effect on every replica within this time and a read. */
const POLL_MS = 500;

export interface RevokedNodesParts {
  readonly storage: Storage;
  readonly logger: Logger;
  /** Called with those that were not revoked before. */
  readonly onRevoked: (nodeIds: ReadonlySet<string>) => void;
}

/** The identities that are revoked, as this replica knows them. While the database is gone the last list holds. */
export class RevokedNodes {
  readonly #parts: RevokedNodesParts;
  #ids: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #stopped = false;

  constructor(parts: RevokedNodesParts) {
    this.#parts = parts;
  }

  /** Resolves when the list was read once: nobody is to be served before. @throws Error when it cannot be read */
  async start(): Promise<void> {
    await this.#read();
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  has(nodeId: string): boolean {
    return this.#ids.has(nodeId);
  }

  #schedule(): void {
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  /** Never rejects. */
  async #poll(): Promise<void> {
    try {
      await this.#read();
      this.#failing = false;
    } catch (error) {
      if (!this.#failing && !this.#stopped)
        this.#parts.logger.warn({ error }, 'revoked nodes cannot be read; the last list holds');
      this.#failing = true;
    }
    this.#schedule();
  }

  async #read(): Promise<void> {
    const { storage, onRevoked } = this.#parts;
    const found = new Set(
      await storage.read(PLATFORM, ({ nodeRevocations }) => nodeRevocations.listIds()),
    );
    const fresh = new Set([...found].filter((id) => !this.#ids.has(id)));
    this.#ids = found;
    if (fresh.size > 0) onRevoked(fresh);
  }
}
