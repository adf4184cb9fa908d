import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { freshName } from '../../support/catalog.ts';
import { type Approval, createApproval } from '../../support/grant.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';

/** An access key that the detector of secrets finds. */
export const key = 'AKIAQYLPMN5HHHFPZAM2';
export const blocking = { name: 'no-keys', detector: 'SECRET', action: 'BLOCK' };
export const inDays = (days: number) =>
  new Date(managementNow.getTime() + days * 86_400_000).toISOString();

const ON_POLICY = `... on PromptPolicyChanged { promptPolicy { id name version rules { name
  exceptions { name applications { id } kinds parts reason owner { id } expiresAt expired requestId } } } }`;
const ON_REQUEST = '... on ChangeRequestRequired { changeRequest { id state } }';
const INSPECTION = `action rule rerouteTo { id } message texts
  findings { rule detector kind count action monitored exception ranges { text part start end } }
  rules { name ran notRun holds }`;

/** A prompt policy as GraphQL shows it. */
export interface MadePolicy {
  readonly id: string;
  readonly name: string;
}

/** A tenant whose prompt policies are tried and changed over GraphQL. Ids are those of GraphQL. */
export class PromptHouse implements AsyncDisposable {
  readonly management: Management;
  readonly approval: Approval;
  readonly tenantId: string;
  readonly applicationId: string;

  private constructor(management: Management, approval: Approval) {
    this.management = management;
    this.approval = approval;
    this.tenantId = toGlobalId('tenant', approval.tenant.id);
    this.applicationId = toGlobalId('application', approval.application.id);
  }

  static async open(): Promise<PromptHouse> {
    const management = await openManagement();
    await keepDecisionPartitions(management.storage, managementNow);
    return new PromptHouse(management, await createApproval(management));
  }

  by(operation: Operation) {
    return { services: this.management.services, operation };
  }

  /** As the developer, unless told otherwise. */
  async inspect(input: object, operation = this.approval.developer): Promise<unknown> {
    const source = `query ($input: InspectInput!) { inspect(input: $input) { ${INSPECTION} } }`;
    return (await ask(this.by(operation), source, { input }))['inspect'];
  }

  /** What the reviewer is answered, or whoever is named. */
  tryToCreate(
    rules: readonly object[],
    operation: Operation = this.approval.reviewer,
  ): Promise<unknown> {
    const input = { tenantId: this.tenantId, name: freshName('policy'), rules };
    const by = this.by(operation);
    return mutate(by, 'createPromptPolicy', { input, selection: ON_POLICY });
  }

  async create(rules: readonly object[]): Promise<MadePolicy> {
    return ((await this.tryToCreate(rules)) as { promptPolicy: MadePolicy }).promptPolicy;
  }

  update(input: object): Promise<unknown> {
    const by = this.by(this.approval.reviewer);
    return mutate(by, 'updatePromptPolicy', { input, selection: `${ON_POLICY} ${ON_REQUEST}` });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.management[Symbol.asyncDispose]();
  }
}
