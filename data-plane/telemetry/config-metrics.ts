import { Counter, Gauge, Histogram } from 'prom-client';
import { SECONDS } from './seconds.ts';

/** Whose they are registers them. */
const unregistered = { registers: [] };

/** How a node comes by its configuration: metrics that {@link NodeMetrics} registers. */
export class ConfigMetrics {
  readonly revision = new Gauge({
    name: 'gatehouse_node_config_revision',
    help: 'Revision of the configuration that is enforced; 0 when none is.',
    ...unregistered,
  });
  readonly epoch = new Gauge({
    name: 'gatehouse_node_config_epoch',
    help: 'Epoch of the configuration that is enforced.',
    ...unregistered,
  });
  readonly state = new Gauge({
    name: 'gatehouse_node_config_state',
    help: 'State of the node: 1 for the one that it is in.',
    labelNames: ['state'] as const,
    ...unregistered,
  });
  readonly applySeconds = new Histogram({
    name: 'gatehouse_node_config_apply_seconds',
    help: 'Time from the last part of an update to its enforcement.',
    buckets: SECONDS,
    ...unregistered,
  });
  readonly lagSeconds = new Histogram({
    name: 'gatehouse_node_config_lag_seconds',
    help: 'Time from the oldest commit in an update to its enforcement; clocks of two machines differ.',
    buckets: SECONDS,
    ...unregistered,
  });
  readonly updates = new Counter({
    name: 'gatehouse_node_config_updates_total',
    help: 'Updates of the configuration, by outcome.',
    labelNames: ['outcome'] as const,
    ...unregistered,
  });
  readonly readingsLost = new Counter({
    name: 'gatehouse_node_config_readings_lost_total',
    help: 'Threads that were lost while they read a full update, which was then read without one.',
    ...unregistered,
  });
  readonly revocations = new Counter({
    name: 'gatehouse_node_config_revocations_total',
    help: 'Keys, grants and token issuers that were revoked ahead of the update that removes them.',
    ...unregistered,
  });
  readonly tenantsHeldBack = new Gauge({
    name: 'gatehouse_node_config_tenants_held_back',
    help: 'Tenants that stay as they were because a resource of theirs is invalid.',
    ...unregistered,
  });
  readonly streams = new Counter({
    name: 'gatehouse_node_config_streams_total',
    help: 'Configuration streams that were dialled.',
    ...unregistered,
  });
  readonly secretsRefused = new Counter({
    name: 'gatehouse_node_secrets_refused_total',
    help: 'Secrets that could not be opened.',
    ...unregistered,
  });
  readonly lastKnownGoodWrites = new Counter({
    name: 'gatehouse_node_last_known_good_writes_total',
    help: 'Writes of the last-known-good file, by outcome.',
    labelNames: ['outcome'] as const,
    ...unregistered,
  });
  readonly lastKnownGoodFailing = new Gauge({
    name: 'gatehouse_node_last_known_good_failing',
    help: 'Whether what is enforced is not on disk, since it could not be written: 1 until a write is done.',
    ...unregistered,
  });
  readonly certificateNotAfter = new Gauge({
    name: 'gatehouse_node_tls_certificate_not_after_seconds',
    help: 'Unix time at which the certificate of the last dial ends; 0 without TLS.',
    ...unregistered,
  });
}
