import { notFound } from '../domain/errors.ts';
import type { Target } from '../domain/target.ts';
import type { TargetCheckOutcome, TargetChecks } from '../domain/target-check.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** Longest time that the call of a node may take: a model that was asleep needs it. */
const TIMEOUT_MS = 30_000;

/** Which target to check, by which node. */
export interface TargetCheckRequest {
  readonly id: string;
  readonly nodeId: string | undefined;
}

/** Tries targets by a small call from a node. Targets belong to the platform: only its principals check them. */
export class TargetCheckService {
  readonly #storage: Storage;
  readonly #checks: TargetChecks;

  constructor(storage: Storage, checks: TargetChecks) {
    this.#storage = storage;
    this.#checks = checks;
  }

  /** The call costs some ten tokens, so that it is kept in the audit. @throws DomainError PERMISSION_DENIED, NOT_FOUND */
  async check(
    operation: Operation,
    { id, nodeId }: TargetCheckRequest,
  ): Promise<{ readonly target: Target; readonly outcome: TargetCheckOutcome }> {
    operation.requireFor('target:write', null);
    const target = await this.#storage.read(operation.scope, ({ targets }) => targets.find(id));
    if (target === undefined || target.archivedAt !== null) throw notFound('target');
    const outcome = await this.#checks.check(id, { nodeId, timeoutMs: TIMEOUT_MS });
    await this.#storage.transaction(operation.scope, operation.actor, async (_stores, trail) => {
      trail.entries.push({
        tenantId: null,
        action: 'target.check',
        object: `target/${id}`,
        changes: { verdict: [null, outcome.verdict] },
      });
    });
    return { target, outcome };
  }
}
