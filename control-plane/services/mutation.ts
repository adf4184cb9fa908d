import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.ts';
import { DomainError, invalid } from '../domain/errors.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

const IDEMPOTENCY_KEY_MAX = 128;

/** A mutation as it was called. `input` is what the caller sent, without the idempotency key. */
export interface MutationCall {
  /** Name in the schema: `createRoute`. */
  readonly name: string;
  readonly input: object;
  readonly idempotencyKey: string | null | undefined;
  /** What the caller said for the case that the change must be reviewed. */
  readonly review?: ReviewTerms;
}

/** How a change is proposed where it cannot be made at once. */
export interface ReviewTerms {
  /** Why, for those who review it. */
  readonly reason?: string | undefined;
  /** The open request whose content it replaces, instead of making another one. */
  readonly changeRequestId?: string | undefined;
  /** Prepares it only, also where it could be made at once: its author submits it later. */
  readonly asDraft?: boolean | undefined;
}

/** What a mutation does, and how its result is found again when the call is repeated. */
export interface MutationSteps<T> {
  work(stores: Stores, trail: Trail): Promise<T>;
  replay(stores: Stores, id: string): Promise<T>;
}

/** A change that is committed. */
export interface Changed<T> {
  readonly value: T;
  /** Undefined when no node needs to hear of it. */
  readonly revision: bigint | undefined;
  /** True when an earlier call with the same idempotency key had made it. */
  readonly repeated: boolean;
}

/**
 * Runs a mutation in one transaction. With an idempotency key, a repeat with the same input gives the first result and
 * changes nothing.
 *
 * @throws DomainError as `work` does; IDEMPOTENCY_KEY_REUSED; NOT_FOUND when the caller's tenant is out of use
 */
export async function runMutation<T extends { readonly id: string }>(
  context: { readonly storage: Storage; readonly operation: Operation },
  call: MutationCall,
  steps: MutationSteps<T>,
): Promise<Changed<T>> {
  const { storage, operation } = context;
  const use = keyUse(operation, call);
  let earlierRevision: string | null | undefined;
  const { value, revision } = await storage.transaction(
    operation.scope,
    operation.actor,
    async (stores, trail) => {
      await requireTenantInUse(stores, operation.principal.tenantId);
      if (use !== undefined) {
        const earlier = await stores.idempotencyKeys.find(use);
        if (earlier !== undefined) {
          if (!earlier.matches) throw keyReused();
          earlierRevision = earlier.result.revision;
          return steps.replay(stores, earlier.result.id);
        }
      }
      const made = await steps.work(stores, trail);
      if (use !== undefined) trail.idempotency = { use, id: made.id };
      return made;
    },
  );
  if (earlierRevision === undefined) return { value, revision, repeated: false };
  const first = earlierRevision === null ? undefined : BigInt(earlierRevision);
  return { value, revision: first, repeated: true };
}

/** Who belongs to a tenant that is archived or deleted may still read what is his, and take it along. */
async function requireTenantInUse({ tenants }: Stores, tenantId: string | null): Promise<void> {
  if (tenantId === null || (await tenants.get(tenantId)).archivedAt === null) return;
  throw new DomainError(
    { code: 'NOT_FOUND' },
    'Your tenant is archived or is being deleted: nothing of it can be changed.',
  );
}

function keyUse(operation: Operation, { name, input, idempotencyKey }: MutationCall) {
  if (idempotencyKey === undefined || idempotencyKey === null) return undefined;
  if (idempotencyKey.length === 0 || idempotencyKey.length > IDEMPOTENCY_KEY_MAX)
    throw invalid('idempotencyKey', `A key has 1 to ${IDEMPOTENCY_KEY_MAX} characters.`);
  return {
    principalId: operation.principal.id,
    tenantId: operation.principal.tenantId,
    key: idempotencyKey,
    mutation: name,
    inputDigest: createHash('sha256').update(canonicalJson(input)).digest(),
  };
}

function keyReused(): DomainError {
  return new DomainError(
    { code: 'IDEMPOTENCY_KEY_REUSED' },
    'This idempotency key was used with another input; use a new key for a new change.',
  );
}
