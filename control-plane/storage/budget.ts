import { EntitySchema } from 'typeorm';
import type { Budget } from '../domain/budget.ts';
import { archivableColumns, sortedBy } from './column.ts';

/** Table `budget`. */
export const BudgetTable = new EntitySchema<Budget>({
  name: 'budget',
  columns: {
    ...archivableColumns('budget'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    applicationId: { name: 'application_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    per: { type: 'text' },
    workloads: { type: 'text', array: true },
    modelIds: { name: 'model_ids', type: 'uuid', array: true },
    period: { type: 'text' },
    amountNanoUsd: {
      name: 'amount_nano_usd',
      type: 'bigint',
      transformer: { to: String, from: BigInt },
    },
    enforcement: { type: 'text' },
    reservation: { type: 'text' },
    whenUnreachable: { name: 'when_unreachable', type: 'text' },
    message: { type: 'text' },
  },
  uniques: [{ name: 'budget_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    { name: 'budget_application_id_idx', columns: ['applicationId'] },
    ...sortedBy('budget', 'name', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'budget_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'budget_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
  ],
});
