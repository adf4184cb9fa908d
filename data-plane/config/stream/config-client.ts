import { randomBytes } from 'node:crypto';
import type { ServerHeartbeat__Output } from '../../../proto/generated/gatehouse/config/v1/ServerHeartbeat.ts';
import type { StreamResponse__Output } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import type { Verdict } from '../../../proto/generated/gatehouse/config/v1/Verdict.ts';
import type { Welcome__Output } from '../../../proto/generated/gatehouse/config/v1/Welcome.ts';
import { RESOURCE_SCHEMAS } from '../../../proto/resource.ts';
import { createSealingKeyPair } from '../../../proto/sealed-box.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import type { Enforced, Enforcement } from '../enforcement.ts';
import { comparePositions, printPosition, readPosition, writePosition } from '../position.ts';
import type { WholeUpdate } from '../resource-store.ts';
import { runInSlices } from '../slices.ts';
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
import { openSecrets } from './open-secrets.ts';
import { UpdateAssembly } from './update-assembly.ts';
import { diagnosticsOf, eventOf, outcomeOf } from './verdict.ts';

const TICK_MS = 1_000;

/** Who dials whom. */
export interface ConfigClientOptions {
  readonly dial: ControlPlaneDial;
  readonly nodeId: string;
  readonly build: string;
  readonly region: string;
  /** Serving addresses by door, for people. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly enforcement: Enforcement;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  /** In [0, 1). */
  readonly draw: () => number;
}

/** The shell around client-state.ts: owns channel, timers and keys, decides nothing about when to dial. */
export class ConfigClient {
  readonly #options: ConfigClientOptions;
  readonly #instanceId = randomBytes(16).toString('hex');
  readonly #sealing = createSealingKeyPair();
  readonly #assembly = new UpdateAssembly();
  #state: ClientState = COLD_STATE;
  #call: ConfigCall | undefined;
  /** The stream that is left when the newer one is welcomed. */
  #leaving: ConfigCall | undefined;
  #dialTimer: NodeJS.Timeout | undefined;
  #tickTimer: NodeJS.Timeout | undefined;

  constructor(options: ConfigClientOptions) {
    this.#options = options;
    this.#showState(undefined);
  }

  /** How the node stands. */
  get state(): NodeState {
    return nodeStateOf(this.#state);
  }

  /** Begins to dial, and goes on until `stop`. `restored` says that a configuration is already served. */
  start(restored: boolean): void {
    this.#tickTimer = setInterval(() => this.#happen({ kind: 'tick' }), TICK_MS);
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
        this.#call?.write({ heartbeat: this.#standing(this.state) });
        break;
    }
  }

  /** Never rejects: whatever ends a stream is an event. */
  async #dial(askFull: boolean): Promise<void> {
    const { enforcement, dial, metrics, logger } = this.#options;
    const call = openConfigCall(dial);
    this.#letGo();
    this.#leaving = this.#call;
    this.#call = call;
    this.#assembly.clear();
    metrics.configStreams.inc();
    try {
      // A change of the last stream that is still being worked on would make the Hello wrong.
      await enforcement.settle();
      if (this.#call !== call) return;
      const identity = { instanceId: this.#instanceId, sealingPublicKey: this.#sealing.publicKey };
      call.write({ hello: helloOf(this.#options, identity, askFull) });
      for await (const message of call.messages) {
        if (this.#call !== call) return;
        await this.#receive(call, message);
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
    this.#assembly.clear();
    this.#letGo();
    call?.close();
  }

  #letGo(): void {
    this.#leaving?.close();
    this.#leaving = undefined;
  }

  async #receive(call: ConfigCall, message: StreamResponse__Output): Promise<void> {
    if (message.welcome) this.#onWelcome(message.welcome);
    else if (message.update) await this.#onUpdate(call, message.update);
    else if (message.secrets) await this.#onSecrets(message.secrets.secrets);
    else if (message.heartbeat) this.#onHeartbeat(message.heartbeat);
    else if (message.goaway) {
      const { reason, graceMs } = message.goaway;
      this.#options.logger.info({ reason, graceMs }, 'asked to leave this replica');
      this.#happen({ kind: 'goaway', graceMs });
    } else this.#happen({ kind: 'heard' });
  }

  #onWelcome({ plan, why, schema }: Welcome__Output): void {
    this.#options.logger.info({ plan, why }, 'the control plane answered');
    if (schema < RESOURCE_SCHEMAS.min || schema > RESOURCE_SCHEMAS.max) {
      this.#options.logger.error({ schema }, 'the control plane speaks an unknown schema');
      this.#happen({ kind: 'broken' });
      return;
    }
    this.#happen({ kind: 'welcomed', upToDate: plan === 'PLAN_UP_TO_DATE' });
  }

  #onHeartbeat({ head }: ServerHeartbeat__Output): void {
    const { position } = this.#options.enforcement;
    const atHead = comparePositions(readPosition(head), position) <= 0;
    this.#happen({ kind: 'heartbeat', atHead });
  }

  async #onSecrets(sealed: Parameters<typeof openSecrets>[0]): Promise<void> {
    const { enforcement, logger, metrics } = this.#options;
    const { privateKey } = this.#sealing;
    const opened = await runInSlices(openSecrets(sealed, privateKey, enforcement.secrets));
    if (opened.refused.length > 0) {
      metrics.secretsRefused.inc(opened.refused.length);
      logger.error({ names: opened.refused.slice(0, 20) }, 'secrets could not be opened');
    }
    await enforcement.replaceSecrets(opened.secrets);
    const serving = enforcement.built !== undefined;
    const heldBack = this.#heldBackCount() > 0;
    this.#happen({ kind: 'secrets_replaced', serving, heldBack });
    enforcement.keep();
  }

  async #onUpdate(call: ConfigCall, part: Update__Output): Promise<void> {
    const assembled = this.#assembly.add(part);
    if (assembled.kind === 'incomplete') this.#happen({ kind: 'heard' });
    else if (assembled.kind === 'whole') await this.#enforce(call, assembled.update);
    else {
      const fault = { kind: '', id: '', tenantId: '', message: assembled.message };
      const enforced = { outcome: 'misfit', askFull: true, faults: [fault] } as const;
      this.#answer(call, part.nonce, { enforced, applyMs: 0 });
    }
  }

  async #enforce(call: ConfigCall, update: WholeUpdate): Promise<void> {
    const { enforcement, metrics } = this.#options;
    const startedAtMs = performance.now();
    const enforced = await this.#applySafely(update);
    const applyMs = performance.now() - startedAtMs;
    if (enforced.outcome === 'applied' || enforced.outcome === 'partial') {
      metrics.configApplySeconds.observe(applyMs / 1_000);
      const { oldestCommitAtMs } = update;
      if (oldestCommitAtMs > 0)
        metrics.configLagSeconds.observe(Math.max(0, Date.now() - oldestCommitAtMs) / 1_000);
    }
    this.#answer(call, update.nonce, { enforced, applyMs });
    enforcement.keep();
  }

  /** No configuration ends this process: even a fault of our own only refuses the update. */
  async #applySafely(update: WholeUpdate): Promise<Enforced> {
    try {
      return await this.#options.enforcement.apply(update);
    } catch (error) {
      this.#options.logger.error({ err: error }, 'an update could not be applied');
      const message = 'the node failed to apply the update';
      return { outcome: 'rejected', faults: [{ kind: '', id: '', tenantId: '', message }] };
    }
  }

  /** Verdict, log, metrics; then the state moves. */
  #answer(
    call: ConfigCall,
    nonce: string,
    { enforced, applyMs }: { readonly enforced: Enforced; readonly applyMs: number },
  ): void {
    const { metrics, logger, enforcement } = this.#options;
    metrics.configUpdates.inc({ outcome: enforced.outcome });
    call.write({ verdict: { nonce, ...this.#verdict(enforced), applyMs: Math.round(applyMs) } });
    const position = printPosition(enforcement.position);
    const line = { position, faults: enforced.faults.slice(0, 5), applyMs: Math.round(applyMs) };
    if (enforced.outcome === 'applied') logger.info(line, 'a configuration is enforced');
    else logger.warn(line, `the configuration was not taken whole: ${enforced.outcome}`);
    this.#happen(eventOf(enforced));
    this.#showPosition();
  }

  #verdict(enforced: Enforced): Omit<Verdict, 'nonce' | 'applyMs'> {
    const { state: _, enforced: now, digest } = this.#standing(this.state);
    return { outcome: outcomeOf(enforced), now, digest, diagnostics: diagnosticsOf(enforced) };
  }

  #standing(state: NodeState) {
    const { position, digest } = this.#options.enforcement;
    return { enforced: writePosition(position), digest, state };
  }

  #heldBackCount(): number {
    return this.#options.enforcement.built?.heldBack.size ?? 0;
  }

  #showPosition(): void {
    const { metrics, enforcement } = this.#options;
    metrics.configRevision.set(Number(enforcement.position.revision));
    metrics.configEpoch.set(Number(enforcement.position.epoch));
    metrics.configTenantsHeldBack.set(this.#heldBackCount());
  }

  #showState(before: NodeState | undefined): void {
    const { metrics, logger } = this.#options;
    const state = this.state;
    if (before !== undefined) {
      metrics.configState.set({ state: before }, 0);
      logger.info({ from: before, to: state }, 'the node changed its state');
    }
    metrics.configState.set({ state }, 1);
    this.#showPosition();
  }
}
