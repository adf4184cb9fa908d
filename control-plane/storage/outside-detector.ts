import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { OutsideDetector } from '../domain/outside-detector.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Any number that nothing else locks; the same in every replica. */
const COUNT_LOCK = 7_163_426;

const ofTenant = (table: string) => ({
  name: `${table}_tenant_id_fkey`,
  target: 'tenant',
  columnNames: ['tenantId'],
  referencedColumnNames: ['id'],
});

/** Table `outside_detector`. */
export const OutsideDetectorTable = new EntitySchema<OutsideDetector>({
  name: 'outside_detector',
  columns: {
    ...archivableColumns('outside_detector'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    name: { type: 'text' },
    protocol: { type: 'text' },
    address: { type: 'text' },
    kinds: { type: 'text', array: true },
    timeoutMs: { name: 'timeout_ms', type: 'integer' },
    batchSize: { name: 'batch_size', type: 'integer' },
    judge: { type: 'jsonb', nullable: true },
  },
  uniques: [{ name: 'outside_detector_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [...sortedBy('outside_detector', 'name', 'createdAt', 'updatedAt')],
  foreignKeys: [ofTenant('outside_detector')],
});

/** Which outside detectors; what is undefined does not narrow. */
export interface OutsideDetectorFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
  /** Part of the name or of the address. */
  readonly text?: string | undefined;
}

export const outsideDetectorListing: Listing<OutsideDetector, OutsideDetectorFilter, RecordSort> = {
  name: 'outside-detectors',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name'), inField('address')),
  },
};

/** What nodes present to an outside detector, sealed under the master key. */
export interface SealedDetectorCredential {
  readonly outsideDetectorId: string;
  /** The detector's. */
  readonly tenantId: string;
  /** Grows with each replacement. */
  readonly generation: number;
  readonly sealed: Buffer;
}

/** What the envelope authenticates, and its name on the wire. */
export function detectorCredentialName(outsideDetectorId: string): string {
  return `outside_detector_credential/${outsideDetectorId}`;
}

/** Table `outside_detector_credential`. */
export const OutsideDetectorCredentialTable = new EntitySchema<SealedDetectorCredential>({
  name: 'outside_detector_credential',
  columns: {
    outsideDetectorId: {
      name: 'outside_detector_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'outside_detector_credential_pkey',
    },
    tenantId: { name: 'tenant_id', type: 'uuid' },
    generation: { type: 'bigint' },
    sealed: { type: 'bytea' },
  },
  indices: [{ name: 'outside_detector_credential_tenant_id_idx', columns: ['tenantId'] }],
  foreignKeys: [
    {
      name: 'outside_detector_credential_outside_detector_id_fkey',
      target: 'outside_detector',
      columnNames: ['outsideDetectorId'],
      referencedColumnNames: ['id'],
    },
    ofTenant('outside_detector_credential'),
  ],
});

/** Outside detectors, and the credential of each: at most one. */
export class OutsideDetectorStore extends RowStore<OutsideDetector> {
  constructor(manager: EntityManager) {
    super(manager, OutsideDetectorTable, 'outside detector');
  }

  async list(
    wish: ListWish<OutsideDetectorFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<OutsideDetector>> {
    return readList(this, outsideDetectorListing, wish, page);
  }

  /** Those of these tenants that are not archived. */
  async listInUse(tenantIds: readonly string[]): Promise<readonly OutsideDetector[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId: In([...tenantIds]) })
      .andWhere('row.archivedAt IS NULL')
      .orderBy('row.name')
      .getMany();
  }

  /** Those of a tenant that are not archived. Whoever counts next waits until this transaction ends. */
  async countInUse(tenantId: string): Promise<number> {
    await this.manager.query('SELECT pg_advisory_xact_lock($1)', [COUNT_LOCK]);
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId })
      .andWhere('row.archivedAt IS NULL')
      .getCount();
  }

  /** Those of the detectors that have a credential. */
  async listCredentialHolders(ids: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.manager.query(
      `SELECT outside_detector_id AS id FROM outside_detector_credential
        WHERE outside_detector_id = ANY($1::uuid[])`,
      [[...ids]],
    );
    return rows.map(({ id }) => id);
  }

  /** Whatever credential it had before is gone. */
  async putCredential({
    outsideDetectorId,
    tenantId,
    generation,
    sealed,
  }: SealedDetectorCredential): Promise<void> {
    await this.manager.query(
      `INSERT INTO outside_detector_credential (outside_detector_id, tenant_id, generation, sealed)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT ON CONSTRAINT outside_detector_credential_pkey
          DO UPDATE SET generation = excluded.generation, sealed = excluded.sealed`,
      [outsideDetectorId, tenantId, generation, sealed],
    );
  }

  /** Whether there was one. */
  async removeCredential(outsideDetectorId: string): Promise<boolean> {
    const [, removedCount]: [unknown, number] = await this.manager.query(
      'DELETE FROM outside_detector_credential WHERE outside_detector_id = $1',
      [outsideDetectorId],
    );
    return removedCount > 0;
  }
}
