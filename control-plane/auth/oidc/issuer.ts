import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type LocalJWKSet,
} from 'jose';
import { DomainError } from '../../domain/errors.ts';
import { type AskIssuer, type IssuerMetadata, readIssuer } from './read-issuer.ts';

/** What was read is used this long without another look. */
const FRESH_MS = 10 * 60_000;
/** While the issuer does not answer, what was read before is used this long: a key that it withdrew may live so long. */
const STALE_MS = 60 * 60_000;
/** Between two looks, whatever asks for them: unknown keys, an issuer that is down. */
const COOL_DOWN_MS = 10_000;

/** What an issuer is asked through, and how its answers are timed. */
export interface IssuerParts {
  readonly fetch: AskIssuer;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
  readonly onRead: (issuer: string, error: unknown) => void;
}

interface Reading {
  readonly metadata: IssuerMetadata;
  readonly keys: LocalJWKSet;
  readonly atMs: number;
}

/**
 * An issuer as this replica knows it: its endpoints and keys, read when they are needed, read again when they are old
 * or a token names a key that is not among them, never more often than once in the cool-down, and by one reader at a
 * time, whatever the number of callers.
 */
export class Issuer {
  readonly #issuer: string;
  readonly #parts: IssuerParts;
  #reading: Reading | undefined;
  #pending: Promise<void> | undefined;
  #triedAtMs = Number.NEGATIVE_INFINITY;

  constructor(issuer: string, parts: IssuerParts) {
    this.#issuer = issuer;
    this.#parts = parts;
  }

  /** @throws DomainError BUSY when the issuer does not answer and nothing usable was read before */
  async metadata(): Promise<IssuerMetadata> {
    return (await this.#read()).metadata;
  }

  /**
   * The key of a token, for `jwtVerify`. @throws JWKSNoMatchingKey when the issuer has no such key; DomainError BUSY
   */
  readonly findKey: JWTVerifyGetKey = async (header, token) => {
    const { keys } = await this.#read();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.#mayTry()) throw error;
      await this.#refresh();
      const next = await this.#read();
      return next.keys(header, token);
    }
  };

  async #read(): Promise<Reading> {
    const known = this.#usable(STALE_MS);
    if (this.#usable(FRESH_MS) === undefined && this.#mayTry()) {
      const refreshed = this.#refresh();
      if (known === undefined) await refreshed;
    }
    const reading = this.#usable(STALE_MS);
    if (reading !== undefined) return reading;
    throw new DomainError(
      { code: 'BUSY' },
      'The identity provider does not answer as it should; try again shortly.',
    );
  }

  #usable(ageMaxMs: number): Reading | undefined {
    const reading = this.#reading;
    const isUsed = reading !== undefined && this.#parts.clock() - reading.atMs < ageMaxMs;
    return isUsed ? reading : undefined;
  }

  #mayTry(): boolean {
    return this.#pending !== undefined || this.#parts.clock() - this.#triedAtMs >= COOL_DOWN_MS;
  }

  /** Never fails: what was read before stays. */
  #refresh(): Promise<void> {
    this.#pending ??= this.#readAnew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #readAnew(): Promise<void> {
    const { fetch, clock, onRead } = this.#parts;
    this.#triedAtMs = clock();
    try {
      const { metadata, keys } = await readIssuer(this.#issuer, fetch);
      const set: JSONWebKeySet = { keys: [...keys] };
      this.#reading = { metadata, keys: createLocalJWKSet(set), atMs: clock() };
      onRead(this.#issuer, undefined);
    } catch (error) {
      onRead(this.#issuer, error);
    }
  }
}
