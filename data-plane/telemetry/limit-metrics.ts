import { Counter, Gauge } from 'prom-client';

/** Whose they are registers them. */
const unregistered = { registers: [] };

/** What limits do to calls: metrics that {@link NodeMetrics} registers. */
export class LimitMetrics {
  readonly refusals = new Counter({
    name: 'gatehouse_node_limit_refusals_total',
    help: 'Limits that had no room for a call, by what they count and what followed: refused, or would_refuse where they only watch.',
    labelNames: ['measure', 'outcome'] as const,
    ...unregistered,
  });
  readonly accounts = new Gauge({
    name: 'gatehouse_node_limit_accounts',
    help: 'Accounts of limits that have used something, or had until a while ago.',
    ...unregistered,
  });
  readonly accountsDropped = new Counter({
    name: 'gatehouse_node_limit_accounts_dropped_total',
    help: 'Accounts of limits that were forgotten although they had used something: the process had too many.',
    ...unregistered,
  });
  readonly nodes = new Gauge({
    name: 'gatehouse_node_limit_nodes',
    help: 'Processes among which this one divides the limits of most of its tenants, itself included.',
    ...unregistered,
  });
}
