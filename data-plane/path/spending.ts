import { BudgetDesk } from '../budgets/budget-desk.ts';
import { LeaseClient } from '../budgets/lease-client.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import { systemClock } from '../upstream/clock.ts';
import type { TurnRecords } from '../usage/turn-records.ts';
import type { CallPathParts } from './call-path-parts.ts';

/** Where attempts have their money from. It asks from now on. */
export function startBudgetDesk(
  { dial, settings, outbox, logger, metrics }: CallPathParts,
  records: TurnRecords<Exchange>,
): BudgetDesk {
  let isCutOff = false;
  const client = new LeaseClient({ dial, nodeId: settings.nodeId });
  const desk = new BudgetDesk({
    ask: client.ask,
    close: () => client.close(),
    clock: systemClock,
    outbox: {
      // What waits for the end of the turn has no place yet.
      get end() {
        return records.isEmpty ? outbox.end : undefined;
      },
      get acknowledged() {
        return outbox.acknowledged;
      },
    },
    onRound: (err) => {
      metrics.budgets.questions.inc({ outcome: err === undefined ? 'answered' : 'failed' });
      if (err !== undefined && !isCutOff)
        logger.warn({ err }, 'the control plane does not lend of budgets; it is asked again');
      isCutOff = err !== undefined;
    },
    onTick: (accountCount) => metrics.budgets.accounts.set(accountCount),
    onRefused: (why) => metrics.budgets.refusals.inc({ reason: why }),
  });
  desk.start();
  return desk;
}
