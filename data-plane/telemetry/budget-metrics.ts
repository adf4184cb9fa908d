import { Counter, Gauge } from 'prom-client';

/** Whose they are registers them. */
const unregistered = { registers: [] };

/** Where attempts have their money from: metrics that {@link NodeMetrics} registers. */
export class BudgetMetrics {
  readonly questions = new Counter({
    name: 'gatehouse_node_budget_questions_total',
    help: 'Questions to the control plane for money of budgets, by outcome: answered or failed.',
    labelNames: ['outcome'] as const,
    ...unregistered,
  });
  readonly refusals = new Counter({
    name: 'gatehouse_node_budget_refusals_total',
    help: 'Attempts that were not made for lack of money, by reason: spent, unreachable or unpriced.',
    labelNames: ['reason'] as const,
    ...unregistered,
  });
  readonly accounts = new Gauge({
    name: 'gatehouse_node_budget_accounts',
    help: 'Accounts of budgets that this process keeps.',
    ...unregistered,
  });
}
