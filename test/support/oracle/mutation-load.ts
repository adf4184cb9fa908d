import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import type { GraphqlCaller } from '../graphql.ts';

const WORKERS = 2;
const INTERVAL_MS = 50;
const PROGRESS_MS = 60_000;
/** Longest that a mutation may leave its caller without an answer, whatever the database does. */
const ANSWER_MS = 20_000;

const CREATE_TENANT = `mutation ($input: CreateTenantInput!) {
  payload: createTenant(input: $input) { ... on TenantChanged { revision } }
}`;

/** One mutation and what its caller was told. */
export interface MutationOutcome {
  readonly tenantName: string;
  /** Undefined when it was refused. */
  readonly revision: bigint | undefined;
  /** `extensions.code` and sentence of the refusal; what was thrown when there was no answer at all. */
  readonly refusal: string | undefined;
}

/** Mutations without end: each makes a tenant, so each that succeeds is one revision. */
export class MutationLoad {
  readonly outcomes: MutationOutcome[] = [];
  readonly #caller: GraphqlCaller;
  readonly #prefix: string;
  readonly #workers: readonly Promise<void>[];
  #isStopping = false;

  /** @param prefix of the tenants' names; no other load may have it */
  constructor(caller: GraphqlCaller, prefix: string) {
    this.#caller = caller;
    this.#prefix = prefix;
    this.#workers = Array.from({ length: WORKERS }, (_, index) => this.#work(index));
  }

  get succeeded(): readonly MutationOutcome[] {
    return this.outcomes.filter(({ revision }) => revision !== undefined);
  }

  get refused(): readonly MutationOutcome[] {
    return this.outcomes.filter(({ refusal }) => refusal !== undefined);
  }

  /** Resolves when so many more have succeeded, and gives the revision of the last. */
  async awaitMoreSuccesses(count: number): Promise<bigint> {
    const wanted = this.succeeded.length + count;
    return eventually(() => {
      const { length } = this.succeeded;
      if (length < wanted)
        throw new Error(`${length} of ${wanted}; ${this.refused.at(-1)?.refusal ?? ''}`);
      return this.succeeded.at(-1)?.revision ?? 0n;
    }, PROGRESS_MS);
  }

  /** Lets the mutations under way end. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#workers);
  }

  async #work(worker: number): Promise<void> {
    for (let turn = 0; !this.#isStopping; turn += 1) {
      this.outcomes.push(await this.#mutate(`${this.#prefix}-${worker}-${turn}`));
      await pause(INTERVAL_MS);
    }
  }

  async #mutate(name: string): Promise<MutationOutcome> {
    const told = { tenantName: name, revision: undefined, refusal: undefined };
    try {
      const { body } = await this.#caller.send(CREATE_TENANT, { input: { name } }, ANSWER_MS);
      const revision = body['data']?.payload?.revision;
      if (revision !== undefined) return { ...told, revision: BigInt(revision) };
      const [error] = body['errors'] ?? [];
      return { ...told, refusal: `${error?.extensions?.code}: ${error?.message}` };
    } catch (error) {
      return { ...told, refusal: String(error) };
    }
  }
}
