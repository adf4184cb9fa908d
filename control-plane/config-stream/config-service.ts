import { setImmediate as nextTurn } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { ConfigServiceHandlers } from '../../proto/generated/gatehouse/config/v1/ConfigService.ts';
import { nodeOfProcess } from '../../proto/process-name.ts';
import type { Node } from '../domain/node.ts';
import type { Head } from '../storage/configuration/head.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { FleetRoll } from './fleet/fleet-roll.ts';
import { type NodeClaim, revokedMessage } from './identity/node-gate.ts';
import { nodeError } from './node-credential.ts';
import type { OpenSecret } from './node-secrets.ts';
import type { PoolViews } from './pool-views.ts';
import { AdmissionBucket } from './push/admission-bucket.ts';
import { FullQueue } from './push/full-queue.ts';
import { PushRounds } from './push/push-round.ts';
import { Supplies } from './push/supply.ts';
import type { NodeRegistry } from './registry.ts';
import type { CheckDesk, CheckedNode } from './session/check-desk.ts';
import { Connection } from './session/connection.ts';
import type { Call, ConnectionParts } from './session/connection-parts.ts';
import { STREAM_TIMING, type StreamTiming } from './stream-timing.ts';

/** Longest time that a round holds up heartbeats and verdicts. */
const SLICE_MS = 8;
/** Nodes whose lag has a label of its own. */
const LABELLED_NODES_MAX = 1_000;
const LAG_INTERVAL_MS = 5_000;

export interface ConfigServiceParts {
  readonly views: PoolViews;
  readonly registry: NodeRegistry;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** {@link STREAM_TIMING} when it is not given. */
  readonly timing?: StreamTiming;
  /** Credentials and peppers, opened; called for each node, so that none stays in memory in the clear. */
  readonly openSecrets: (isMeant: (name: string) => boolean) => readonly OpenSecret[];
  /** Where questions about targets come from. */
  readonly checks: CheckDesk;
  /** The processes that serve: another object exactly when they are others. */
  readonly fleet: () => FleetRoll;
  /** Whether the caller is a node; the reason when it is not. */
  readonly admit: (call: Call) => string | undefined;
  /** Hears what each node says that it holds, when it comes. */
  readonly onHeld?: ((held: Head) => void) | undefined;
  /** Why an admitted caller may not speak for that node; undefined when it may. */
  readonly vouch: (call: Call, claim: NodeClaim) => string | undefined;
}

/**
 * Serves ConfigService: one connection object a stream, all those of a pool over the same view and the same
 * segments. Changes go out in rounds; what is revoked overtakes them on a lane of its own.
 */
export class ConfigStreamServer {
  readonly #parts: ConfigServiceParts;
  readonly #shared: ConnectionParts;
  readonly #rounds: PushRounds;
  readonly #fullQueue = new FullQueue();
  readonly #bucket = new AdmissionBucket();
  readonly #supplies: Supplies;
  readonly #connections = new Map<string, Connection>();
  readonly #lagTimer: NodeJS.Timeout;
  #pushTimer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: ConfigServiceParts) {
    this.#parts = parts;
    const { metrics, views, timing = STREAM_TIMING } = parts;
    this.#rounds = new PushRounds(
      (share, elapsedMs) => metrics.convergenceSeconds.observe({ share }, elapsedMs / 1_000),
      Date.now,
    );
    this.#supplies = new Supplies(views);
    const supplyOf = (pool: string) => this.#supplies.of(pool);
    this.#shared = {
      ...parts,
      timing,
      supplyOf,
      rounds: this.#rounds,
      fullQueue: this.#fullQueue,
    };
    parts.checks.serve(() => this.#checkable());
    this.#lagTimer = setInterval(() => this.#showLag(), LAG_INTERVAL_MS).unref();
  }

  get handlers(): ConfigServiceHandlers {
    return { Stream: (call: Call) => this.#accept(call) };
  }

  /** Offers the newest configuration to every node, as soon as their last answers allow; tells of revocations at once. */
  push(): void {
    const { mark } = this.#parts.views.whole;
    this.#tellRevocations();
    if (this.#isClosed || this.#round !== undefined || mark <= this.#rounds.offered) return;
    clearTimeout(this.#pushTimer);
    const delayMs = this.#rounds.delayMs(performance.now());
    if (delayMs > 0) {
      this.#pushTimer = setTimeout(() => this.push(), delayMs);
      return;
    }
    this.#round = this.#runRound().finally(() => {
      this.#round = undefined;
      this.push();
    });
  }

  /** Every node gets its secrets again, before whatever it is sent next. */
  pushSecrets(): void {
    for (const connection of this.#connections.values()) connection.secretsMoved();
    void this.#visit((connection) => connection.offer());
  }

  /** Cuts the streams of nodes whose identity is revoked, of all their workers. */
  revoke(nodeIds: ReadonlySet<string>): void {
    for (const [name, connection] of [...this.#connections]) {
      const nodeId = nodeOfProcess(name) ?? name;
      if (nodeIds.has(nodeId)) connection.refuse(revokedMessage(nodeId));
    }
  }

  /** Cuts the stream of a node as whom a newer process is connected to another replica. */
  outrun({ id, instanceId }: Pick<Node, 'id' | 'instanceId'>): void {
    const connection = this.#connections.get(id);
    if (connection?.instanceId === instanceId) connection.giveWay(undefined);
  }

  /** Asks every node to leave; what is left after the grace is cut. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#pushTimer);
    clearInterval(this.#lagTimer);
    const connections = [...this.#connections.values()];
    for (const connection of connections) connection.leave('this replica closes', graceMs);
    const deadlineMs = performance.now() + graceMs;
    while (this.#connections.size > 0 && performance.now() < deadlineMs)
      await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    for (const connection of this.#connections.values()) connection.close();
  }

  *#checkable(): Iterable<CheckedNode> {
    for (const [nodeId, connection] of this.#connections)
      if (connection.takesChecks) yield { nodeId, ask: (check) => connection.ask(check) };
  }

  #tellRevocations(): void {
    const revocations = this.#supplies.takeRevocations();
    if (revocations.size > 0) void this.#visit((connection) => connection.revoke(revocations));
  }

  async #runRound(): Promise<void> {
    const view = this.#parts.views.whole;
    const commitMs = view.commitMsAfter(this.#rounds.offered) ?? view.oldestCommitMs;
    const expected = [...this.#connections].flatMap(([id, { isInSync }]) => (isInSync ? id : []));
    const startedMs = performance.now();
    this.#rounds.begin({ to: view.mark, nowMs: startedMs, commitMs, expected });
    await this.#visit((connection) => connection.offer());
    this.#parts.metrics.pushSeconds.observe((performance.now() - startedMs) / 1_000);
  }

  /** In slices: heartbeats and verdicts go on between them. */
  async #visit(act: (connection: Connection) => void): Promise<void> {
    let sliceEndMs = performance.now() + SLICE_MS;
    for (const connection of [...this.#connections.values()]) {
      act(connection);
      if (performance.now() < sliceEndMs) continue;
      await nextTurn();
      sliceEndMs = performance.now() + SLICE_MS;
    }
  }

  #accept(call: Call): void {
    const { logger, metrics, admit } = this.#parts;
    const refusal = admit(call);
    if (refusal !== undefined) {
      logger.warn({ peer: call.getPeer(), refusal }, 'a node was turned away');
      call.emit('error', nodeError(status.UNAUTHENTICATED, refusal));
      return;
    }
    if (this.#isClosed || !this.#bucket.take(performance.now())) {
      metrics.streamsCut.inc({ reason: 'unavailable' });
      call.emit('error', nodeError(status.UNAVAILABLE, 'too many streams at once: dial again'));
      return;
    }
    const connection = new Connection(call, this.#shared, {
      opened: (nodeId, instanceId) => {
        this.#connections.get(nodeId)?.giveWay(instanceId);
        this.#connections.set(nodeId, connection);
        metrics.connectedNodes.set(this.#connections.size);
      },
      closed: (nodeId) => this.#forget(nodeId, connection),
      answered: () => this.push(),
      checked: (nodeId, checked) => this.#parts.checks.answer(nodeId, checked),
    });
  }

  #forget(nodeId: string, connection: Connection): void {
    if (this.#connections.get(nodeId) !== connection) return;
    this.#connections.delete(nodeId);
    this.#rounds.left(nodeId, performance.now());
    this.#parts.metrics.nodeLagSeconds.remove({ node: nodeId });
    this.#parts.metrics.connectedNodes.set(this.#connections.size);
  }

  #showLag(): void {
    const { metrics } = this.#parts;
    metrics.fullQueueLength.set(this.#fullQueue.length);
    let labelCount = 0;
    for (const [node, { lagSeconds }] of this.#connections) {
      labelCount += 1;
      if (labelCount > LABELLED_NODES_MAX) return;
      metrics.nodeLagSeconds.set({ node }, lagSeconds);
    }
  }
}
