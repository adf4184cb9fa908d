import { noTokenFacts, type TokenFacts } from '../token/token-fact.ts';

/**
 * Stands for the claims of a token that nobody has kept, and notices whoever looks at them: what was decided without is known all the
 * same. Whoever looks finds nothing.
 */
export class UnknownClaims {
  readonly facts: TokenFacts;
  #wereRead = false;

  constructor() {
    const noticing =
      <Arguments extends unknown[], Result>(look: (...at: Arguments) => Result) =>
      (...at: Arguments): Result => {
        this.#wereRead = true;
        return look(...at);
      };
    this.facts = new Proxy<TokenFacts>(noTokenFacts, {
      get: noticing(Reflect.get),
      has: noticing(Reflect.has),
      ownKeys: noticing(Reflect.ownKeys),
      getOwnPropertyDescriptor: noticing(Reflect.getOwnPropertyDescriptor),
    });
  }

  /** Whether somebody has looked since this was asked last. */
  takeRead(): boolean {
    const wereRead = this.#wereRead;
    this.#wereRead = false;
    return wereRead;
  }
}
