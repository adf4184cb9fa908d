import {
  type HeardReport,
  judgeTarget,
  type TargetAtNode,
  type TargetHealth,
} from '../../domain/telemetry/target-report.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Operation } from '../operation.ts';

/** What nodes say of targets. Read like nodes: whoever may read them sees them all, and nothing of a tenant is in it. */
export class TargetReportService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** How targets do, by id; of each all that is known. @throws DomainError PERMISSION_DENIED */
  async judge(
    operation: Operation,
    targetIds: readonly string[],
  ): Promise<ReadonlyMap<string, TargetHealth>> {
    operation.require('node:read');
    return this.#storage.read(PLATFORM, async ({ targetReports }) => {
      const hearing = await targetReports.countHearing(operation.now);
      const counted = await targetReports.countConditions(operation.now, targetIds);
      const of = (id: string) => counted.filter(({ targetId }) => targetId === id);
      return new Map(targetIds.map((id) => [id, judgeTarget(hearing, of(id))]));
    });
  }

  /** What nodes say of targets that have not all their traffic. @throws DomainError PERMISSION_DENIED */
  async listByTargets(
    operation: Operation,
    targetIds: readonly string[],
  ): Promise<readonly TargetAtNode[]> {
    operation.require('node:read');
    return this.#storage.read(PLATFORM, ({ targetReports }) =>
      targetReports.listByTargets(operation.now, targetIds),
    );
  }

  /** By node; nothing of one that has said nothing. @throws DomainError PERMISSION_DENIED */
  async listByNodes(
    operation: Operation,
    nodeIds: readonly string[],
  ): Promise<readonly HeardReport[]> {
    operation.require('node:read');
    return this.#storage.read(PLATFORM, ({ targetReports }) =>
      targetReports.listByNodes(operation.now, nodeIds),
    );
  }
}
