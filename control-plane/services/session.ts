import type { Principal } from '../domain/principal.ts';
import type { Session } from '../domain/session.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';

/** A principal whose sessions were ended. */
export interface SignedOut {
  readonly id: string;
  readonly principal: Principal;
}

/** Who is signed in where, and the end of it. Whoever may write principals may sign them out; everybody himself. */
export class SessionService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Newest first. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeEnded: boolean,
    page: PageRequest,
  ): Promise<Page<Session>> {
    operation.require('principal:read');
    return this.#storage.read(operation.scope, ({ sessions }) => sessions.list(includeEnded, page));
  }

  /**
   * Ends every session, and refuses tokens of the identity provider that were issued until now.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, IDEMPOTENCY_KEY_REUSED
   */
  signOut(operation: Operation, call: MutationCall, id: string): Promise<Changed<SignedOut>> {
    const find = async ({ principals }: Stores) => ({ id, principal: await principals.get(id) });
    return runMutation({ storage: this.#storage, operation }, call, {
      work: async (stores, trail) => {
        const found = await find(stores);
        const { tenantId } = found.principal;
        if (id !== operation.principal.id) operation.requireFor('principal:write', tenantId);
        const endedCount = await stores.sessions.endAll(id, operation.now);
        await stores.federatedIdentities.signOut(id, operation.now);
        trail.entries.push({
          tenantId,
          action: 'principal.sign-out',
          object: `principal/${id}`,
          changes: { sessions: [endedCount, 0] },
        });
        return found;
      },
      replay: find,
    });
  }
}
