import type { KeyOperation } from './key-part/key-operation.ts';
import type { ApiKey, Application, Grant } from './resource.ts';

/** What a call wants to use, and when. */
export interface GrantQuestion {
  readonly application: Pick<Application, 'id' | 'dataClass' | 'environment'>;
  readonly modelId: string;
  /** Where the target processes data; empty when nobody said. */
  readonly region: string;
  readonly workload: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * The first of a tenant's grants that covers the question. A grant holds up to and excluding its
 * `notAfterMs`. The grants must all be of the caller's tenant.
 */
export function findGrant(grants: readonly Grant[], question: GrantQuestion): Grant | undefined {
  return grants.find((grant) => covers(grant, question));
}

/**
 * The workload that a call counts as: the requested one when the key lists it, the key's first when
 * none is requested. Undefined when the key may not be used for what is requested.
 */
export function resolveWorkload(
  key: Pick<ApiKey, 'workloads'>,
  requested: string | undefined,
): string | undefined {
  if (requested === undefined || requested === '') return key.workloads[0];
  return key.workloads.includes(requested) ? requested : undefined;
}

/** Whether the key may call the route; a key that lists none may call every route of its tenant. */
export function mayCallRoute(key: Pick<ApiKey, 'routes'>, routeName: string): boolean {
  return key.routes.length === 0 || key.routes.includes(routeName);
}

/** Whether the key is for the operation; one that names none is for all of them, those of later builds too. */
export function mayPerform({ operations }: ApiKey, operation: KeyOperation): boolean {
  return operations === undefined || operations.includes(operation);
}

function covers(grant: Grant, question: GrantQuestion): boolean {
  const { application, modelId, region, workload, nowMs } = question;
  return (
    grant.modelId === modelId &&
    (grant.applicationId === undefined || grant.applicationId === application.id) &&
    names(grant.workloads, workload) &&
    names(grant.dataClasses, application.dataClass) &&
    names(grant.environments, application.environment) &&
    names(grant.regions, region) &&
    (grant.notAfterMs === undefined || nowMs < grant.notAfterMs)
  );
}

/** A condition that names nothing holds for everything. */
function names(words: readonly string[] | undefined, word: string): boolean {
  return words === undefined || words.length === 0 || words.includes(word);
}
