import { describeChanges } from '../domain/audit.ts';
import { invalid, notFound } from '../domain/errors.ts';
import {
  NODE_REVOCATIONS_MAX,
  type NodeRevocation,
  revokeNode,
} from '../domain/node-revocation.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';

/** Which nodes are served no longer. Nodes belong to the platform: only its principals decide on them. */
export class NodeRevocationService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * Every replica drops the node's stream and serves it no longer, within about a second. Revoking again changes
   * nothing.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  revoke(
    operation: Operation,
    call: MutationCall,
    draft: Pick<NodeRevocation, 'id' | 'reason'>,
  ): Promise<Changed<NodeRevocation>> {
    operation.requireFor('node:write', null);
    return runMutation({ storage: this.#storage, operation }, call, {
      work: async ({ nodeRevocations }, trail) => {
        const revocation = revokeNode(draft, operation.principal.name, operation.now);
        if ((await nodeRevocations.count()) >= NODE_REVOCATIONS_MAX)
          throw invalid('id', `There are ${NODE_REVOCATIONS_MAX} revoked nodes; admit some first.`);
        if (!(await nodeRevocations.insert(revocation)))
          return (await nodeRevocations.find(draft.id)) ?? revocation;
        trail.entries.push({
          tenantId: null,
          action: 'node.revoke',
          object: `node/${draft.id}`,
          changes: describeChanges(undefined, revocation),
          reason: draft.reason,
        });
        return revocation;
      },
      replay: getRevocation,
    });
  }

  /**
   * The node may dial again. @throws DomainError PERMISSION_DENIED, NOT_FOUND when it is not revoked,
   * IDEMPOTENCY_KEY_REUSED
   */
  admit(
    operation: Operation,
    call: MutationCall,
    id: string,
  ): Promise<Changed<Pick<NodeRevocation, 'id'>>> {
    operation.requireFor('node:write', null);
    return runMutation({ storage: this.#storage, operation }, call, {
      work: async (stores, trail) => {
        const before = await getRevocation(stores, id);
        await stores.nodeRevocations.delete(id);
        trail.entries.push({
          tenantId: null,
          action: 'node.admit',
          object: `node/${id}`,
          changes: { revokedAt: [before.revokedAt.toISOString(), null] },
        });
        return { id };
      },
      replay: async () => ({ id }),
    });
  }

  /** Newest first. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(operation: Operation, page: PageRequest): Promise<Page<NodeRevocation>> {
    operation.requireFor('node:read', null);
    return this.#storage.read(operation.scope, ({ nodeRevocations }) => nodeRevocations.list(page));
  }
}

async function getRevocation({ nodeRevocations }: Stores, id: string): Promise<NodeRevocation> {
  const found = await nodeRevocations.find(id);
  if (found === undefined) throw notFound('revoked node');
  return found;
}
