import type { ConfigPlan } from '../../../control-plane/domain/config-plan.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { call, type Management } from '../../support/management.ts';

/** What people plan and apply, as an owner of the tenant unless told otherwise. */
export class PlanningHouse {
  readonly management: Management;
  readonly approval: Approval;
  readonly author: Operation;

  private constructor(management: Management, approval: Approval, author: Operation) {
    this.management = management;
    this.approval = approval;
    this.author = author;
  }

  static async open(management: Management): Promise<PlanningHouse> {
    const approval = await createApproval(management);
    const who = { tenantId: approval.tenant.id };
    return new PlanningHouse(management, approval, await management.operation(['owner'], who));
  }

  /** Documents of the tenant, as one text. */
  write(...documents: readonly (readonly [kind: string, name: string, spec: object])[]): string {
    const { name: tenant } = this.approval.tenant;
    return JSON.stringify(
      documents.map(([kind, name, spec]) => ({
        apiVersion: 'gatehouse/v1',
        kind,
        metadata: kind === 'Tenant' ? { name } : { name, tenant },
        spec,
      })),
    );
  }

  application(name: string, team = 'search') {
    const spec = { team, environment: 'production', dataClass: 'internal', rolloutStage: 'pilot' };
    return ['Application', name, spec] as const;
  }

  route(name: string, change: object = {}) {
    const split = [{ target: this.approval.target.name, weight: 1 }];
    const spec = { operation: 'chat', rules: [{ name: 'all', split }], ...change };
    return ['Route', name, spec] as const;
  }

  grant(name: string, change: object = {}) {
    return ['Grant', name, { model: this.approval.model.name, ...change }] as const;
  }

  async plan(
    documents: string,
    {
      by = this.author,
      ...change
    }: {
      readonly by?: Operation;
      readonly owner?: string;
      readonly prune?: boolean;
      readonly adopt?: boolean;
    } = {},
  ): Promise<ConfigPlan> {
    const request = { documents, owner: 'team-repo', prune: false, adopt: false, ...change };
    const { configPlans } = this.management.services;
    return (await configPlans.plan(by, call('planConfig'), request)).value;
  }

  async apply(
    plan: Pick<ConfigPlan, 'id' | 'digest'>,
    {
      by = this.author,
      reason = 'The repository says so.',
      allowMassDelete = false,
      key,
      changeRequestId,
    }: {
      readonly by?: Operation;
      readonly reason?: string;
      readonly allowMassDelete?: boolean;
      readonly key?: string;
      readonly changeRequestId?: string;
    } = {},
  ) {
    const { configPlans } = this.management.services;
    const review = { reason, changeRequestId };
    const request = { planId: plan.id, expectedDigest: plan.digest, allowMassDelete };
    return configPlans.apply(by, { ...call('applyPlan', request, key), review }, request);
  }
}

/** Verb and name of everything that a plan would change, in its order. */
export function changesOf({ actions }: ConfigPlan): readonly string[] {
  return actions
    .filter(({ verb }) => verb !== 'unchanged')
    .map(({ verb, kind, name }) => `${verb} ${kind} ${name}`);
}

/** How many rows there are: `sql` is what follows FROM. */
export async function countRows(
  { query }: Management,
  sql: string,
  values: unknown[] = [],
): Promise<number | undefined> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ${sql}`,
    values,
  );
  return row?.count;
}
