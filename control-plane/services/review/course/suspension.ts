import { advance } from '../../../domain/change-request.ts';
import { PLATFORM, type Storage } from '../../../storage/storage.ts';
import { isSuspended } from '../apply.ts';
import { replaceRequest } from '../decide.ts';
import { bringOn, type Fence } from './by-clock.ts';

/** Approved changes that were held because their tenant was suspended. */
export class SuspendedChangeService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Ids of those whose tenants are suspended no longer; as many as one run takes. */
  listDue(): Promise<readonly string[]> {
    return this.#storage.read(PLATFORM, ({ dueChanges }) => dueChanges.listResumable());
  }

  /**
   * Leaves it approved: somebody who knows what has become of the tenant makes it.
   *
   * @throws Error when the lease is lost or the database does not answer: the next run tries again
   */
  async resumeDue(id: string, fence: Fence): Promise<void> {
    await bringOn(this.#storage, { id, fence }, async (context, before, clock) => {
      const { state, expiresAt } = before;
      if (state !== 'suspended' || expiresAt <= clock || (await isSuspended(context, before)))
        return;
      const note = 'Its tenant is suspended no longer: applyChange makes it.';
      await replaceRequest(context, 'resume', {
        before,
        after: advance(before, 'resume', clock, note),
        reason: note,
      });
    });
  }
}
