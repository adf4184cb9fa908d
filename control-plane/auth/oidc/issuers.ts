import { Issuer, type IssuerParts } from './issuer.ts';

/** More issuers than any platform has: beyond it the one that was asked for longest ago is forgotten. */
const ISSUERS_MAX = 500;

/** The issuers that this replica has met. */
export class Issuers {
  readonly #parts: IssuerParts;
  readonly #known = new Map<string, Issuer>();

  constructor(parts: IssuerParts) {
    this.#parts = parts;
  }

  get(issuer: string): Issuer {
    const found = this.#known.get(issuer) ?? new Issuer(issuer, this.#parts);
    // The order of a map is that of insertion.
    this.#known.delete(issuer);
    this.#known.set(issuer, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > ISSUERS_MAX && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }
}
