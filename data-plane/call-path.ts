import { randomFillSync } from 'node:crypto';
import type { BudgetDesk } from './budgets/budget-desk.ts';
import { grpcDoorLimitsFor } from './doors/grpc/door-limits.ts';
import { createExplainCall } from './doors/grpc/explain-call.ts';
import { createGrpcDoor, type GrpcDoor } from './doors/grpc/grpc-door.ts';
import { httpDoorLimitsFor } from './doors/http/door-limits.ts';
import { createHttpDoor, type HttpDoor } from './doors/http/http-door.ts';
import { createTokenCount } from './doors/http/token-count.ts';
import { createRequestIds } from './doors/request-id.ts';
import type { InspectionThread } from './inspect/inspection-thread.ts';
import type { OutsideDetectors } from './inspect/outside/outside-detectors.ts';
import { createJudging, createOutsideDetectors } from './outside-path.ts';
import type { CallPathParts } from './path/call-path-parts.ts';
import {
  createInspectionThread,
  createLimitDesk,
  createTokenDesk,
  listDecidingStages,
} from './path/deciding.ts';
import { createBalancer, createSending, createSent, createShadows } from './path/sending.ts';
import { createSettling } from './path/settling.ts';
import { startBudgetDesk } from './path/spending.ts';
import { findCaller, type NoteUse } from './pipeline/authenticate.ts';
import type { Arrival, Exchange } from './pipeline/exchange.ts';
import { createHandler } from './pipeline/handle.ts';
import { listUsableRoutes, requireReady } from './pipeline/list-usable-routes.ts';
import { RequestInspection } from './pipeline/prompt/request-inspection.ts';
import { inspectReply } from './pipeline/reply/inspect-reply.ts';
import type { RouteTrials } from './pipeline/route.ts';
import type { Shadows } from './pipeline/shadow/shadows.ts';
import type { TokenDesk } from './pipeline/token/token-desk.ts';
import { TurnQueue } from './turn-queue.ts';
import { systemClock } from './upstream/clock.ts';
import { CallerUses } from './usage/caller-use/caller-uses.ts';
import { TurnRecords } from './usage/turn-records.ts';

/** A call that waits for the end of the turn in which it came. */
interface DueCall {
  readonly exchange: Exchange;
  readonly run: (exchange: Exchange) => void;
}

/** The doors of a node, with what goes on when a reply has left through one. */
export interface Doors {
  readonly http: HttpDoor;
  readonly grpc: GrpcDoor;
  readonly shadows: Shadows;
  /** Looks at long calls; there is no thread until there was one. */
  readonly inspection: InspectionThread;
  /** Asks detectors that run elsewhere. */
  readonly outside: OutsideDetectors;
  /** Which keys and tokens were used. */
  readonly uses: CallerUses;
  /** What calls leave. */
  readonly records: TurnRecords<Exchange>;
  /** Where they have their money from. */
  readonly budgets: BudgetDesk;
}

/** The doors of a node, not yet open, with everything behind them. */
export function createDoors(parts: CallPathParts): Doors {
  const { settings, logger, metrics, calls, ramps, snapshot, isReady } = parts;
  const records = new TurnRecords<Exchange>(parts.outbox);
  const uses = new CallerUses(() => metrics.droppedKeyUses.inc());
  const noteUse = noteUseIn(uses);
  const { bodyBytesMax, concurrencyMax } = settings;
  const balancer = createBalancer(parts.health);
  const tokens = createTokenDesk(metrics, uses);
  const budgets = startBudgetDesk(parts, records);
  const sending = { ...createSending(parts), budgets };
  const outside = createOutsideDetectors(parts);
  const onFault = (err: unknown, requestId: string) =>
    logger.error({ err, requestId }, 'a call failed inside');
  const shadows = createShadows(metrics, { ...sending, records, onFault });
  const settle = createSettling(parts, records, budgets);
  const sent = createSent(parts, sending, balancer);
  const thread = createInspectionThread(parts);
  const inspection = new RequestInspection(thread, systemClock);
  const limits = createLimitDesk(parts);
  const shared = { balancer, tokens, noteUse, onFault, inspection, limits, budgets };
  const toSettle = { settle, records, onFault };
  const judge = createJudging(settings.region, { balancer, ramps, budgets, sent, ...toSettle });
  const trials: RouteTrials = {
    follow: (request, call) => ramps.follow(request, call),
    sampled: shadows.sampled,
  };
  const deciding = listDecidingStages(parts, { ...shared, desk: outside, judge }, trials);
  const due = new TurnQueue<DueCall>(({ exchange, run }) => run(exchange));
  const handle = createHandler({
    stages: [calls.arrive, ...deciding, sent, inspectReply],
    snapshot,
    settle: calls.observe(settle),
    whenDue: (exchange, run) => due.push({ exchange, run }),
    whenKept: records.whenKept,
    onEnded: shadows.ended,
    onFault,
  });
  const common = createShared(parts, tokens, noteUse);
  const explainCall = createExplainCall({
    stages: listDecidingStages(parts, { ...shared, desk: undefined, judge: undefined }, undefined),
    snapshot,
    health: parts.health,
    onExplained: ({ outcome, errorCode: error }) => metrics.explained.inc({ outcome, error }),
    onFault,
  });
  const openings = {
    http: { ...common('http'), limits: httpDoorLimitsFor(concurrencyMax, bodyBytesMax) },
    grpc: { ...common('grpc'), limits: grpcDoorLimitsFor(concurrencyMax, bodyBytesMax) },
  };
  const refusedAt = (door: 'http' | 'grpc') => () => metrics.connectionsRefused.inc({ door });
  return {
    http: createHttpDoor({ ...openings.http, handle, onConnectionRefused: refusedAt('http') }),
    grpc: createGrpcDoor({
      ...openings.grpc,
      handle,
      explainCall,
      onConnectionRefused: refusedAt('grpc'),
      isReady,
    }),
    shadows,
    inspection: thread,
    outside,
    uses,
    records,
    budgets,
  };
}

function noteUseIn(uses: CallerUses): NoteUse {
  return ({ key, token }, door, atUnixMs) => {
    if (token === undefined) uses.noteKey(key.id, door, atUnixMs);
    else uses.noteToken(token.issuer.issuer.id, door, atUnixMs);
  };
}

/** What the doors are made of alike. */
function createShared({ snapshot }: CallPathParts, tokens: TokenDesk, noteUse: NoteUse) {
  const nextRequestId = createRequestIds({ now: Date.now, randomFill: randomFillSync });
  const countTokens = createTokenCount(snapshot, systemClock, { tokens, noteUse });
  return (door: Arrival['door']) => ({
    checkCaller: (credential: string | undefined) =>
      void findCaller({ snapshot: requireReady(snapshot()), tokens }, credential, Date.now()),
    listRoutes: (credential: string | undefined) =>
      listUsableRoutes({ snapshot: snapshot(), tokens }, credential, {
        nowMs: Date.now(),
        door,
        noteUse,
      }),
    countTokens,
    revision: () => snapshot()?.revision,
    now: Date.now,
    nextRequestId,
  });
}
