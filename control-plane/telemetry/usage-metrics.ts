import { Counter, type Registry } from 'prom-client';

/** What comes of what nodes measure: records, and the budgets that they pay from. */
export interface UsageMetrics {
  readonly ingestedRecords: Counter<'kind'>;
  readonly refusedRecords: Counter;
  readonly budgetLeases: Counter<'outcome'>;
  readonly budgetCorrections: Counter;
}

export function createUsageMetrics(registers: Registry[]): UsageMetrics {
  return {
    ingestedRecords: new Counter({
      name: 'gatehouse_control_ingested_records_total',
      help: 'Records of nodes that were written, by kind; a repeat counts again.',
      labelNames: ['kind'],
      registers,
    }),
    refusedRecords: new Counter({
      name: 'gatehouse_control_refused_records_total',
      help: 'Records of nodes that were refused: unknown keys or token issuers, numbers that make no sense.',
      registers,
    }),
    budgetLeases: new Counter({
      name: 'gatehouse_control_budget_leases_total',
      help: 'Questions of nodes for accounts of budgets, by outcome: lent, or refused since there is none for that node.',
      labelNames: ['outcome'],
      registers,
    }),
    budgetCorrections: new Counter({
      name: 'gatehouse_control_budget_corrections_total',
      help: 'Accounts of budgets that a count of the usage rows has corrected. Must stay 0.',
      registers,
    }),
  };
}
