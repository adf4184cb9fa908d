import { status } from '@grpc/grpc-js';
import type { Hello__Output } from '../../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { NodeHeartbeat__Output } from '../../../proto/generated/gatehouse/config/v1/NodeHeartbeat.ts';
import type { StreamRequest__Output } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { TargetCheck } from '../../../proto/generated/gatehouse/config/v1/TargetCheck.ts';
import type { Verdict__Output } from '../../../proto/generated/gatehouse/config/v1/Verdict.ts';
import type { Node } from '../../domain/node.ts';
import type { FleetRoll } from '../fleet/fleet-roll.ts';
import { nodeError } from '../node-credential.ts';
import { isMeantFor, sealSecrets } from '../node-secrets.ts';
import { toHead, toPosition } from '../position.ts';
import type { Segment } from '../push/encoded-segment.ts';
import type { QueuePlace } from '../push/full-queue.ts';
import type { Supply } from '../push/supply.ts';
import { nodeAfterHeartbeat, nodeAfterVerdict, nodeDiverged, nodeOf } from '../registry.ts';
import type { Call, ConnectionEvents, ConnectionParts } from './connection-parts.ts';
import { requireSensibleHello } from './hello.ts';
import { NodeSession } from './node-session.ts';
import { lagSecondsOf, type Peer } from './peer.ts';
import { readTargetReport } from './target-report.ts';

/** One stream of one node: the socket and the timers around a {@link NodeSession}. */
export class Connection {
  readonly #call: Call;
  readonly #parts: ConnectionParts;
  readonly #events: ConnectionEvents;
  readonly #timers = new Map<'silence' | 'verdict' | 'retry' | 'age' | 'grace', NodeJS.Timeout>();
  #heartbeat: NodeJS.Timeout | undefined;
  #peer: Peer | undefined;
  #node: Node | undefined;
  #place: QueuePlace | undefined;
  #toldRoll: FleetRoll | undefined;
  #secretsDue = false;
  /** Of the view, when secrets were sent last. */
  #detectorsMoved = 0;
  #closed = false;

  constructor(call: Call, parts: ConnectionParts, events: ConnectionEvents) {
    this.#call = call;
    this.#parts = parts;
    this.#events = events;
    this.#arm('silence', parts.timing.helloTimeoutMs, () => this.#fail('no Hello came in time'));
    call.on('data', (message: StreamRequest__Output) => this.#receive(message));
    for (const event of ['end', 'error', 'cancelled']) call.on(event, () => this.close());
  }

  /** Whether the node has been given everything once. */
  get isInSync(): boolean {
    return this.#peer?.session.acknowledged !== undefined;
  }

  /** Of the process; undefined before its Hello. */
  get instanceId(): string | undefined {
    return this.#node?.instanceId;
  }

  /** See {@link lagSecondsOf}; 0 before its Hello. */
  get lagSeconds(): number {
    return this.#peer === undefined ? 0 : lagSecondsOf(this.#peer);
  }

  /** Sends what is due, when anything is. Everything waits in the queue. */
  offer(): void {
    const peer = this.#peer;
    if (peer === undefined || this.#closed) return;
    this.#sendSecrets(peer);
    const { rounds, fullQueue } = this.#parts;
    const nowMs = performance.now();
    const due = peer.session.due(rounds.offered, nowMs);
    if (due === 'full') this.#place ??= fullQueue.enter(() => void this.#sendFull(peer, nowMs));
    if (due !== 'step') return;
    rounds.sent(peer.nodeId);
    void this.#send(peer.session.open());
  }

  /** Tells what was revoked, whatever else is under way. A node that has yet to say hello gets it with its update. */
  revoke(revocations: ReadonlyMap<Supply, readonly Buffer[]>): void {
    if (this.#peer === undefined || this.#closed) return;
    const messages = revocations.get(this.#peer.supply) ?? [];
    for (const message of messages) this.#call.write(message);
    this.#parts.metrics.revocationsTold.inc(messages.length);
  }

  /** Whether the node can be asked to try a target. */
  get takesChecks(): boolean {
    return !this.#closed && this.#peer?.takesChecks === true;
  }

  ask(targetCheck: TargetCheck): void {
    this.#call.write({ targetCheck });
  }

  /** Secrets go before whatever is sent next. */
  secretsMoved(): void {
    this.#secretsDue = true;
  }

  /** Asks the node to leave; what is left after the grace is cut. */
  leave(reason: string, graceMs: number): void {
    if (this.#peer === undefined) this.close();
    if (this.#closed) return;
    this.#call.write({ goaway: { graceMs, reason } });
    this.#arm('grace', graceMs, () => this.close());
  }

  /** Cuts the stream of a node that may not have one. */
  refuse(reason: string): void {
    this.#parts.logger.warn({ peer: this.#call.getPeer(), reason }, 'a node was turned away');
    this.#fail(reason, status.PERMISSION_DENIED);
  }

  /**
   * Makes room for another stream of the same name: two would fight for one row. One of the same process is its successor; another
   * process has taken the name, or was given it by mistake; undefined is one at another replica.
   */
  giveWay(instanceId: string | undefined): void {
    if (this.instanceId === instanceId) this.close();
    if (this.#closed) return;
    const nodeId = this.#node?.id;
    const reason = `another process has connected as node ${nodeId}: each needs a GATEHOUSE_NODE_ID of its own`;
    this.#parts.logger.warn({ nodeId, peer: this.#call.getPeer() }, reason);
    this.#fail(reason, status.ALREADY_EXISTS);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    clearInterval(this.#heartbeat);
    this.#place?.leave();
    this.#call.end();
    if (this.#peer !== undefined) this.#events.closed(this.#peer.nodeId);
  }

  #receive(message: StreamRequest__Output): void {
    if (this.#closed) return;
    try {
      this.#dispatch(message);
    } catch (error) {
      this.#parts.logger.warn({ error, nodeId: this.#node?.id }, 'a node sent what makes no sense');
      this.#fail(error instanceof Error ? error.message : 'the message makes no sense');
    }
  }

  #dispatch({ hello, verdict, heartbeat, targetChecked }: StreamRequest__Output): void {
    const peer = this.#peer;
    if (hello && peer === undefined) {
      this.#welcome(hello);
      return;
    }
    if (this.#node === undefined || peer === undefined || hello)
      throw new Error('a stream begins with one Hello');
    if (!heartbeat && !verdict && !targetChecked)
      throw new Error('a message says nothing that this control plane knows');
    this.#timers.get('silence')?.refresh();
    if (heartbeat) this.#hear(peer, this.#node, heartbeat);
    if (verdict) this.#judge(peer, this.#node, verdict);
    if (targetChecked) this.#events.checked(peer.nodeId, targetChecked);
  }

  #welcome(hello: Hello__Output): void {
    const schema = requireSensibleHello(hello);
    const { nodeId, pool, sealingPublicKey, takesPacked, takesChecks } = hello;
    const refusal = this.#parts.vouch(this.#call, { nodeId, pool });
    if (refusal !== undefined) {
      this.refuse(refusal);
      return;
    }
    const { supplyOf, timing, onHeld } = this.#parts;
    const supply = supplyOf(pool);
    const session = new NodeSession(supply.view, supply.segments);
    const peer = { nodeId, pool, sealingPublicKey, takesPacked, takesChecks, supply, session };
    this.#peer = peer;
    const { plan, why } = session.welcome(hello);
    const held = toHead(hello.held);
    if (held !== undefined) onHeld?.(held);
    this.#arm('silence', timing.silenceMaxMs, () => this.#fail('no heartbeat came in time'));
    this.#heartbeat = setInterval(() => this.#beat(peer), timing.heartbeatMs);
    const ageMs = timing.age.meanMs * (1 + timing.age.spread * (2 * Math.random() - 1));
    this.#arm('age', ageMs, () => this.leave('the stream is old: dial again', timing.agedGraceMs));
    this.#events.opened(nodeId, hello.instanceId);
    this.#note(nodeOf(hello, { now: new Date(), isProven: session.isProven }));
    this.#parts.logger.info({ nodeId, pool, plan, why }, 'a node has connected');
    this.#call.write({ welcome: { plan, why, head: toPosition(supply.view.head), schema } });
    this.#beat(peer);
    this.#secretsDue = true;
    this.offer();
  }

  #hear({ session }: Peer, node: Node, heartbeat: NodeHeartbeat__Output): void {
    const now = new Date();
    const { enforced, digest, targets } = heartbeat;
    if (targets !== null) this.#parts.registry.putReport(readTargetReport(node, targets, now));
    const agrees = session.agrees(toHead(enforced), digest, performance.now());
    const heard = nodeAfterHeartbeat(node, heartbeat, { now, isProven: session.isProven });
    this.#note(agrees ? heard : nodeDiverged(heard));
    if (agrees) return;
    this.#parts.logger.error(
      { nodeId: node.id },
      'a node holds something else than it has acknowledged',
    );
    this.offer();
  }

  #judge({ session }: Peer, node: Node, verdict: Verdict__Output): void {
    const { metrics, rounds } = this.#parts;
    const nowMs = performance.now();
    const answered = session.answer(verdict, nowMs);
    if (answered.kind === 'stray') throw new Error('the verdict answers no open update');
    this.#disarm('verdict');
    this.#place?.leave();
    this.#place = undefined;
    const after = nodeAfterVerdict(node, verdict, { now: new Date(), isProven: session.isProven });
    this.#note(after);
    metrics.verdicts.inc({ outcome: after.lastVerdict ?? 'rejected' });
    metrics.nodeApplySeconds.observe(verdict.applyMs / 1_000);
    rounds.answered(node.id, nowMs);
    if (answered.enforced) rounds.enforced(node.id, answered.segment.to);
    const { retryAtMs } = session;
    if (retryAtMs !== undefined) this.#arm('retry', retryAtMs - nowMs, () => this.offer());
    this.offer();
    this.#events.answered();
  }

  async #sendFull({ session }: Peer, enteredAtMs: number): Promise<void> {
    const { metrics, rounds } = this.#parts;
    metrics.fullQueueSeconds.observe((performance.now() - enteredAtMs) / 1_000);
    await session.makeReady();
    if (this.#closed || session.due(rounds.offered, performance.now()) !== 'full') {
      this.#place?.leave();
      this.#place = undefined;
      return;
    }
    metrics.fullUpdates.inc({ reason: session.fullReason });
    await this.#send(session.open());
  }

  /** One part at a time: the next one goes when the socket took the last. Never rejects. */
  async #send(segment: Segment): Promise<void> {
    const cut = (): void => this.#fail('no verdict came in time', status.DEADLINE_EXCEEDED);
    this.#arm('verdict', this.#parts.timing.verdictTimeoutMs, cut);
    for (let index = 0; index < segment.partCount && !this.#closed; index += 1) {
      const part = segment.full ? await this.#takePart(segment, index) : segment.part(index);
      if (this.#closed) return;
      if (index === segment.partCount - 1) this.#call.write(part);
      else await new Promise((resolve) => this.#call.write(part, resolve));
      this.#timers.get('verdict')?.refresh();
      this.#place?.moved();
    }
  }

  /** Of everything, which is large: made beside all else that goes on. */
  async #takePart(segment: Segment, index: number): Promise<Buffer> {
    if (this.#peer?.takesPacked === true) return segment.packedPart(index);
    await segment.ready(index);
    return segment.part(index);
  }

  #sendSecrets({ pool, sealingPublicKey, supply: { view } }: Peer): void {
    const isMoved = pool !== '' && view.detectorsMoved !== this.#detectorsMoved;
    if (!this.#secretsDue && !isMoved) return;
    // Nothing was read yet: a node would take that for having no secrets, and know no key any more.
    if (view.head === undefined) return;
    this.#secretsDue = false;
    this.#detectorsMoved = view.detectorsMoved;
    const isMeant = isMeantFor(pool, (key) => view.resources.has(key));
    const secrets = sealSecrets(this.#parts.openSecrets(isMeant), sealingPublicKey);
    this.#call.write({ secrets: { secrets } });
  }

  /** Says among whom limits are divided when that is news on this stream. */
  #beat({ nodeId: id, pool, supply }: Peer): void {
    const roll = this.#parts.fleet();
    const fleet = roll === this.#toldRoll ? null : roll.fleetFor({ id, pool });
    this.#toldRoll = roll;
    this.#call.write({ heartbeat: { head: toPosition(supply.view.head), fleet } });
  }

  #note(node: Node): void {
    this.#node = node;
    this.#parts.registry.put(node);
  }

  #arm(name: 'silence' | 'verdict' | 'retry' | 'age' | 'grace', ms: number, act: () => void): void {
    this.#disarm(name);
    if (!this.#closed) this.#timers.set(name, setTimeout(act, ms));
  }

  #disarm(name: 'silence' | 'verdict' | 'retry' | 'age' | 'grace'): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  #fail(reason: string, code = status.INVALID_ARGUMENT): void {
    if (this.#closed) return;
    this.#parts.metrics.streamsCut.inc({ reason: status[code].toLowerCase() });
    this.#call.emit('error', nodeError(code, reason));
    this.close();
  }
}
