import type { CredentialGenerations, CredentialStore } from '../config/snapshot.ts';
import type { AttemptResult } from '../upstream/attempt-plan.ts';
import type { Clock } from '../upstream/clock.ts';

/**
 * How long calls begin with the previous generation once a provider took it in place of the newest: then one of them
 * finds out whether the newest is valid by now.
 */
const previousFirstMs = 30_000;

/** What choosing depends on. */
export interface CredentialChoiceOptions {
  /** What the node holds at this moment. Not pinned with a call: what was taken away is shown to nobody any more. */
  readonly held: () => CredentialStore;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Told when calls to a provider go over to another generation, because it refused the one and took the other. */
  readonly onTurn?: (providerId: string, to: 'newest' | 'previous') => void;
}

/** A credential as an attempt shows it to a provider. */
export interface ShownCredential {
  readonly providerId: string;
  /** Undefined when the provider has none. */
  readonly value: string | undefined;
  /** Whether another generation was refused before it. */
  readonly isSecond: boolean;
}

/**
 * Which generation of a provider's credential an attempt shows. While a credential is rotated either of two may be the
 * valid one: the vendor may not know the newest yet, or may have ended the previous one already. So what is refused is
 * followed by the other, and what was taken is remembered for a while, so that not every call pays for two attempts.
 */
export class CredentialChoice {
  readonly #options: CredentialChoiceOptions;
  /** Until when the previous one goes first. Forgotten with the generations themselves. */
  readonly #previousFirstUntilMs = new WeakMap<CredentialGenerations, number>();

  constructor(options: CredentialChoiceOptions) {
    this.#options = options;
  }

  /** For the first attempt at a target of the provider: one look-up as long as no credential is rotated. */
  first(providerId: string): ShownCredential {
    const generations = this.#options.held().find(providerId);
    return { providerId, value: generations && this.#valueOf(generations), isSecond: false };
  }

  /** For one more attempt at the same target; undefined when its credential was not what failed, or no other is held. */
  second(
    refused: ShownCredential,
    { verdict, status }: Pick<AttemptResult, 'verdict' | 'status'>,
  ): ShownCredential | undefined {
    const isRefused = verdict === 'credential' && (status === 401 || status === 403);
    if (!isRefused || refused.isSecond) return undefined;
    const { providerId } = refused;
    const value = this.#options
      .held()
      .find(providerId)
      ?.find((one) => one !== refused.value);
    return value === undefined ? undefined : { providerId, value, isSecond: true };
  }

  /** The provider has answered to it with content. */
  taken({ providerId, value, isSecond }: ShownCredential): void {
    if (!isSecond) return;
    const { held, clock, onTurn } = this.#options;
    const generations = held().find(providerId);
    if (generations === undefined) return;
    const wasPreviousFirst = this.#previousFirstUntilMs.delete(generations);
    const isPrevious = value === generations[1];
    if (isPrevious)
      this.#previousFirstUntilMs.set(generations, clock.monotonicMs() + previousFirstMs);
    if (isPrevious !== wasPreviousFirst) onTurn?.(providerId, isPrevious ? 'previous' : 'newest');
  }

  #valueOf(generations: CredentialGenerations): string {
    const [newest, previous] = generations;
    if (previous === undefined) return newest;
    const untilMs = this.#previousFirstUntilMs.get(generations);
    if (untilMs === undefined) return newest;
    if (this.#options.clock.monotonicMs() < untilMs) return previous;
    this.#previousFirstUntilMs.delete(generations);
    return newest;
  }
}
