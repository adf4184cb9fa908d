import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** How configuration comes out of the database. */
export function createFeedMetrics(registers: Registry[]) {
  const buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];
  return {
    headSeenAt: new Gauge({
      name: 'gatehouse_control_config_head_seen_seconds',
      help: 'Unix time at which this replica last saw the newest revision of the database, which it asks for each second.',
      registers,
    }),
    readSeconds: new Histogram({
      name: 'gatehouse_control_config_read_seconds',
      help: 'Time of a read of the configuration, the compilation of its rows included.',
      buckets,
      registers,
    }),
    compileSeconds: new Histogram({
      name: 'gatehouse_control_config_compile_seconds',
      help: 'Time to compile a page of at most 1,000 rows, with the pauses that others get meanwhile.',
      buckets,
      registers,
    }),
    readRows: new Counter({
      name: 'gatehouse_control_config_rows_total',
      help: 'Rows of the configuration that were read.',
      registers,
    }),
    resyncs: new Counter({
      name: 'gatehouse_control_config_resyncs_total',
      help: 'Recomputations of the whole configuration, by outcome.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    resyncDifferences: new Counter({
      name: 'gatehouse_control_config_resync_found_difference_total',
      help: 'Resources and secrets in which a recomputation differed from what nodes get. Must stay 0.',
      registers,
    }),
    epochRaises: new Counter({
      name: 'gatehouse_control_config_epoch_raises_total',
      help: 'Times that this replica raised the epoch, by cause.',
      labelNames: ['cause'] as const,
      registers,
    }),
    heldRevisions: new Gauge({
      name: 'gatehouse_control_config_held_revisions',
      help: 'Revisions that guard rails hold back from nodes.',
      registers,
    }),
    purgedRows: new Counter({
      name: 'gatehouse_control_tenant_purged_rows_total',
      help: 'Rows of deleted tenants that this replica removed.',
      registers,
    }),
    trimmedRows: new Counter({
      name: 'gatehouse_control_config_trimmed_rows_total',
      help: 'Rows of the past that this replica trimmed, by table.',
      labelNames: ['table'] as const,
      registers,
    }),
  };
}
