import type { ChangeRequest } from '../domain/change-request.ts';
import { invalid } from '../domain/errors.ts';
import { type Impact, isReplayed } from '../domain/impact.ts';
import { isFinal } from '../domain/review/transition.ts';
import type { Storage } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';

/** What change requests would have made of recent calls. Whoever may read a request may read it, and ask for it again. */
export class ImpactService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** For loaders. @throws DomainError PERMISSION_DENIED */
  async listByChangeRequests(
    operation: Operation,
    ids: readonly string[],
  ): Promise<readonly Impact[]> {
    operation.require('grant:read');
    return this.#storage.read(operation.scope, ({ impacts }) => impacts.listByChangeRequests(ids));
  }

  /**
   * Lets the replay of an open request begin anew. One that waits or runs is left as it is.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED for one that is closed or of a kind that is not replayed,
   *   IDEMPOTENCY_KEY_REUSED
   */
  replay(operation: Operation, call: MutationCall, id: string): Promise<Changed<ChangeRequest>> {
    operation.require('grant:read');
    return runMutation({ storage: this.#storage, operation }, call, {
      work: async ({ changeRequests, impacts }, trail) => {
        const request = await changeRequests.get(id);
        operation.requireFor('grant:read', request.tenantId);
        requireReplayable(request);
        if (!(await impacts.restart(id))) return request;
        trail.entries.push({
          tenantId: request.tenantId,
          action: 'change-request.replay',
          object: `change-request/${id}`,
          changes: {},
        });
        return request;
      },
      replay: ({ changeRequests }, repeatedId) => changeRequests.get(repeatedId),
    });
  }
}

function requireReplayable({ kind, state }: ChangeRequest): void {
  if (!isReplayed(kind))
    throw invalid('changeRequestId', 'Only changes of routes and prompt policies are replayed.');
  if (isFinal(state))
    throw invalid('changeRequestId', 'This change request is closed; there is nothing to weigh.');
}
