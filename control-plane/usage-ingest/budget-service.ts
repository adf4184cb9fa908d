import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { z } from 'zod';
import type { BudgetServiceHandlers } from '../../proto/generated/gatehouse/usage/v1/BudgetService.ts';
import type { LeaseRequest__Output } from '../../proto/generated/gatehouse/usage/v1/LeaseRequest.ts';
import type { LeaseResponse } from '../../proto/generated/gatehouse/usage/v1/LeaseResponse.ts';
import type { Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type AccountDemand, type AccountLoan, lendAccounts } from './lend-accounts.ts';

/** Accounts of one question; budget_service.proto says so. */
const DEMANDS_MAX = 500;
/** The last moment that a Date can hold. */
const TIME_MS_MAX = 8_640_000_000_000_000;

type Call = ServerUnaryCall<LeaseRequest__Output, LeaseResponse>;

export interface BudgetServiceParts {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'budgetLeases'>;
  /** Whether the caller is a node; the reason when it is not. */
  readonly admit: (call: Call) => string | undefined;
  /** Why an admitted caller may not speak for that node; undefined when it may. */
  readonly vouch: (call: Call, claim: { readonly nodeId: string }) => string | undefined;
  /** The pool that the caller's certificate names; undefined when there is none that says so. */
  readonly poolOf: (call: Call) => string | undefined;
}

/** Ten million USD: what a node can need, and any sum of it, stays within what the ledger holds. */
const nanoUsd = z.coerce
  .bigint()
  .min(0n)
  .max(10n ** 16n);
const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const demand = z.object({
  budgetId: uuid,
  subjectId: z.union([uuid, z.literal('')]),
  periodStartUnixMs: z.coerce.number().int().min(0).max(TIME_MS_MAX),
  acknowledgedNanoUsd: nanoUsd,
  spentNanoUsd: nanoUsd,
  wantedNanoUsd: nanoUsd,
  neededNanoUsd: nanoUsd,
});
const request = z.object({
  nodeId: z.string().min(1).max(200),
  instanceId: z.string().min(1).max(200),
  demands: z.array(demand).max(DEMANDS_MAX),
});

/** Handlers of BudgetService: each question is one transaction. */
export function createBudgetHandlers(parts: BudgetServiceParts): BudgetServiceHandlers {
  return {
    Lease: (call: Call, reply: sendUnaryData<LeaseResponse>) => {
      const refusal = parts.admit(call);
      if (refusal !== undefined) {
        reply({ code: status.UNAUTHENTICATED, details: refusal });
        return;
      }
      const refused = parts.vouch(call, call.request);
      if (refused !== undefined) {
        parts.logger.warn({ peer: call.getPeer(), refused }, 'a lease was refused');
        reply({ code: status.PERMISSION_DENIED, details: refused });
        return;
      }
      const asked = request.safeParse(call.request);
      if (!asked.success) {
        reply({ code: status.INVALID_ARGUMENT, details: 'the question makes no sense' });
        return;
      }
      answer(asked.data, parts.poolOf(call), parts).then(
        (response) => reply(null, response),
        (error: unknown) => {
          parts.logger.warn({ error }, 'budgets could not be lent; the node asks again');
          reply({ code: status.UNAVAILABLE, details: 'the ledger could not be asked' });
        },
      );
    },
  };
}

async function answer(
  { nodeId, instanceId, demands }: z.infer<typeof request>,
  pool: string | undefined,
  { storage, metrics }: BudgetServiceParts,
): Promise<LeaseResponse> {
  const loans = await lendAccounts(storage, demands.map(toDemand), {
    holder: { nodeId, instanceId },
    now: new Date(),
    pool,
  });
  const lentCount = loans.filter((loan) => loan !== undefined).length;
  metrics.budgetLeases.inc({ outcome: 'lent' }, lentCount);
  metrics.budgetLeases.inc({ outcome: 'refused' }, loans.length - lentCount);
  return { leases: loans.map(describe) };
}

function toDemand(one: z.infer<typeof demand>): AccountDemand {
  return {
    budgetId: one.budgetId,
    subjectId: one.subjectId,
    periodStart: new Date(one.periodStartUnixMs),
    demand: {
      acknowledged: one.acknowledgedNanoUsd,
      spent: one.spentNanoUsd,
      wanted: one.wantedNanoUsd,
      needed: one.neededNanoUsd,
    },
  };
}

function describe(loan: AccountLoan | undefined) {
  if (loan === undefined) return { refused: true };
  return {
    authorisedNanoUsd: String(loan.authorised),
    remainingNanoUsd: String(loan.remaining),
    holderCount: loan.holderCount,
    refused: false,
  };
}
