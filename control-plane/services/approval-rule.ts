import { randomUUID } from 'node:crypto';
import {
  type ApprovalRule,
  type ApprovalRuleChange,
  type ApprovalRuleDraft,
  createApprovalRule,
  demandAt,
  isRuleAsStrict,
  reviewPermissions,
  reviseApprovalRule,
  usualDemands,
} from '../domain/approval-rule.ts';
import { invalid } from '../domain/errors.ts';
import { approvalRuleContent } from '../domain/review/content.ts';
import { countReachable, type Party } from '../domain/review/quorum.ts';
import { permissionsHeld } from '../domain/role.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

/** What the changes of a tenant need. Rules are tightened at once; whatever else is done to one is reviewed by it. */
export class ApprovalRuleService extends RecordService<ApprovalRule> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'approval-rule',
      readPermission: 'approval-rule:read',
      writePermission: 'approval-rule:write',
      store: ({ approvalRules }) => approvalRules,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: () => false,
      describeChange: (before, after) => ({
        kind: 'approval_rule',
        tenantId: after.tenantId,
        proposal: approvalRuleContent(after),
        base: before && approvalRuleContent(before),
        isTightening: isRuleAsStrict(before ?? usualDemands[after.kind], after),
      }),
    });
  }

  /**
   * @throws ReviewRequired when it demands less than is usual
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(
    operation: Operation,
    call: MutationCall,
    draft: ApprovalRuleDraft,
  ): Promise<Changed<ApprovalRule>> {
    return this.insert(operation, call, async (stores) => {
      if (draft.tenantId === null) operation.requireFor('approval-rule:write', null);
      else await requireTenant(stores, draft.tenantId);
      const rule = createApprovalRule(randomUUID(), draft, operation.now);
      await requireReachable(stores, rule);
      return rule;
    });
  }

  /**
   * @throws ReviewRequired when it cannot be proven that the rule holds back all that it held back before
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & ApprovalRuleChange,
  ): Promise<Changed<ApprovalRule>> {
    const revise = async (row: ApprovalRule, stores: Stores) => {
      const rule = reviseApprovalRule(row, change, operation.now);
      await requireReachable(stores, rule);
      return rule;
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** The rules of a tenant, or with null of the platform; kinds without one are as usual. @throws DomainError PERMISSION_DENIED */
  async list(operation: Operation, tenantId: string | null): Promise<readonly ApprovalRule[]> {
    operation.require('approval-rule:read');
    return this.storage.read(operation.scope, ({ approvalRules }) =>
      approvalRules.listByTenant(tenantId),
    );
  }
}

/**
 * A rule that nobody can meet could never be loosened again. Looks at the people whom the author of the rule may see, one
 * of whom will be the author of a change, and at what their roles give them now, custom ones too.
 */
async function requireReachable(stores: Stores, rule: ApprovalRule): Promise<void> {
  const demand = demandAt(rule, 'high');
  if (demand.quorum === 0) return;
  const people = await listPartiesNear(stores, rule.tenantId);
  for (const permission of [reviewPermissions[rule.kind], reviewPermissions.approval_rule]) {
    const able = countReachable({ ...demand, tenantId: rule.tenantId }, people, permission);
    if (able >= demand.quorum) continue;
    throw invalid(
      'quorum',
      `Only ${able} other people could approve what one of them proposes; let there be as many as the quorum, since nobody approves what is his own.`,
    );
  }
}

async function listPartiesNear(
  { principals, roles, federatedIdentities }: Stores,
  tenantId: string | null,
): Promise<readonly Party[]> {
  const near = await principals.listPeopleNear(tenantId);
  const groups = await federatedIdentities.listGroups(near.map(({ id }) => id));
  const custom = await roles.listByIds([...new Set(near.flatMap(({ roleIds }) => roleIds))]);
  return near.map((one) => {
    const own = custom.filter(({ id }) => one.roleIds.includes(id));
    return {
      ...one,
      customPermissions: [...permissionsHeld(one, own)],
      groups: groups.get(one.id) ?? [],
      marks: one.email === null ? [] : [one.email.toLowerCase()],
    };
  });
}
