import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { TokenUse } from '../storage/telemetry/access-token-use.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** How far behind the stored moment of a use may be. */
const INTERVAL_MS = 10_000;
/** Tokens whose use waits to be written; those beyond are not noted until it was. */
const WAITING_MAX = 10_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface TokenUseParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'droppedTokenUses'>;
}

/** When tokens were last used: noted in memory with each call, written together. No use makes a revision or an audit event. */
export class TokenUseLog {
  readonly #parts: TokenUseParts;
  #waiting = new Map<string, Date>();

  constructor(parts: TokenUseParts) {
    this.#parts = parts;
  }

  note({ accessTokenId, usedAt }: TokenUse): void {
    if (this.#waiting.size >= WAITING_MAX && !this.#waiting.has(accessTokenId))
      this.#parts.metrics.droppedTokenUses.inc();
    else this.#waiting.set(accessTokenId, usedAt);
  }

  /** Writes what waits; it waits on when that fails. @throws DomainError BUSY */
  async flush(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const written = this.#waiting;
    this.#waiting = new Map();
    const uses = [...written].map(([accessTokenId, usedAt]) => ({ accessTokenId, usedAt }));
    try {
      await this.#parts.storage.transaction(PLATFORM, ACTOR, ({ accessTokenUses }) =>
        accessTokenUses.put(uses),
      );
    } catch (error) {
      for (const use of uses) if (!this.#waiting.has(use.accessTokenId)) this.note(use);
      throw error;
    }
  }

  /** Writes every ten seconds. Returns the way to stop, which writes once more. */
  start(): () => Promise<void> {
    const flush = () =>
      this.flush().catch((error: unknown) =>
        this.#parts.logger.warn({ error }, 'uses of tokens could not be written; it tries again'),
      );
    const timer = setInterval(() => void flush(), INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await flush();
    };
  }
}
