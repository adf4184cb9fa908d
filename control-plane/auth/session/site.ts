/** Where browsers find this control plane. */
export class Site {
  #origin: string | undefined;

  /** @param origin as operators say it; undefined until the door is open, or for good */
  constructor(origin: string | undefined) {
    this.#origin = origin;
  }

  /** The door is open: its address is the site's, unless operators have said another. */
  open(origin: string): void {
    this.#origin ??= origin;
  }

  /** Undefined when nobody knows it: then browsers cannot sign in. */
  get origin(): string | undefined {
    return this.#origin;
  }

  /** Whether cookies stay off connections in the open. */
  get isSecure(): boolean {
    return this.#origin?.startsWith('https:') === true;
  }
}
