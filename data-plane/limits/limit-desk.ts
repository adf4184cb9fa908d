import type { AccountHolder } from '../../policy/account-part/account.ts';
import type { Limit } from '../../policy/limit.ts';
import { CallLimits } from './call-limits.ts';
import type { Fleet } from './fleet.ts';
import { LimitAccounts } from './limit-accounts.ts';

/** What a desk depends on. */
export interface LimitDeskOptions {
  readonly monotonicMs: () => number;
  readonly fleet: Fleet;
  /** See {@link LimitAccounts}. */
  readonly onDropped: () => void;
}

/** Whose call it is. */
export interface LimitedCaller extends AccountHolder {
  readonly tenantId: string;
}

/** Where calls are counted: the accounts of all limits on this process. */
export class LimitDesk {
  readonly #options: LimitDeskOptions;
  readonly #accounts: LimitAccounts;
  /** Limits that may be about calls of an application, by its id: of a tenant with a thousand, a call looks at its own. */
  readonly #ofApplication = new WeakMap<readonly Limit[], Map<string, readonly Limit[]>>();

  constructor(options: LimitDeskOptions) {
    this.#options = options;
    this.#accounts = new LimitAccounts(options.onDropped);
  }

  /** Accounts that are known. */
  get accountCount(): number {
    return this.#accounts.count;
  }

  /**
   * Begins to count a call at the limits of its tenant; with `isTrial` it is only asked what would become of it. Undefined when none
   * is about calls of its application. The same list stands for the same limits.
   */
  open(all: readonly Limit[], caller: LimitedCaller, isTrial = false): CallLimits | undefined {
    const { monotonicMs, fleet } = this.#options;
    const limits = this.#narrow(all, caller.applicationId);
    if (limits.length === 0) return undefined;
    return new CallLimits({
      limits,
      holder: caller,
      fleet: fleet.placeIn(caller.tenantId),
      accounts: this.#accounts,
      monotonicMs,
      isTrial,
    });
  }

  #narrow(all: readonly Limit[], applicationId: string): readonly Limit[] {
    let known = this.#ofApplication.get(all);
    if (known === undefined) {
      known = new Map();
      this.#ofApplication.set(all, known);
    }
    let own = known.get(applicationId);
    if (own === undefined) {
      own = all.filter((one) => (one.applicationId ?? applicationId) === applicationId);
      known.set(applicationId, own);
    }
    return own;
  }
}
