import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric of the control plane, in one place. docs/metrics.md describes them. */
export interface Metrics {
  readonly registry: Registry;
  readonly headRevision: Gauge;
  readonly viewResources: Gauge;
  readonly connectedNodes: Gauge;
  readonly verdicts: Counter<'outcome'>;
  readonly nodeApplySeconds: Histogram;
  readonly ingestedRecords: Counter<'kind'>;
  readonly refusedRecords: Counter;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    headRevision: new Gauge({
      name: 'gatehouse_control_head_revision',
      help: 'Newest revision that this replica serves to nodes.',
      registers,
    }),
    viewResources: new Gauge({
      name: 'gatehouse_control_view_resources',
      help: 'Resources in the view that nodes are to enforce.',
      registers,
    }),
    connectedNodes: new Gauge({
      name: 'gatehouse_control_connected_nodes',
      help: 'Nodes with an open configuration stream to this replica.',
      registers,
    }),
    verdicts: new Counter({
      name: 'gatehouse_control_verdicts_total',
      help: 'Answers of nodes to updates, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    nodeApplySeconds: new Histogram({
      name: 'gatehouse_control_node_apply_seconds',
      help: 'Time that nodes took to apply an update.',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    ingestedRecords: new Counter({
      name: 'gatehouse_control_ingested_records_total',
      help: 'Records of nodes that were written, by kind; a repeat counts again.',
      labelNames: ['kind'],
      registers,
    }),
    refusedRecords: new Counter({
      name: 'gatehouse_control_refused_records_total',
      help: 'Records of nodes that were refused: unknown keys, numbers that make no sense.',
      registers,
    }),
  };
}
