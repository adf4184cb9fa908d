import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDoors, type Doors } from './call-path.ts';
import { TargetChecker } from './checks/target-checker.ts';
import { ActiveSnapshot } from './config/active-snapshot.ts';
import { describeConfig } from './config/describe.ts';
import { Enforcement } from './config/enforcement.ts';
import { HeardFleet } from './config/heard-fleet.ts';
import { openKeptConfiguration } from './config/kept/kept-configuration.ts';
import type { KeptConfiguration } from './config/kept/last-known-good.ts';
import { rehearseUpdate } from './config/rehearse-update.ts';
import type { Snapshot } from './config/snapshot.ts';
import { ConfigClient } from './config/stream/config-client.ts';
import { ControlPlaneDial } from './config/stream/control-plane-dial.ts';
import { requirePlainDial } from './config/stream/loopback.ts';
import type { DataPlane, Standing } from './data-plane.ts';
import { Listeners } from './listeners.ts';
import { type NodeShare, WHOLE_NODE } from './node-share.ts';
import { CallObserver } from './observers/call-observer.ts';
import { createOutboxObserver } from './observers/outbox-observer.ts';
import { createRampObserver } from './observers/ramp-observer.ts';
import { createTargetObserver } from './observers/target-observer.ts';
import { getAdapter } from './providers/registry.ts';
import { RampWatch } from './routing/ramp-watch.ts';
import type { Settings } from './settings.ts';
import { type AdminPages, type AdminServer, createAdminServer } from './telemetry/admin-server.ts';
import { findBuildVersion } from './telemetry/build-version.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';
import { NodeMetrics } from './telemetry/metrics.ts';
import { defaultAttemptLimits } from './upstream/attempt-limits.ts';
import { systemClock } from './upstream/clock.ts';
import { TargetHealth } from './upstream/health/target-health.ts';
import { UpstreamPools } from './upstream/upstream-pools.ts';
import { LeftOutboxes } from './usage/left-outboxes.ts';
import { OUTBOX_LIMITS, Outbox } from './usage/outbox.ts';
import { UsageClient } from './usage/usage-client.ts';

/** Delivery of the last records; what is not delivered is kept for the next start. */
const FLUSH_MS = 300;
/** For what is still to be written when calls have ended. */
const SETTLE_MS = 1_000;
const POLL_MS = 10;
/** Balancers look every second or so. */
const NOTICE_MS_MAX = 1_000;

/**
 * Starts a node: serves what it last enforced at once, and only then dials the control plane.
 *
 * @throws Error in words for the operator, such as of a taken port; nothing is left running then
 */
export async function startDataPlane(
  settings: Settings,
  share: NodeShare = WHOLE_NODE,
): Promise<DataPlane> {
  const logger = createLogger({ level: settings.logLevel, nodeId: settings.nodeId });
  if (settings.tls === undefined) requirePlainDial(settings.configAddress, logger);
  const node = new Node(settings, share, logger);
  try {
    await node.open();
  } catch (error) {
    await node.shut(0);
    throw error;
  }
  return node;
}

/** All parts of a node, and the order in which they open and close. */
class Node implements DataPlane {
  readonly logger: Logger;
  readonly pages: AdminPages;
  readonly #settings: Settings;
  readonly #share: NodeShare;
  readonly #metrics: NodeMetrics;
  readonly #active = new ActiveSnapshot();
  readonly #fleet = new HeardFleet();
  readonly #pools: UpstreamPools;
  readonly #calls: CallObserver;
  readonly #health: TargetHealth;
  readonly #ramps: RampWatch;
  readonly #dial: ControlPlaneDial;
  readonly #lastKnownGood: KeptConfiguration;
  readonly #enforcement: Enforcement;
  readonly #outbox: Outbox;
  readonly #doors: Doors;
  readonly #admin: AdminServer | undefined;
  readonly #listeners: Listeners;
  readonly #left: LeftOutboxes;
  #configClient: ConfigClient | undefined;
  #usageClient: UsageClient | undefined;
  #draining = false;
  #opening: Promise<void> | undefined;
  #shut: Promise<void> | undefined;

  constructor(settings: Settings, share: NodeShare, logger: Logger) {
    this.#settings = settings;
    this.#share = share;
    this.logger = logger;
    const { configAddress: address, nodeToken: token, nodeId } = settings;
    const metrics = new NodeMetrics(share.worker);
    this.#metrics = metrics;
    this.#pools = new UpstreamPools(undefined, metrics.warmConnections);
    this.#calls = new CallObserver(metrics);
    this.#dial = new ControlPlaneDial({ ...settings, address, token, logger, metrics });
    mkdirSync(settings.stateDir, { recursive: true, mode: 0o700 });
    this.#lastKnownGood = openKeptConfiguration(settings, logger, this.#metrics);
    this.#enforcement = new Enforcement(this.#active, this.#lastKnownGood, this.#pools.warm);
    this.#health = new TargetHealth({
      clock: systemClock,
      draw: Math.random,
      generationsOf: (providerId) => this.#enforcement.secrets.credentials.find(providerId),
      observer: createTargetObserver(metrics, logger),
    });
    this.#ramps = new RampWatch({
      clock: systemClock,
      onHalt: createRampObserver(metrics, logger),
    });
    metrics.watchTargets(() => this.#health.list());
    this.#active.onSwap(() => this.#swapped());
    const observer = createOutboxObserver(metrics, logger);
    const directory = join(settings.stateDir, 'outbox');
    const limits = { ...OUTBOX_LIMITS, bytesMax: share.outboxBytesMax };
    this.#outbox = new Outbox({ directory, limits, observer });
    const draw = Math.random;
    this.#left = new LeftOutboxes({ dial: this.#dial, nodeId, logger, metrics, observer, draw });
    this.#doors = createDoors({
      settings,
      logger,
      metrics,
      pools: this.#pools,
      calls: this.#calls,
      health: this.#health,
      ramps: this.#ramps,
      outbox: this.#outbox,
      dial: this.#dial,
      snapshot: () => this.#active.current,
      credentials: () => this.#enforcement.secrets.credentials,
      fingerprinter: () => this.#enforcement.secrets.fingerprinter,
      detectorCredentials: () => this.#enforcement.secrets.detectorCredentials,
      fleet: this.#fleet,
      isReady: () => this.isReady,
    });
    this.pages = {
      notReadyBecause: () => this.standing().notReadyBecause,
      describe: () => JSON.stringify(this.#describe(), null, 2),
      metrics,
    };
    this.#admin = share.worker === undefined ? createAdminServer(this.pages) : undefined;
    this.#listeners = new Listeners({ settings, ...this.#doors, admin: this.#admin });
  }

  get httpUrl(): string {
    return `http://${this.#listeners.addresses.http}`;
  }

  get grpcAddress(): string {
    return this.#listeners.addresses.grpc;
  }

  get adminUrl(): string {
    return `http://${this.#listeners.addresses.admin}`;
  }

  get snapshot(): Snapshot | undefined {
    return this.#active.current;
  }

  get isReady(): boolean {
    return this.#active.isReady && !this.#draining;
  }

  standing(): Standing {
    return {
      doorsOpen: this.#listeners.doorsOpen,
      draining: this.#draining,
      notReadyBecause: this.#draining
        ? 'it drains'
        : this.#active.notReadyBecause(this.#settings.keepsSecrets),
    };
  }

  async open(): Promise<void> {
    rehearseUpdate();
    const restored = this.#restore();
    if (this.#share.opensUnready || this.isReady) await this.#openDoors();
    await this.#listeners.openAdmin();
    this.#startClients(restored);
    const { httpUrl, grpcAddress, adminUrl } = this;
    this.logger.info({ httpUrl, grpcAddress, adminUrl, restored }, 'the node is up');
  }

  drain(): Promise<void> {
    return this.shut(this.#settings.drainMs);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shut(0);
  }

  shut(graceMs: number): Promise<void> {
    this.#shut ??= this.#close(graceMs);
    return this.#shut;
  }

  #swapped(): void {
    this.#calls.cutRevoked(this.#enforcement.holdsCaller);
    this.#doors.shadows.cutRevoked(this.#enforcement.holdsCaller);
    if (this.#active.current !== undefined) this.#health.follow(this.#active.current.targets);
    // A worker whose doors wait for a configuration has one.
    if (this.isReady) void this.#openDoors();
  }

  #openDoors(): Promise<void> {
    this.#opening ??= this.#listeners.openDoors();
    return this.#opening;
  }

  #restore(): boolean {
    const { file, skipped } = this.#enforcement.restore();
    for (const one of skipped) this.logger.error(one, 'a kept configuration could not be used');
    if (file !== undefined) this.logger.info({ file }, 'serving the configuration that was kept');
    return file !== undefined;
  }

  #startClients(restored: boolean): void {
    const { nodeId, pool, region } = this.#settings;
    const common = { dial: this.#dial, nodeId, logger: this.logger, metrics: this.#metrics };
    const checker = new TargetChecker({
      pools: this.#pools,
      limits: defaultAttemptLimits,
      clock: systemClock,
      getAdapter,
      snapshot: () => this.#active.current,
      credentials: () => this.#enforcement.secrets.credentials,
    });
    this.#usageClient = new UsageClient({
      ...common,
      outbox: this.#outbox,
      uses: this.#doors.uses,
      draw: Math.random,
      onPending: (bytes) => this.#metrics.outboxPendingBytes.set(bytes),
    });
    this.#configClient = new ConfigClient({
      ...common,
      pool,
      build: findBuildVersion(),
      region,
      addresses: this.#listeners.addresses,
      enforcement: this.#enforcement,
      fleet: this.#fleet,
      checkTarget: (check) => checker.check(check),
      summariseTargets: () => this.#health.summarise(),
      draw: Math.random,
    });
    this.#usageClient.start();
    this.#left.start(this.#share.leftOutboxes);
    this.#configClient.start(restored);
  }

  #describe(): object {
    const state = this.#configClient?.state ?? 'COLD';
    const { nodeId, pool } = this.#settings;
    const config = describeConfig(this.#enforcement, {
      conditionOf: (id) => this.#health.describe(id),
      haltOf: (id) => this.#ramps.findHalt(id),
      nowMs: systemClock.unixMs(),
    });
    return { nodeId, pid: process.pid, pool, state, ready: this.isReady, ...config };
  }

  async #close(graceMs: number): Promise<void> {
    this.#draining = true;
    this.#configClient?.drain();
    this.#doors.shadows.stop();
    const noticeMs = Math.min(graceMs / 5, NOTICE_MS_MAX);
    await this.#giveNotice(noticeMs);
    const leftMs = graceMs - noticeMs;
    await Promise.all([this.#doors.http.drain(leftMs), this.#doors.grpc.drain(leftMs)]);
    await this.#pools.close(graceMs === 0 ? 0 : POLL_MS);
    await this.#doors.outside.close();
    await this.#calls.awaitSettled(SETTLE_MS);
    await this.#doors.inspection.close();
    this.#doors.records.flush();
    this.#doors.budgets.stop();
    if (graceMs > 0) await this.#usageClient?.flush(FLUSH_MS);
    this.#configClient?.stop();
    await this.#usageClient?.stop();
    await this.#left.stop();
    await this.#enforcement.settle();
    await this.#lastKnownGood.settle();
    this.#outbox.close();
    this.#admin?.close();
  }

  /** A balancer sees that the node is not ready before its doors close: a connection that comes in that moment would be lost. */
  async #giveNotice(noticeMs: number): Promise<void> {
    this.#doors.http.retire();
    this.#doors.grpc.retire();
    if (noticeMs > 0) await new Promise((resolve) => setTimeout(resolve, noticeMs));
  }
}
