import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createFeedMetrics } from './feed-metrics.ts';
import { createUsageMetrics, type UsageMetrics } from './usage-metrics.ts';

/** Every metric of the control plane, in one place. docs/metrics.md describes them. */
export interface Metrics extends UsageMetrics {
  readonly registry: Registry;
  readonly headRevision: Gauge;
  readonly viewResources: Gauge;
  readonly connectedNodes: Gauge;
  readonly verdicts: Counter<'outcome'>;
  readonly nodeApplySeconds: Histogram;
  readonly convergenceSeconds: Histogram<'share'>;
  readonly pushSeconds: Histogram;
  readonly revocationsTold: Counter;
  readonly fullUpdates: Counter<'reason'>;
  readonly fullQueueLength: Gauge;
  readonly fullQueueSeconds: Histogram;
  readonly viewBytes: Gauge;
  readonly nodeLagSeconds: Gauge<'node'>;
  readonly unopenedSecrets: Gauge;
  readonly certificateNotAfter: Gauge;
  readonly streamsCut: Counter<'reason'>;
  readonly headSeenAt: Gauge;
  readonly readSeconds: Histogram;
  readonly compileSeconds: Histogram;
  readonly readRows: Counter;
  readonly resyncs: Counter<'outcome'>;
  readonly resyncDifferences: Counter;
  readonly epochRaises: Counter<'cause'>;
  readonly heldRevisions: Gauge;
  readonly grantsEnding: Gauge;
  readonly emergencyChanges: Gauge;
  readonly emergencyReverts: Counter<'outcome'>;
  readonly scheduledChanges: Counter<'outcome'>;
  readonly trimmedRows: Counter<'table'>;
  readonly purgedRows: Counter;
  readonly issuerReads: Counter<'outcome'>;
  readonly refusedMutations: Counter<'outcome'>;
  readonly auditHeadsSigned: Counter;
  readonly auditHeadFailures: Counter;
  readonly droppedTokenUses: Counter;
  readonly impactReplays: Counter<'outcome'>;
  readonly impactRequests: Counter;
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
    ...createStreamMetrics(registers),
    ...createFeedMetrics(registers),
    grantsEnding: new Gauge({
      name: 'gatehouse_control_grants_ending',
      help: 'Grants that end within 14 days; 0 on replicas that do not look.',
      registers,
    }),
    ...createReviewMetrics(registers),
    ...createAuditMetrics(registers),
    ...createImpactMetrics(registers),
    ...createUsageMetrics(registers),
    issuerReads: new Counter({
      name: 'gatehouse_control_issuer_reads_total',
      help: 'Reads of the endpoints and keys of identity providers and token issuers, by outcome: ok or failed.',
      labelNames: ['outcome'],
      registers,
    }),
    droppedTokenUses: new Counter({
      name: 'gatehouse_control_dropped_token_uses_total',
      help: 'Uses of access tokens that were not noted: too many tokens waited to be written.',
      registers,
    }),
  };
}

/** What change requests would have made of recent calls. */
function createImpactMetrics(registers: Registry[]) {
  return {
    impactReplays: new Counter({
      name: 'gatehouse_control_impact_replays_total',
      help: 'Replays of change requests that this replica took, by outcome.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    impactRequests: new Counter({
      name: 'gatehouse_control_impact_requests_total',
      help: 'Recorded requests that this replica replayed.',
      registers,
    }),
  };
}

/** Changes that are made by the clock, or before their review. */
function createReviewMetrics(registers: Registry[]) {
  return {
    emergencyChanges: new Gauge({
      name: 'gatehouse_control_emergency_changes',
      help: 'Changes in force that their quorum has not ratified yet; 0 on replicas that do not look.',
      registers,
    }),
    emergencyReverts: new Counter({
      name: 'gatehouse_control_emergency_reverts_total',
      help: 'Changes made in an emergency that were taken back, by outcome: whole, or incomplete since others had changed the same.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    scheduledChanges: new Counter({
      name: 'gatehouse_control_scheduled_changes_total',
      help: 'Scheduled changes whose window had begun, by outcome: applied, or returned to approved.',
      labelNames: ['outcome'] as const,
      registers,
    }),
  };
}

/** How configuration reaches nodes. */
function createStreamMetrics(registers: Registry[]) {
  return {
    convergenceSeconds: new Histogram({
      name: 'gatehouse_control_convergence_seconds',
      help: 'Time from a commit until nine of ten nodes (p90), or all that are connected, enforce it.',
      labelNames: ['share'] as const,
      buckets: [0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    pushSeconds: new Histogram({
      name: 'gatehouse_control_push_seconds',
      help: 'Time to hand a round of updates to the streams of all connected nodes.',
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    revocationsTold: new Counter({
      name: 'gatehouse_control_revocations_told_total',
      help: 'Messages to nodes about keys and grants that were revoked, ahead of their update.',
      registers,
    }),
    fullUpdates: new Counter({
      name: 'gatehouse_control_full_updates_total',
      help: 'Updates that carried everything, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    fullQueueLength: new Gauge({
      name: 'gatehouse_control_full_queue_length',
      help: 'Nodes that wait for their turn to get everything.',
      registers,
    }),
    fullQueueSeconds: new Histogram({
      name: 'gatehouse_control_full_queue_seconds',
      help: 'Time that a node waited for its turn to get everything.',
      buckets: [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 120],
      registers,
    }),
    viewBytes: new Gauge({
      name: 'gatehouse_control_view_bytes',
      help: 'Bytes of the bodies of the resources that nodes are to enforce.',
      registers,
    }),
    nodeLagSeconds: new Gauge({
      name: 'gatehouse_control_node_lag_seconds',
      help: 'Age of the oldest commit that a connected node is not known to enforce; of 1,000 nodes at most.',
      labelNames: ['node'] as const,
      registers,
    }),
    unopenedSecrets: new Gauge({
      name: 'gatehouse_control_unopened_secrets',
      help: 'Stored secrets for nodes that this replica cannot open.',
      registers,
    }),
    certificateNotAfter: new Gauge({
      name: 'gatehouse_control_tls_certificate_not_after_seconds',
      help: 'Unix time at which the certificate of the door for nodes ends; 0 without TLS.',
      registers,
    }),
    streamsCut: new Counter({
      name: 'gatehouse_control_streams_cut_total',
      help: 'Configuration streams that were refused or cut, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
  };
}

/** What is done so that the audit log can be trusted. */
function createAuditMetrics(registers: Registry[]) {
  return {
    refusedMutations: new Counter({
      name: 'gatehouse_control_audit_refusals_total',
      help: 'Refused mutations for the audit log: written, or left out of it but for their number.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    auditHeadsSigned: new Counter({
      name: 'gatehouse_control_audit_heads_signed_total',
      help: 'Heads of audit chains that this replica signed.',
      registers,
    }),
    auditHeadFailures: new Counter({
      name: 'gatehouse_control_audit_head_failures_total',
      help: 'Runs in which heads of audit chains could not be signed, stored or exported.',
      registers,
    }),
  };
}
