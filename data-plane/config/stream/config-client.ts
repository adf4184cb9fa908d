import { createSealingKeyPair } from '../../../proto/sealed-box.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import type { Enforcement } from '../enforcement.ts';
import { FullReadings } from '../full/full-readings.ts';
import type { HeardFleet } from '../heard-fleet.ts';
import { writePosition } from '../position.ts';
import {
  advance,
  type ClientCommand,
  type ClientEvent,
  type ClientState,
  COLD_STATE,
  type NodeState,
  nodeStateOf,
} from './client-state.ts';
import { type ConfigCall, openConfigCall } from './config-call.ts';
import type { ControlPlaneDial } from './control-plane-dial.ts';
import { helloOf } from './hello.ts';
import { StreamInbox } from './stream-inbox.ts';
import type { CheckedTarget, TargetCheck } from './target-check.ts';
import { TargetReporter, type TargetsCondition } from './target-report.ts';

const TICK_MS = 1_000;

/** Who dials whom. */
export interface ConfigClientOptions {
  readonly dial: ControlPlaneDial;
  readonly nodeId: string;
  /** Empty when it belongs to no pool. */
  readonly pool: string;
  readonly build: string;
  readonly region: string;
  /** Serving addresses by door, for people. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly enforcement: Enforcement;
  /** Hears among which processes limits are divided. */
  readonly fleet: HeardFleet;
  /** Tries a target with a call of its own. Never rejects. */
  readonly checkTarget: (check: TargetCheck) => Promise<CheckedTarget>;
  /** How its targets do at this moment. */
  readonly summariseTargets: () => TargetsCondition;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  /** In [0, 1). */
  readonly draw: () => number;
}

/** The shell around client-state.ts: owns channel, timers and keys, decides nothing about when to dial. */
export class ConfigClient {
  readonly #options: ConfigClientOptions;
  readonly #sealing = createSealingKeyPair();
  readonly #readings: FullReadings;
  readonly #targets: TargetReporter;
  #state: ClientState = COLD_STATE;
  #call: ConfigCall | undefined;
  #inbox: StreamInbox | undefined;
  /** The stream that is left when the newer one is welcomed. */
  #leaving: ConfigCall | undefined;
  #dialTimer: NodeJS.Timeout | undefined;
  #tickTimer: NodeJS.Timeout | undefined;

  constructor(options: ConfigClientOptions) {
    this.#options = options;
    const { logger, metrics } = options;
    this.#readings = new FullReadings({ logger, metrics, nowMs: () => performance.now() });
    this.#targets = new TargetReporter(options.summariseTargets);
    this.#showState(undefined);
  }

  /** How the node stands. */
  get state(): NodeState {
    return nodeStateOf(this.#state);
  }

  /** Begins to dial, and goes on until `stop`. `restored` says that a configuration is already served. */
  start(restored: boolean): void {
    const tick = () => this.#happen({ kind: 'tick', hasNews: this.#targets.hasNews });
    this.#tickTimer = setInterval(tick, TICK_MS);
    if (restored) this.#happen({ kind: 'restored' });
    this.#happen({ kind: 'dial_due' });
  }

  /** Tells the control plane that this node leaves. The stream stays open. */
  drain(): void {
    this.#happen({ kind: 'drain' });
  }

  stop(): void {
    clearInterval(this.#tickTimer);
    clearTimeout(this.#dialTimer);
    this.#happen({ kind: 'stop' });
  }

  #happen(event: ClientEvent): void {
    const before = nodeStateOf(this.#state);
    const moment = { nowMs: performance.now(), draw: this.#options.draw() };
    const [state, ...commands] = advance(this.#state, event, moment);
    this.#state = state;
    if (nodeStateOf(state) !== before) this.#showState(before);
    for (const command of commands) this.#execute(command);
  }

  #execute(command: ClientCommand): void {
    switch (command.kind) {
      case 'dial':
        void this.#dial(command.askFull);
        break;
      case 'hang_up':
        this.#hangUp();
        break;
      case 'let_go':
        this.#letGo();
        break;
      case 'wait':
        clearTimeout(this.#dialTimer);
        this.#dialTimer = setTimeout(() => this.#happen({ kind: 'dial_due' }), command.delayMs);
        break;
      case 'send_heartbeat':
        this.#call?.write({ heartbeat: { ...this.#standing(), targets: this.#targets.take() } });
        break;
    }
  }

  /** Never rejects: whatever ends a stream is an event. */
  async #dial(askFull: boolean): Promise<void> {
    const { enforcement, dial, metrics, logger } = this.#options;
    const call = openConfigCall(dial);
    const inbox = this.#openInbox(call);
    this.#letGo();
    this.#leaving = this.#call;
    this.#call = call;
    this.#targets.restart();
    metrics.config.streams.inc();
    try {
      // A change of the last stream that is still being worked on would make the Hello wrong.
      await enforcement.settle();
      if (this.#call !== call) return;
      const identity = { instanceId: dial.instanceId, sealingPublicKey: this.#sealing.publicKey };
      call.write({ hello: helloOf(this.#options, identity, askFull) });
      for await (const message of call.messages) {
        if (this.#call !== call) return;
        await inbox.take(message);
      }
      if (this.#call === call) logger.warn('the control plane ended the configuration stream');
    } catch (error) {
      if (this.#call === call) logger.warn({ err: error }, 'the configuration stream broke');
    } finally {
      call.close();
    }
    if (this.#call === call) this.#happen({ kind: 'broken' });
  }

  #hangUp(): void {
    const call = this.#call;
    this.#call = undefined;
    this.#inbox?.close();
    this.#letGo();
    call?.close();
  }

  #letGo(): void {
    this.#leaving?.close();
    this.#leaving = undefined;
  }

  /** Only the newest stream is listened to. */
  #openInbox(call: ConfigCall): StreamInbox {
    this.#inbox?.close();
    this.#inbox = new StreamInbox(call, {
      ...this.#options,
      readings: this.#readings,
      privateKey: this.#sealing.privateKey,
      onEvent: (event) => {
        this.#happen(event);
        this.#showPosition();
      },
    });
    return this.#inbox;
  }

  #standing() {
    const { position, digest } = this.#options.enforcement;
    return { enforced: writePosition(position), digest, state: this.state };
  }

  #showPosition(): void {
    const { metrics, enforcement } = this.#options;
    metrics.config.revision.set(Number(enforcement.position.revision));
    metrics.config.epoch.set(Number(enforcement.position.epoch));
    metrics.config.tenantsHeldBack.set(enforcement.heldBackCount);
  }

  #showState(before: NodeState | undefined): void {
    const { metrics, logger } = this.#options;
    const state = this.state;
    if (before !== undefined) {
      metrics.config.state.set({ state: before }, 0);
      logger.info({ from: before, to: state }, 'the node changed its state');
    }
    metrics.config.state.set({ state }, 1);
    this.#showPosition();
  }
}
