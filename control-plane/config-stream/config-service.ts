import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { ConfigServiceHandlers } from '../../proto/generated/gatehouse/config/v1/ConfigService.ts';
import type { Hello__Output } from '../../proto/generated/gatehouse/config/v1/Hello.ts';
import type { StreamRequest__Output } from '../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse } from '../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import { RESOURCE_SCHEMA } from '../../proto/resource.ts';
import { seal } from '../../proto/sealed-box.ts';
import type { Node } from '../domain/node.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { nodeError } from './node-credential.ts';
import { NodeSession, toPosition } from './node-session.ts';
import { type NodeRegistry, nodeAfterHeartbeat, nodeAfterVerdict, nodeOf } from './registry.ts';
import type { View } from './view.ts';

const HEARTBEAT_MS = 10_000;
/** Three heartbeats: a stream without one for this long is dead. */
const SILENCE_MAX_MS = 30_000;
/** A node that has not said hello by then is turned away. */
const HELLO_TIMEOUT_MS = 10_000;

type Call = ServerDuplexStream<StreamRequest__Output, StreamResponse>;

/** A secret in the clear, only on its way from the envelope into a sealed box. */
export interface OpenSecret {
  readonly name: string;
  readonly generation: bigint;
  readonly plaintext: Buffer;
}

export interface ConfigServiceParts {
  readonly view: View;
  readonly registry: NodeRegistry;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Credentials and peppers, opened; called for each node, so that none stays in memory in the clear. */
  readonly openSecrets: () => readonly OpenSecret[];
  /** Whether the caller is a node; the reason when it is not. */
  readonly admit: (call: ServerDuplexStream<never, never>) => string | undefined;
}

/** Serves ConfigService: one connection object a stream, all over the same view. */
export class ConfigStreamServer {
  readonly #parts: ConfigServiceParts;
  readonly #connections = new Map<string, Connection>();

  constructor(parts: ConfigServiceParts) {
    this.#parts = parts;
  }

  get handlers(): ConfigServiceHandlers {
    return { Stream: (call: Call) => this.#accept(call) };
  }

  /** Offers the newest configuration to every node. */
  push(): void {
    for (const connection of this.#connections.values()) connection.push();
  }

  /** Sends every node its secrets again. */
  pushSecrets(): void {
    for (const connection of this.#connections.values()) connection.pushSecrets();
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  #accept(call: Call): void {
    const refusal = this.#parts.admit(call as ServerDuplexStream<never, never>);
    if (refusal !== undefined) {
      this.#parts.logger.warn({ peer: call.getPeer(), refusal }, 'a node was turned away');
      call.emit('error', nodeError(status.UNAUTHENTICATED, refusal));
      return;
    }
    const connection = new Connection(call, this.#parts, {
      // A newer instance of the same name replaces the older: two would fight for one row.
      opened: (nodeId) => {
        this.#connections.get(nodeId)?.close();
        this.#connections.set(nodeId, connection);
        this.#parts.metrics.connectedNodes.set(this.#connections.size);
      },
      closed: (nodeId) => {
        if (this.#connections.get(nodeId) === connection) this.#connections.delete(nodeId);
        this.#parts.metrics.connectedNodes.set(this.#connections.size);
      },
    });
  }
}

interface ConnectionEvents {
  opened(nodeId: string): void;
  closed(nodeId: string): void;
}

/** One stream of one node: the socket and the timers around a {@link NodeSession}. */
class Connection {
  readonly #call: Call;
  readonly #parts: ConfigServiceParts;
  readonly #events: ConnectionEvents;
  readonly #session: NodeSession;
  #hello: Hello__Output | undefined;
  #node: Node | undefined;
  #silence: NodeJS.Timeout;
  #heartbeat: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(call: Call, parts: ConfigServiceParts, events: ConnectionEvents) {
    this.#call = call;
    this.#parts = parts;
    this.#events = events;
    this.#session = new NodeSession(parts.view);
    this.#silence = setTimeout(() => this.#fail('no Hello came in time'), HELLO_TIMEOUT_MS);
    call.on('data', (message: StreamRequest__Output) => this.#receive(message));
    for (const event of ['end', 'error', 'cancelled']) call.on(event, () => this.close());
  }

  push(): void {
    if (this.#hello === undefined || this.#closed) return;
    for (const update of this.#session.next()) this.#call.write({ update });
  }

  pushSecrets(): void {
    const hello = this.#hello;
    if (hello === undefined || this.#closed) return;
    const secrets = this.#parts.openSecrets().map(({ name, generation, plaintext }) => ({
      name,
      generation: generation.toString(),
      sealed: seal(plaintext, hello.sealingPublicKey, name),
    }));
    this.#call.write({ secrets: { secrets } });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#silence);
    clearInterval(this.#heartbeat);
    this.#call.end();
    if (this.#node !== undefined) this.#events.closed(this.#node.id);
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

  #dispatch({ hello, verdict, heartbeat }: StreamRequest__Output): void {
    const now = new Date();
    if (hello && this.#hello === undefined) {
      this.#welcome(hello, now);
      return;
    }
    if (this.#node === undefined || hello) throw new Error('a stream begins with one Hello');
    this.#silence.refresh();
    if (heartbeat) this.#note(nodeAfterHeartbeat(this.#node, heartbeat, now));
    if (!verdict) return;
    if (!this.#session.answer(verdict)) throw new Error('the verdict answers no open update');
    const node = nodeAfterVerdict(this.#node, verdict, now);
    this.#note(node);
    this.#parts.metrics.verdicts.inc({ outcome: node.lastVerdict ?? 'rejected' });
    this.#parts.metrics.nodeApplySeconds.observe(verdict.applyMs / 1000);
    this.push();
  }

  #welcome(hello: Hello__Output, now: Date): void {
    requireSensible(hello);
    this.#hello = hello;
    const { plan, why } = this.#session.welcome(hello);
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#fail('no heartbeat for 30 s'), SILENCE_MAX_MS);
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#events.opened(hello.nodeId);
    this.#note(nodeOf(hello, now));
    this.#parts.logger.info({ nodeId: hello.nodeId, plan, why }, 'a node has connected');
    const head = toPosition(this.#parts.view.head);
    this.#call.write({ welcome: { plan, why, head, schema: RESOURCE_SCHEMA } });
    this.pushSecrets();
    this.push();
  }

  #beat(): void {
    this.#call.write({ heartbeat: { head: toPosition(this.#parts.view.head) } });
  }

  #note(node: Node): void {
    this.#node = node;
    this.#parts.registry.put(node);
  }

  #fail(reason: string): void {
    if (this.#closed) return;
    this.#call.emit('error', nodeError(status.INVALID_ARGUMENT, reason));
    this.close();
  }
}

/** @throws Error that says to the node's operator what is wrong */
function requireSensible(hello: Hello__Output): void {
  if (!/^[a-z0-9-]{1,64}$/.test(hello.nodeId))
    throw new Error('node_id has 1 to 64 of a-z, 0-9 and dashes');
  if (!/^[0-9a-f]{32}$/.test(hello.instanceId))
    throw new Error('instance_id is 16 bytes in hexadecimal');
  if (hello.sealingPublicKey.length !== 32) throw new Error('sealing_public_key has 32 bytes');
  if (hello.schemaMin > RESOURCE_SCHEMA || hello.schemaMax < RESOURCE_SCHEMA)
    throw new Error(
      `this control plane writes schema ${RESOURCE_SCHEMA}; the node does not read it`,
    );
}
