import type { EntityManager } from 'typeorm';
import { type ConfigPlan, PLANS_KEPT_MAX } from '../domain/config-plan.ts';
import { notFound } from '../domain/errors.ts';

/** Plans that wait to be applied. Each is seen by the one who made it. */
export class ConfigPlanStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Keeps a plan; what is past its time goes, and the oldest of the same principal beyond so many. */
  async insert(plan: ConfigPlan): Promise<void> {
    const { id, tenantId, principalId, digest, createdAt, expiresAt, ...rest } = plan;
    const { appliedAt: _appliedAt, changeRequestId: _changeRequestId, ...content } = rest;
    await this.#manager.query(
      `INSERT INTO config_plan (id, tenant_id, principal_id, digest, content, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, tenantId, principalId, digest, JSON.stringify(content), createdAt, expiresAt],
    );
    await this.#manager.query(
      `DELETE FROM config_plan WHERE expires_at <= $1 OR id IN (
        SELECT id FROM config_plan WHERE principal_id = $2
          ORDER BY sequence DESC OFFSET ${PLANS_KEPT_MAX})`,
      [createdAt, principalId],
    );
  }

  /** Undefined also for the plan of somebody else. */
  async find(id: string, principalId: string): Promise<ConfigPlan | undefined> {
    return this.#read(id, principalId, '');
  }

  /** Held until the transaction ends: of two who apply it at once the second sees that it was. @throws DomainError NOT_FOUND */
  async lock(id: string, principalId: string): Promise<ConfigPlan> {
    const plan = await this.#read(id, principalId, 'FOR UPDATE');
    if (plan === undefined) throw notFound('config plan');
    return plan;
  }

  /** Notes that it was applied, or what it became. */
  async settle({
    id,
    appliedAt,
    changeRequestId,
  }: Pick<ConfigPlan, 'id' | 'appliedAt' | 'changeRequestId'>): Promise<void> {
    await this.#manager.query(
      'UPDATE config_plan SET applied_at = $2, change_request_id = $3 WHERE id = $1',
      [id, appliedAt, changeRequestId],
    );
  }

  async #read(
    id: string,
    principalId: string,
    lock: '' | 'FOR UPDATE',
  ): Promise<ConfigPlan | undefined> {
    const [row]: StoredPlan[] = await this.#manager.query(
      `SELECT id, tenant_id AS "tenantId", principal_id AS "principalId", digest, content,
          created_at AS "createdAt", expires_at AS "expiresAt", applied_at AS "appliedAt",
          change_request_id AS "changeRequestId"
        FROM config_plan WHERE id = $1 AND principal_id = $2 ${lock}`,
      [id, principalId],
    );
    if (row === undefined) return undefined;
    const { content, ...plan } = row;
    return { ...content, ...plan };
  }
}

type Facts = Pick<
  ConfigPlan,
  | 'id'
  | 'tenantId'
  | 'principalId'
  | 'digest'
  | 'createdAt'
  | 'expiresAt'
  | 'appliedAt'
  | 'changeRequestId'
>;

interface StoredPlan extends Facts {
  readonly content: Omit<ConfigPlan, keyof Facts>;
}
