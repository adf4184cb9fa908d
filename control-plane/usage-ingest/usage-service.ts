import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { ReportRequest__Output } from '../../proto/generated/gatehouse/usage/v1/ReportRequest.ts';
import type { ReportResponse } from '../../proto/generated/gatehouse/usage/v1/ReportResponse.ts';
import type { UsageServiceHandlers } from '../../proto/generated/gatehouse/usage/v1/UsageService.ts';
import type { RampHaltReport } from '../domain/route.ts';
import type { Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { ingest } from './ingest.ts';
import { noteHalt } from './note-halt.ts';

/** Records in one batch; usage_service.proto says so. */
const BATCH_RECORDS_MAX = 500 * 2;
/** Batches of one stream that wait to be written; then nothing more is read from it until one is. */
const WAITING_BATCHES_MAX = 2;

type Call = ServerDuplexStream<ReportRequest__Output, ReportResponse>;

export interface UsageServiceParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Whether the caller is a node; the reason when it is not. */
  readonly admit: (call: Call) => string | undefined;
  /** Why an admitted caller may not speak for that node; undefined when it may. */
  readonly vouch: (call: Call, claim: { readonly nodeId: string }) => string | undefined;
  /** The pool that the caller's certificate names; undefined when there is none that says so. */
  readonly poolOf: (call: Call) => string | undefined;
}

/** Handlers of UsageService: batches of a stream are written one after the other, each acknowledged after COMMIT. */
export function createUsageHandlers(parts: UsageServiceParts): UsageServiceHandlers {
  return { Report: (call: Call) => acceptReports(call, parts) };
}

/** A halt that cannot be written holds up no usage: the node says it again. */
async function noteHaltSafely(
  halt: RampHaltReport,
  { storage, logger }: UsageServiceParts,
  now: Date,
): Promise<void> {
  const { routeId, nodeId, reason, measured, allowed } = halt;
  try {
    if (await noteHalt(storage, halt, now))
      logger.error({ routeId, nodeId, reason, measured, allowed }, 'a ramp was halted by a node');
  } catch (error) {
    logger.warn({ error, routeId, nodeId }, 'a halt of a ramp could not be written');
  }
}

function acceptReports(call: Call, parts: UsageServiceParts): void {
  const { storage, logger, metrics } = parts;
  const refusal = parts.admit(call);
  if (refusal !== undefined) {
    call.emit('error', { code: status.UNAUTHENTICATED, details: refusal });
    return;
  }
  let queue = Promise.resolve();
  let waitingCount = 0;
  let broken = false;
  const stop = (code: status, details: string): void => {
    broken = true;
    call.emit('error', { code, details });
  };
  const fail = (error: unknown): void => {
    if (broken) return;
    logger.warn({ error }, 'a batch of usage could not be written; the node sends it again');
    stop(status.UNAVAILABLE, 'the batch could not be written');
  };
  const accept = async (batch: ReportRequest__Output): Promise<void> => {
    if (broken) return;
    const refused = parts.vouch(call, batch);
    if (refused !== undefined) {
      logger.warn({ peer: call.getPeer(), refused }, 'usage was turned away');
      stop(status.PERMISSION_DENIED, refused);
      return;
    }
    const { usageEvents, decisions, keyUses } = batch;
    if (usageEvents.length + decisions.length + keyUses.length > BATCH_RECORDS_MAX)
      throw new Error(`a batch of node ${batch.nodeId} is too large`);
    const delivery = { now: new Date(), pool: parts.poolOf(call) };
    const { refusedCount, halts } = await ingest(storage, batch, delivery);
    metrics.ingestedRecords.inc({ kind: 'usage_event' }, usageEvents.length);
    metrics.ingestedRecords.inc({ kind: 'decision' }, decisions.length);
    metrics.ingestedRecords.inc({ kind: 'key_use' }, keyUses.length);
    metrics.refusedRecords.inc(refusedCount);
    if (refusedCount > 0)
      logger.warn({ nodeId: batch.nodeId, refusedCount }, 'records of usage were refused');
    if (!broken) call.write({ batch: batch.batch, refusedCount });
    for (const halt of halts) await noteHaltSafely(halt, parts, delivery.now);
  };
  call.on('data', (batch: ReportRequest__Output) => {
    waitingCount += 1;
    if (waitingCount >= WAITING_BATCHES_MAX) call.pause();
    queue = queue
      .then(() => accept(batch))
      .catch(fail)
      .finally(() => {
        waitingCount -= 1;
        call.resume();
      });
  });
  call.on('error', () => {
    broken = true;
  });
  call.on('end', () => void queue.then(() => call.end()));
}
