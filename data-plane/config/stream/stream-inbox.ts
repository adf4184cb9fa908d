import type { KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Goaway__Output } from '../../../proto/generated/gatehouse/config/v1/Goaway.ts';
import type { PackedUpdate__Output } from '../../../proto/generated/gatehouse/config/v1/PackedUpdate.ts';
import type { Revocations__Output } from '../../../proto/generated/gatehouse/config/v1/Revocations.ts';
import type { SealedSecret__Output } from '../../../proto/generated/gatehouse/config/v1/SealedSecret.ts';
import type { ServerHeartbeat__Output } from '../../../proto/generated/gatehouse/config/v1/ServerHeartbeat.ts';
import type { StreamResponse__Output } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { TargetCheck__Output } from '../../../proto/generated/gatehouse/config/v1/TargetCheck.ts';
import type { Welcome__Output } from '../../../proto/generated/gatehouse/config/v1/Welcome.ts';
import { RESOURCE_SCHEMAS } from '../../../proto/resource.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import type { Enforced, Enforcement } from '../enforcement.ts';
import { ReadingLost } from '../full/full-reading.ts';
import type { FullReadings } from '../full/full-readings.ts';
import { PartReader, type PartResult, type ReadUpdate } from '../full/part-reader.ts';
import type { HeardFleet } from '../heard-fleet.ts';
import { comparePositions, printPosition, readPosition, writePosition } from '../position.ts';
import type { WholeUpdate } from '../resource-store.ts';
import { runInSlices } from '../slices.ts';
import type { ClientEvent } from './client-state.ts';
import type { ConfigCall } from './config-call.ts';
import { openSecrets } from './open-secrets.ts';
import type { CheckedTarget, TargetCheck } from './target-check.ts';
import { diagnosticsOf, eventOf, outcomeOf } from './verdict.ts';

/** Updates and secrets that wait for the one before them; then nothing more is read. */
const WAITING_MAX = 4;
/** Parts that wait to be read, beside the one that is: 4 MiB. What comes behind them is heard meanwhile. */
const PARTS_AHEAD_MAX = 32;

/** Whom an inbox works for. */
export interface InboxOwner {
  readonly enforcement: Enforcement;
  readonly fleet: HeardFleet;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly readings: FullReadings;
  /** Opens what is sealed to this instance. */
  readonly privateKey: KeyObject;
  /** Tries a target with a call of its own. Never rejects. */
  readonly checkTarget: (check: TargetCheck) => Promise<CheckedTarget>;
  /** Hears what has come of a message. */
  readonly onEvent: (event: ClientEvent) => void;
}

/** What of an update its answer needs. */
type Enforceable = Pick<WholeUpdate, 'nonce' | 'oldestCommitAtMs'>;

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
  readonly #parts: PartReader;
  #partCount = 0;
  #partTail: Promise<void> = Promise.resolve();
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(call: ConfigCall, owner: InboxOwner) {
    this.#call = call;
    this.#owner = owner;
    this.#parts = new PartReader(owner.readings);
  }

  /** Resolves when the next message may be read. Never rejects. */
  async take(message: StreamResponse__Output): Promise<void> {
    const { update, packedUpdate, secrets, revocations } = message;
    // What is worked off in its order waits for the parts before it.
    if (update || secrets) await this.#partTail;
    if (update) this.#onPart(this.#parts.add(update));
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
    this.#parts.clear();
  }

  /** `drop` is called in place of `work` when the inbox was closed before its turn. */
  #inTurn(work: () => Promise<void>, drop?: () => void): void {
    this.#waiting += 1;
    this.#tail = this.#tail.then(async () => {
      this.#waiting -= 1;
      if (this.#isClosed) drop?.();
      else await this.#workSafely(work);
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

  /** One part a turn of the loop, as with revocations: one read of the socket brings several. Some may wait for the thread. */
  async #onPacked(packed: PackedUpdate__Output): Promise<void> {
    this.#partCount += 1;
    this.#partTail = this.#partTail.then(async () => {
      if (!this.#isClosed) this.#onPart(await this.#parts.addPacked(packed));
      this.#partCount -= 1;
    });
    if (this.#partCount > PARTS_AHEAD_MAX) await this.#partTail;
    await nextTurn();
  }

  #onPart(result: PartResult): void {
    if (result.kind === 'incomplete') this.#owner.onEvent({ kind: 'heard' });
    else if (result.kind === 'whole') {
      const { update } = result;
      this.#inTurn(() => this.#enforce(update, () => this.#owner.enforcement.apply(update)));
    } else if (result.kind === 'read') this.#onRead(result.update);
    else if (result.kind === 'fault') {
      const fault = { kind: '', id: '', tenantId: '', message: result.message };
      const enforced = { outcome: 'misfit', askFull: true, faults: [fault] } as const;
      this.#answer(result.nonce, { enforced, applyMs: 0 });
    } else {
      this.#owner.logger.error('a part of an update could not be unpacked');
      this.#owner.onEvent({ kind: 'broken' });
    }
  }

  #onRead({ head, reading }: ReadUpdate): void {
    const drop = (): void => void reading.close();
    this.#inTurn(async () => {
      await this.#enforce(head, () => this.#owner.enforcement.applyFull({ head, reading }));
      drop();
    }, drop);
  }

  async #enforce(update: Enforceable, apply: () => Promise<Enforced>): Promise<void> {
    const { enforcement, metrics } = this.#owner;
    const startedAtMs = performance.now();
    const enforced = await this.#applySafely(apply);
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
  async #applySafely(apply: () => Promise<Enforced>): Promise<Enforced> {
    try {
      return await apply();
    } catch (error) {
      if (error instanceof ReadingLost) return this.#askAgain(error);
      this.#owner.logger.error({ err: error }, 'an update could not be applied');
      const message = 'the node failed to apply the update';
      return { outcome: 'rejected', faults: [{ kind: '', id: '', tenantId: '', message }] };
    }
  }

  /** It comes again, and is read without a thread. */
  #askAgain(loss: ReadingLost): Enforced {
    this.#owner.readings.noteLoss(loss);
    const faults = [{ kind: '', id: '', tenantId: '', message: 'the reading of it was lost' }];
    return { outcome: 'misfit', askFull: true, faults };
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
