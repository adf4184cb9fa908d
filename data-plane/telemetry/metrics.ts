import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { BudgetMetrics } from './budget-metrics.ts';
import { ConfigMetrics } from './config-metrics.ts';
import { LimitMetrics } from './limit-metrics.ts';
import type { Exposition } from './merge-expositions.ts';
import { SECONDS } from './seconds.ts';

/** Most targets that have a series of their own. */
const TARGETS_MAX = 1_000;
/** How a target does at this moment. */
interface TargetReading {
  readonly name: string;
  readonly state: string;
  /** Why it is out, or `ramping`; undefined when it has all its traffic. */
  readonly reason: string | undefined;
}

/** Every metric of a node, each named in this folder and nowhere else. Times are in seconds, as Prometheus wants them. */
export class NodeMetrics {
  #readTargets: () => Iterable<TargetReading> = () => [];
  #countAccounts: () => number = () => 0;
  readonly #registry = new Registry();
  readonly #registers = { registers: [this.#registry] };

  readonly config = new ConfigMetrics();
  readonly limits = new LimitMetrics();
  readonly budgets = new BudgetMetrics();
  readonly requests = new Counter({
    name: 'gatehouse_node_requests_total',
    help: 'Settled calls, by door, outcome and error code (empty when answered).',
    labelNames: ['door', 'outcome', 'error'] as const,
    ...this.#registers,
  });
  readonly explained = new Counter({
    name: 'gatehouse_node_explained_total',
    help: 'Calls that `Explain` has answered about, by what would become of them.',
    labelNames: ['outcome', 'error'] as const,
    ...this.#registers,
  });
  readonly longInspections = new Counter({
    name: 'gatehouse_node_long_inspections_total',
    help: 'Long prompts that the thread for them was asked to inspect, by what became of that: all but `answered` were refused.',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  readonly requestSeconds = new Histogram({
    name: 'gatehouse_node_request_seconds',
    help: 'Time from arrival to the last byte of a call.',
    labelNames: ['door'] as const,
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly firstTokenSeconds = new Histogram({
    name: 'gatehouse_node_first_token_seconds',
    help: 'Time from arrival to the first content of a call that had any.',
    labelNames: ['door'] as const,
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly attempts = new Counter({
    name: 'gatehouse_node_attempts_total',
    help: 'Tries at targets, by verdict.',
    labelNames: ['verdict'] as const,
    ...this.#registers,
  });
  readonly retries = new Counter({
    name: 'gatehouse_node_retries_total',
    help: 'Attempts beyond the first of a call, by how the one before has failed.',
    labelNames: ['reason'] as const,
    ...this.#registers,
  });
  readonly retriesRefused = new Counter({
    name: 'gatehouse_node_retries_refused_total',
    help: 'Attempts beyond the first of a call that the retry budget of their target did not allow.',
    ...this.#registers,
  });
  readonly hedges = new Counter({
    name: 'gatehouse_node_hedges_total',
    help: 'Attempts that were started beside another one, by what became of them: together those that were started.',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  readonly outrunCostNanoUsd = new Counter({
    name: 'gatehouse_node_outrun_cost_nano_usd_total',
    help: 'Cost of attempts that were given up since another one of their call was first, in nano-USD.',
    ...this.#registers,
  });
  readonly targetState = new Gauge({
    name: 'gatehouse_node_target_state',
    help: 'State of a target that something was sent to: 1 for the one that it is in.',
    labelNames: ['target', 'state'] as const,
    ...this.#registers,
  });
  readonly targetEjections = new Counter({
    name: 'gatehouse_node_target_ejections_total',
    help: 'Times that a target was taken out of traffic, by reason.',
    labelNames: ['reason'] as const,
    ...this.#registers,
  });
  readonly targetsForced = new Counter({
    name: 'gatehouse_node_targets_forced_total',
    help: 'Calls that began at a target that was out since none was better, by why it was out.',
    labelNames: ['reason'] as const,
    ...this.#registers,
  });
  readonly rampHalts = new Counter({
    name: 'gatehouse_node_ramp_halts_total',
    help: 'Times that a ramp was halted because its new target left its bounds, by the bound.',
    labelNames: ['reason'] as const,
    ...this.#registers,
  });
  readonly outsideDetections = new Counter({
    name: 'gatehouse_node_outside_detections_total',
    help: 'Questions to outside detectors, by what came of them: ran, or why not.',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  readonly outsideDetectionSeconds = new Histogram({
    name: 'gatehouse_node_outside_detection_seconds',
    help: 'Time that a call waited for an outside detector.',
    buckets: SECONDS,
    ...this.#registers,
  });
  readonly shadows = new Counter({
    name: 'gatehouse_node_shadows_total',
    help: 'Answered calls in the sample of a shadow, by what became of their copies.',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  readonly shadowCostNanoUsd = new Counter({
    name: 'gatehouse_node_shadow_cost_nano_usd_total',
    help: 'Cost of copies in nano-USD (10^-9 USD); not among that of calls.',
    ...this.#registers,
  });
  readonly costNanoUsd = new Counter({
    name: 'gatehouse_node_cost_nano_usd_total',
    help: 'Cost of settled calls in nano-USD (10^-9 USD).',
    ...this.#registers,
  });
  readonly callsInFlight = new Gauge({
    name: 'gatehouse_node_calls_in_flight',
    help: 'Calls under way.',
    ...this.#registers,
  });
  readonly tokens = new Counter({
    name: 'gatehouse_node_tokens_total',
    help: 'Tokens (JWT) that callers presented instead of keys, by what became of them.',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  readonly connectionsRefused = new Counter({
    name: 'gatehouse_node_connections_refused_total',
    help: 'Connections that were closed as they came because a door had as many as it takes, by door.',
    labelNames: ['door'] as const,
    ...this.#registers,
  });
  readonly warmConnections = new Counter({
    name: 'gatehouse_node_warm_connections_total',
    help: 'Connections to providers that were wanted ahead of a first call, by what became of them.',
    labelNames: ['outcome'] as const,
    ...this.#registers,
  });
  readonly credentialTurns = new Counter({
    name: 'gatehouse_node_credential_turns_total',
    help: 'Times that a provider refused one generation of its credential and took the other, by the one that it took.',
    labelNames: ['generation'] as const,
    ...this.#registers,
  });
  readonly outboxPendingBytes = new Gauge({
    name: 'gatehouse_node_outbox_pending_bytes',
    help: 'Bytes in the outbox that the control plane has not acknowledged.',
    ...this.#registers,
  });
  readonly outboxRecords = new Counter({
    name: 'gatehouse_node_outbox_records_total',
    help: 'Records that were appended to the outbox, by kind.',
    labelNames: ['kind'] as const,
    ...this.#registers,
  });
  readonly outboxDropped = new Counter({
    name: 'gatehouse_node_outbox_dropped_total',
    help: 'Records that were lost before delivery, by kind and reason.',
    labelNames: ['kind', 'reason'] as const,
    ...this.#registers,
  });
  readonly decisionsLeftOut = new Counter({
    name: 'gatehouse_node_decisions_left_out_total',
    help: 'Decisions that were not kept, since more came than GATEHOUSE_DECISIONS_PER_SECOND, by weight: ordinary or notable.',
    labelNames: ['weight'] as const,
    ...this.#registers,
  });
  readonly outboxWriteFailures = new Counter({
    name: 'gatehouse_node_outbox_write_failures_total',
    help: 'Writes to the outbox that the disk refused; the records wait in memory.',
    ...this.#registers,
  });
  readonly usageBatches = new Counter({
    name: 'gatehouse_node_usage_batches_total',
    help: 'Batches of records that the control plane acknowledged.',
    ...this.#registers,
  });
  readonly usageRefused = new Counter({
    name: 'gatehouse_node_usage_refused_total',
    help: 'Records that the control plane refused.',
    ...this.#registers,
  });

  readonly droppedKeyUses = new Counter({
    name: 'gatehouse_node_dropped_key_uses_total',
    help: 'Uses of API keys that were not noted for ApiKey.lastUsedAt: too many keys waited to be told.',
    ...this.#registers,
  });

  /** @param worker number of the worker that this process is, which every series carries then */
  constructor(worker?: number) {
    if (worker !== undefined) this.#registry.setDefaultLabels({ worker });
    const parts = [this.config, this.limits, this.budgets];
    for (const metric of parts.flatMap((part) => Object.values(part)))
      this.#registry.registerMetric(metric);
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Where the states of targets are read from at each exposition. */
  watchTargets(read: () => Iterable<TargetReading>): void {
    this.#readTargets = read;
  }

  /** Where the number of accounts of limits is read from at each exposition. */
  watchLimitAccounts(count: () => number): void {
    this.#countAccounts = count;
  }

  /** Content type and text of the exposition. */
  async expose(): Promise<Exposition> {
    this.limits.accounts.set(this.#countAccounts());
    this.targetState.reset();
    let count = 0;
    for (const { name, state, reason } of this.#readTargets()) {
      if (count === TARGETS_MAX) break;
      count += 1;
      this.targetState.set({ target: name, state: reason ?? state }, 1);
    }
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
