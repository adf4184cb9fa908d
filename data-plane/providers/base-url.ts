/** Base URLs that are kept parsed; far more than a node has providers. */
const addressesMax = 1024;

/** A base URL in the two pieces that a request needs. */
export interface Address {
  /** Scheme, host, port. */
  readonly origin: string;
  /** Path of the version segment, without a trailing slash. */
  readonly path: string;
}

/** Parsed base URLs: parsing one takes 1 µs, finding it 0.02. */
export class Addresses {
  readonly #known = new Map<string, Address>();

  of(baseUrl: string): Address {
    const known = this.#known.get(baseUrl);
    if (known !== undefined) return known;
    const url = new URL(baseUrl);
    const address = { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
    if (this.#known.size >= addressesMax) this.#known.clear();
    this.#known.set(baseUrl, address);
    return address;
  }
}
