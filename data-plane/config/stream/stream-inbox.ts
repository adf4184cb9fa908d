import type { KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Goaway__Output } from '../../../proto/generated/gatehouse/config/v1/Goaway.ts';
import type { PackedUpdate__Output } from '../../../proto/generated/gatehouse/config/v1/PackedUpdate.ts';
import type { Revocations__Output } from '../../../proto/generated/gatehouse/config/v1/Revocations.ts';
import type { SealedSecret__Output } from '../../../proto/generated/gatehouse/config/v1/SealedSecret.ts';
import type { ServerHeartbeat__Output } from '../../../proto/generated/gatehouse/config/v1/ServerHeartbeat.ts';
import type { StreamResponse__Output } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { TargetCheck__Output } from '../../../proto/generated/gatehouse/config/v1/TargetCheck.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';
import type { Welcome__Output } from '../../../proto/generated/gatehouse/config/v1/Welcome.ts';
import { RESOURCE_SCHEMAS } from '../../../proto/resource.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import type { Enforced, Enforcement } from '../enforcement.ts';
import type { HeardFleet } from '../heard-fleet.ts';
import { comparePositions, printPosition, readPosition, writePosition } from '../position.ts';
import type { WholeUpdate } from '../resource-store.ts';
import { runInSlices } from '../slices.ts';
import type { ClientEvent } from './client-state.ts';
import type { ConfigCall } from './config-call.ts';
import { openSecrets } from './open-secrets.ts';
import type { CheckedTarget, TargetCheck } from './target-check.ts';
import { unpackUpdate } from './unpack-update.ts';
import { UpdateAssembly } from './update-assembly.ts';
import { diagnosticsOf, eventOf, outcomeOf } from './verdict.ts';

/** Updates and secrets that wait for the one before them; then nothing more is read. */
const WAITING_MAX = 4;

/** Whom an inbox works for. */
export interface InboxOwner {
  readonly enforcement: Enforcement;
  readonly fleet: HeardFleet;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  /** Opens what is sealed to this instance. */
  readonly privateKey: KeyObject;
  /** Tries a target with a call of its own. Never rejects. */
  readonly checkTarget: (check: TargetCheck) => Promise<CheckedTarget>;
  /** Hears what has come of a message. */
  readonly onEvent: (event: ClientEvent) => void;
}

/** What an update came to, and how long that took. */
interface Judged {
  readonly enforced: Enforced;
  readonly applyMs: number;
}

/**
 * Takes what the control plane says on one stream. Updates and secrets are worked off one after another, in the order in
 * which they came; everything else, revocations above all, overtakes them.
 */
export class StreamInbox {
  readonly #call: ConfigCall;
  readonly #owner: InboxOwner;
  readonly #assembly = new UpdateAssembly();
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(call: ConfigCall, owner: InboxOwner) {
    this.#call = call;
    this.#owner = owner;
  }

  /** Resolves when the next message may be read. Never rejects. */
  async take(message: StreamResponse__Output): Promise<void> {
    const { update, packedUpdate, secrets, revocations } = message;
    if (update) this.#onUpdate(update);
    else if (packedUpdate) await this.#onPacked(packedUpdate);
    else if (secrets) this.#inTurn(() => this.#onSecrets(secrets.secrets));
    else if (revocations) await this.#onRevocations(revocations);
    else if (message.welcome) this.#onWelcome(message.welcome);
    else if (message.heartbeat) this.#onHeartbeat(message.heartbeat);
    else if (message.goaway) this.#onGoaway(message.goaway);
    else if (message.targetCheck) void this.#onCheck(message.targetCheck);
    else this.#owner.onEvent({ kind: 'heard' });
    if (this.#waiting > WAITING_MAX) await this.#tail;
  }

  /** What has not begun is dropped: the next stream brings it again. */
  close(): void {
    this.#isClosed = true;
    this.#assembly.clear();
  }

  #inTurn(work: () => Promise<void>): void {
    this.#waiting += 1;
    this.#tail = this.#tail.then(async () => {
      this.#waiting -= 1;
      if (!this.#isClosed) await this.#workSafely(work);
    });
  }

  /** A fault of our own costs the stream, which begins anew, and never the process. */
  async #workSafely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#owner.logger.error({ err: error }, 'a message of the control plane could not be used');
      this.#owner.onEvent({ kind: 'broken' });
    }
  }

  #onWelcome({ plan, why, schema }: Welcome__Output): void {
    const { logger, onEvent } = this.#owner;
    logger.info({ plan, why }, 'the control plane answered');
    if (schema >= RESOURCE_SCHEMAS.min && schema <= RESOURCE_SCHEMAS.max) {
      onEvent({ kind: 'welcomed', upToDate: plan === 'PLAN_UP_TO_DATE' });
      return;
    }
    logger.error({ schema }, 'the control plane speaks an unknown schema');
    onEvent({ kind: 'broken' });
  }

  #onHeartbeat({ head, fleet: told }: ServerHeartbeat__Output): void {
    const { enforcement, fleet, metrics } = this.#owner;
    const { position } = enforcement;
    if (told !== null) {
      fleet.hear(told);
      metrics.limits.nodes.set(fleet.nodeCount);
    }
    const atHead = comparePositions(readPosition(head), position) <= 0;
    this.#owner.onEvent({ kind: 'heartbeat', atHead });
  }

  /** Beside all else: a provider that is slow holds up no update. */
  async #onCheck({ checkId, targetId, timeoutMs }: TargetCheck__Output): Promise<void> {
    this.#owner.onEvent({ kind: 'heard' });
    const { verdict, status, totalMs, message } = await this.#owner.checkTarget({
      targetId,
      timeoutMs,
    });
    const answer = { checkId, verdict, status, totalMs: Math.round(totalMs), message };
    this.#call.write({ targetChecked: answer });
  }

  #onGoaway({ reason, graceMs }: Goaway__Output): void {
    this.#owner.logger.info({ reason, graceMs }, 'asked to leave this replica');
    this.#owner.onEvent({ kind: 'goaway', graceMs });
  }

  /** One message a turn of the loop: many of them must not hold up calls. */
  async #onRevocations({ keys, at }: Revocations__Output): Promise<void> {
    const { enforcement, logger, metrics, onEvent } = this.#owner;
    const names = keys.map(({ kind, id }) => ({ kind, id }));
    metrics.config.revocations.inc(names.length);
    if (!enforcement.revoke(names, readPosition(at)))
      logger.warn('too many revocations at once: the rest waits for its update');
    enforcement.keep();
    onEvent({ kind: 'heard' });
    await nextTurn();
  }

  async #onSecrets(sealed: readonly SealedSecret__Output[]): Promise<void> {
    const { enforcement, logger, metrics, privateKey, onEvent } = this.#owner;
    const opened = await runInSlices(openSecrets(sealed, privateKey, enforcement.secrets));
    if (opened.refused.length > 0) {
      metrics.config.secretsRefused.inc(opened.refused.length);
      logger.error({ names: opened.refused.slice(0, 20) }, 'secrets could not be opened');
    }
    await enforcement.replaceSecrets(opened.secrets);
    const serving = enforcement.built !== undefined;
    onEvent({ kind: 'secrets_replaced', serving, heldBack: enforcement.heldBackCount > 0 });
    enforcement.keep();
  }

  /** One part a turn of the loop, as with revocations: one read of the socket brings several. */
  async #onPacked(packed: PackedUpdate__Output): Promise<void> {
    const part = unpackUpdate(packed);
    if (part !== undefined) {
      this.#onUpdate(part);
      await nextTurn();
      return;
    }
    this.#owner.logger.error('a part of an update could not be unpacked');
    this.#owner.onEvent({ kind: 'broken' });
  }

  #onUpdate(part: Update__Output): void {
    const assembled = this.#assembly.add(part);
    if (assembled.kind === 'incomplete') this.#owner.onEvent({ kind: 'heard' });
    else if (assembled.kind === 'whole') this.#inTurn(() => this.#enforce(assembled.update));
    else {
      const fault = { kind: '', id: '', tenantId: '', message: assembled.message };
      const enforced = { outcome: 'misfit', askFull: true, faults: [fault] } as const;
      this.#answer(part.nonce, { enforced, applyMs: 0 });
    }
  }

  async #enforce(update: WholeUpdate): Promise<void> {
    const { enforcement, metrics } = this.#owner;
    const startedAtMs = performance.now();
    const enforced = await this.#applySafely(update);
    const applyMs = performance.now() - startedAtMs;
    if (enforced.outcome === 'applied' || enforced.outcome === 'partial') {
      metrics.config.applySeconds.observe(applyMs / 1_000);
      const { oldestCommitAtMs } = update;
      if (oldestCommitAtMs > 0)
        metrics.config.lagSeconds.observe(Math.max(0, Date.now() - oldestCommitAtMs) / 1_000);
    }
    this.#answer(update.nonce, { enforced, applyMs });
    enforcement.keep();
  }

  /** No configuration ends this process: even a fault of our own only refuses the update. */
  async #applySafely(update: WholeUpdate): Promise<Enforced> {
    try {
      return await this.#owner.enforcement.apply(update);
    } catch (error) {
      this.#owner.logger.error({ err: error }, 'an update could not be applied');
      const message = 'the node failed to apply the update';
      return { outcome: 'rejected', faults: [{ kind: '', id: '', tenantId: '', message }] };
    }
  }

  /** Verdict, log, metrics; then the state moves. */
  #answer(nonce: string, { enforced, applyMs }: Judged): void {
    const { metrics, logger, enforcement, onEvent } = this.#owner;
    const { position, digest } = enforcement;
    const rounded = Math.round(applyMs);
    metrics.config.updates.inc({ outcome: enforced.outcome });
    this.#call.write({
      verdict: {
        nonce,
        outcome: outcomeOf(enforced),
        now: writePosition(position),
        digest,
        diagnostics: diagnosticsOf(enforced),
        applyMs: rounded,
      },
    });
    const faults = enforced.faults.slice(0, 5);
    const line = { position: printPosition(position), faults, applyMs: rounded };
    if (enforced.outcome === 'applied') logger.info(line, 'a configuration is enforced');
    else logger.warn(line, `the configuration was not taken whole: ${enforced.outcome}`);
    onEvent(eventOf(enforced));
  }
}
