import { randomUUID } from 'node:crypto';
import { PROMPT_POLICY_LIMITS } from '../../policy/check-prompt-policy.ts';
import {
  createPromptPolicy,
  type PromptPolicy,
  type PromptPolicyChange,
  type PromptPolicyDraft,
  rerouteIdsOf,
  revisePromptPolicy,
} from '../domain/prompt-policy.ts';
import { archive } from '../domain/record.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { PromptPolicyFilter } from '../storage/prompt-policy.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireUnused } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

export class PromptPolicyService extends RecordService<PromptPolicy> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'prompt-policy',
      readPermission: 'prompt-policy:read',
      writePermission: 'prompt-policy:write',
      store: ({ promptPolicies }) => promptPolicies,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(
    operation: Operation,
    call: MutationCall,
    draft: PromptPolicyDraft,
  ): Promise<Changed<PromptPolicy>> {
    return this.insert(operation, call, async (stores) => {
      await requireTenant(stores, draft.tenantId);
      const routeIds = await holdRoutes(stores, draft);
      return createPromptPolicy(randomUUID(), draft, { now: operation.now, routeIds });
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & PromptPolicyChange,
  ): Promise<Changed<PromptPolicy>> {
    const revise = async (row: PromptPolicy, stores: Stores) => {
      await requireTenant(stores, row.tenantId);
      const rules = change.rules ?? row.rules;
      const routeIds = await holdRoutes(stores, { tenantId: row.tenantId, rules });
      return revisePromptPolicy(row, change, { now: operation.now, routeIds });
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * Refused while a route that is not archived uses it.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<PromptPolicy>> {
    const revise = async (row: PromptPolicy, { promptPolicies, routes }: Stores) => {
      await promptPolicies.lock(row.id, 'update');
      const rows = await routes.listInspectedBy(row.id);
      requireUnused('prompt policy', { noun: 'routes', rows });
      return archive(row, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    filter: PromptPolicyFilter,
    page: PageRequest,
  ): Promise<Page<PromptPolicy>> {
    operation.require('prompt-policy:read');
    return this.storage.read(operation.scope, ({ promptPolicies }) =>
      promptPolicies.list(filter, page),
    );
  }
}

/**
 * Routes of the tenant that the rules name and that are not archived, held as they are until the transaction ends.
 * A policy with more rules than there may be is refused anyway: no more routes are read for it.
 */
async function holdRoutes(
  { routes }: Stores,
  { tenantId, rules }: Pick<PromptPolicy, 'tenantId' | 'rules'>,
): Promise<ReadonlySet<string>> {
  const ids = rerouteIdsOf(rules).slice(0, PROMPT_POLICY_LIMITS.rulesMax);
  if (ids.length === 0) return new Set();
  const rows = await routes.lockByIds(ids, 'share');
  const usable = rows.filter((row) => row.tenantId === tenantId && row.archivedAt === null);
  return new Set(usable.map(({ id }) => id));
}
