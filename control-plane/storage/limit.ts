import { EntitySchema } from 'typeorm';
import type { Limit } from '../domain/limit.ts';
import { archivableColumns, sortedBy } from './column.ts';

/** Table `usage_limit`: LIMIT is a reserved word of SQL. */
export const LimitTable = new EntitySchema<Limit>({
  name: 'usage_limit',
  columns: {
    ...archivableColumns('usage_limit'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    applicationId: { name: 'application_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    per: { type: 'text' },
    workloads: { type: 'text', array: true },
    routeIds: { name: 'route_ids', type: 'uuid', array: true },
    measure: { type: 'text' },
    // Bounded by LIMIT_BOUNDS: a number holds it exactly.
    amount: { type: 'bigint', transformer: { to: String, from: Number } },
    windowS: { name: 'window_seconds', type: 'integer' },
    monitor: { type: 'boolean' },
    message: { type: 'text' },
  },
  uniques: [{ name: 'usage_limit_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    { name: 'usage_limit_application_id_idx', columns: ['applicationId'] },
    ...sortedBy('usage_limit', 'name', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'usage_limit_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'usage_limit_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
  ],
});
