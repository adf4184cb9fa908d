import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { GraphqlClient } from '../../deploy/local/demo/graphql-client.ts';
import type { ChangeJob, Writer } from './management-job.ts';
import type { Timings } from './timings.ts';

const changed = z.looseObject({ row: z.object({ id: z.string(), version: z.number() }) });
const proposed = z.looseObject({ changeRequest: z.object({ id: z.string(), digest: z.string() }) });
const requestSelection = '... on ChangeRequestRequired { changeRequest { id digest } }';

interface Row {
  readonly id: string;
  readonly version: number;
}

/** Changes everything that is usually changed, one after the other, each under an idempotency key, and takes it out of use again. */
export class ChangeCycle {
  readonly #owner: GraphqlClient;
  readonly #reviewer: GraphqlClient;
  readonly #writer: Writer;
  readonly #timings: Timings;

  constructor({ url }: ChangeJob, writer: Writer, timings: Timings) {
    const { signal } = new AbortController();
    this.#owner = new GraphqlClient(url, writer.ownerToken, signal);
    this.#reviewer = new GraphqlClient(url, writer.reviewerToken, signal);
    this.#writer = writer;
    this.#timings = timings;
  }

  /** @throws Error when anything comes to another end than it should */
  async run(name: string): Promise<void> {
    await this.#changeApplication(name);
    await this.#changeKey(name);
    await this.#changeRoute(name);
    await this.#changeGrant();
  }

  async #changeApplication(name: string): Promise<void> {
    const { tenantId } = this.#writer;
    const made = await this.#change('createApplication', 'Application', {
      ...{ tenantId, name, team: 'bench', environment: 'PRODUCTION', dataClass: 'INTERNAL' },
    });
    const edit = { ...toEdit(made), team: 'bench-two' };
    const edited = await this.#change('updateApplication', 'Application', edit);
    await this.#change('archiveApplication', 'Application', toEdit(edited));
  }

  async #changeKey(name: string): Promise<void> {
    const { applicationId } = this.#writer;
    const draft = { applicationId, name, workloads: ['chat'] };
    const made = await this.#change('createApiKey', 'ApiKey', draft, 'ApiKeyCreated');
    const edit = { ...toEdit(made), feature: 'bench' };
    const edited = await this.#change('updateApiKey', 'ApiKey', edit);
    await this.#change('revokeApiKey', 'ApiKey', toEdit(edited));
  }

  async #changeRoute(name: string): Promise<void> {
    const { tenantId, targetIds } = this.#writer;
    const rules = [{ name: 'keys', detector: 'SECRET', action: 'BLOCK' }];
    const policy = await this.#change('createPromptPolicy', 'PromptPolicy', {
      ...{ tenantId, name, rules },
    });
    const more = [...rules, { name: 'people', detector: 'SECRET', action: 'BLOCK' }];
    const stricter = { ...toEdit(policy), rules: more };
    const edited = await this.#change('updatePromptPolicy', 'PromptPolicy', stricter);
    const split = targetIds.map((targetId) => ({ targetId, weight: 1 }));
    const route = await this.#change('createRoute', 'Route', {
      ...{ tenantId, name, operation: 'CHAT', promptPolicyId: policy.id },
      rules: [{ name: 'all', split }],
    });
    const weighed = split.map((member, index) => ({ ...member, weight: index + 1 }));
    const shift = { ...toEdit(route), rules: [{ name: 'all', split: weighed }] };
    const shifted = await this.#change('updateRoute', 'Route', shift);
    await this.#change('archiveRoute', 'Route', toEdit(shifted));
    await this.#change('archivePromptPolicy', 'PromptPolicy', toEdit(edited));
  }

  async #changeGrant(): Promise<void> {
    const { tenantId, applicationId, modelId } = this.#writer;
    const asked = { tenantId, applicationId, modelId, reason: 'For the benchmark.' };
    const request = await this.#timings.time('requestGrant', () =>
      this.#owner.mutate('requestGrant', withKey(asked), requestSelection),
    );
    const { id: changeRequestId, digest } = proposed.parse(request).changeRequest;
    const approval = { changeRequestId, digest, comment: 'For the benchmark.' };
    const approved = await this.#timings.time('approveGrant', () =>
      this.#reviewer.mutate('approveGrant', withKey(approval), selectRow('Grant', 'GrantChanged')),
    );
    await this.#change('revokeGrant', 'Grant', toEdit(changed.parse(approved).row));
  }

  async #change(
    name: string,
    noun: string,
    input: object,
    outcome = `${noun}Changed`,
  ): Promise<Row> {
    const answer = await this.#timings.time(name, () =>
      this.#owner.mutate(name, withKey(input), selectRow(noun, outcome)),
    );
    return changed.parse(answer).row;
  }
}

function selectRow(noun: string, outcome: string): string {
  const field = `${noun.charAt(0).toLowerCase()}${noun.slice(1)}`;
  return `... on ${outcome} { row: ${field} { id version } }`;
}

function toEdit({ id, version }: Row) {
  return { id, expectedVersion: version };
}

function withKey(input: object) {
  return { ...input, idempotencyKey: randomUUID() };
}
