import type { TokenKey, TokenKeyReading } from '../domain/token-issuer.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { DueTokenIssuer } from '../storage/token-issuer.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { Lease } from './lease.ts';

const LEASE = 'token_issuer_keys';
const INTERVAL_MS = 1_000;
/** What was read is read again after this long, and what could not be read after this. */
const FRESH_MS = 5 * 60_000;
const RETRY_MS = 60_000;
/** Of either, so that issuers that were registered together are not asked together for ever. */
const JITTER = 0.1;
/** Issuers of one round, and those that are asked at the same time: a round takes at most 50 s. */
const ROUND_MAX = 40;
const ASKED_MAX = 8;
/** Longer than a round, so that the work stays with one replica. */
const LEASE_MS = 90_000;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

export interface TokenIssuerKeysParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'issuerReads'>;
  /** Reads one issuer; never fails. */
  readonly readKeys: (issuer: string) => Promise<TokenKeyReading>;
  /** In [0, 1), anew at each call. */
  readonly draw: () => number;
}

/**
 * Reads the keys of token issuers when they are due, when this replica has the lease, each issuer once however many tenants take its
 * tokens. Keys that changed are a revision, so that nodes get them and drop those that are gone. An issuer that does not answer,
 * or publishes nothing of use, leaves the keys as they are.
 */
export class TokenIssuerKeys {
  readonly #parts: TokenIssuerKeysParts;
  readonly #lease: Lease;
  #running: Promise<void> | undefined;

  constructor(parts: TokenIssuerKeysParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.storage, LEASE, LEASE_MS);
  }

  /** Reads those that are due, one round. Gives how many token issuers that were; undefined when another replica reads. */
  async read(now: Date): Promise<number | undefined> {
    const { storage } = this.#parts;
    const due = await storage.read(PLATFORM, ({ tokenIssuerKeys }) =>
      tokenIssuerKeys.listDue(now, ROUND_MAX),
    );
    if (due.length === 0) return 0;
    if ((await this.#lease.acquire()) === undefined) return undefined;
    const byIssuer = new Map<string, DueTokenIssuer[]>();
    for (const one of due) byIssuer.set(one.issuer, [...(byIssuer.get(one.issuer) ?? []), one]);
    const waiting = [...byIssuer];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        await this.#readOne(...next, now);
    };
    await Promise.all(Array.from({ length: ASKED_MAX }, work));
    return due.length;
  }

  /** Looks each second. Returns the way to stop, which lets another replica go on at once. */
  start(): () => Promise<void> {
    const timer = setInterval(() => {
      this.#running ??= this.#readAll().finally(() => {
        this.#running = undefined;
      });
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await this.#running;
      await this.#lease.release().catch(() => {});
    };
  }

  async #readAll(): Promise<void> {
    try {
      let count: number | undefined = ROUND_MAX;
      while (count === ROUND_MAX) count = await this.read(new Date());
    } catch (error) {
      this.#parts.logger.warn({ error }, 'keys of token issuers could not be kept; it tries again');
    }
  }

  async #readOne(issuer: string, registered: readonly DueTokenIssuer[], now: Date): Promise<void> {
    const reading = await this.#ask(issuer);
    for (const one of registered) {
      if ('fault' in reading) await this.#noteFault(one, reading.fault, now);
      else await this.#keep(one, reading.keys, now);
    }
  }

  async #ask(issuer: string): Promise<TokenKeyReading> {
    const { readKeys, logger, metrics } = this.#parts;
    const reading = await readKeys(issuer);
    metrics.issuerReads.inc({ outcome: 'fault' in reading ? 'failed' : 'ok' });
    if ('fault' in reading) logger.warn({ issuer, ...reading }, 'a token issuer was not read');
    return reading;
  }

  async #keep(one: DueTokenIssuer, keys: readonly TokenKey[], now: Date): Promise<void> {
    const times = { readAt: now, dueAt: this.#after(now, FRESH_MS) };
    await this.#parts.storage.transaction(PLATFORM, ACTOR, async ({ tokenIssuerKeys }, trail) => {
      const kept = await tokenIssuerKeys.keep(one, keys, times);
      if (kept?.isNew !== true) return;
      trail.entries.push({
        tenantId: one.tenantId,
        action: 'token-issuer.read-keys',
        object: `token-issuer/${one.id}`,
        changes: { keyIds: [kept.keyIdsBefore, keys.map(({ keyId }) => keyId)] },
      });
    });
  }

  async #noteFault(one: DueTokenIssuer, fault: string, now: Date): Promise<void> {
    const times = { triedAt: now, dueAt: this.#after(now, RETRY_MS) };
    await this.#parts.storage.transaction(PLATFORM, ACTOR, ({ tokenIssuerKeys }) =>
      tokenIssuerKeys.noteFault(one, fault, times),
    );
  }

  #after(now: Date, pauseMs: number): Date {
    const factor = 1 + JITTER * (2 * this.#parts.draw() - 1);
    return new Date(now.getTime() + pauseMs * factor);
  }
}
