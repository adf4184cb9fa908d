import type { Budget } from '../../../domain/budget.ts';
import type { Limit } from '../../../domain/limit.ts';
import { archive } from '../../../domain/record.ts';
import { tenantOf } from '../../../domain/review/proposal.ts';
import { budgetContentOf, limitContentOf } from '../../../domain/review/spend-content.ts';
import { createRecordKind } from '../record-kind.ts';
import { buildBudget, buildLimit, rebuildBudget, rebuildLimit } from './build-spend.ts';

/** An archived one is changed too: to take its end back. */
const isEnded = () => false;
const end = async <Row extends Limit | Budget>(_stores: unknown, row: Row, now: Date) =>
  archive(row, now);

/** Kinds of how much somebody may use and spend. Their end is part of what is reviewed. */
export const spendKinds = {
  limit: createRecordKind<'limit', Limit>({
    noun: 'limit',
    proposePermission: 'limit:write',
    store: ({ limits }) => limits,
    isEnded,
    contentOf: limitContentOf,
    end,
    build: async (stores, request, { current, now }) => {
      const { archived, ...content } = request.proposal;
      if (current === undefined) {
        const draft = { ...content, tenantId: tenantOf(request) };
        return buildLimit(stores, request.subjectId, { draft, now });
      }
      const { applicationId: _application, per: _per, measure: _measure, ...change } = content;
      return withEnd(await rebuildLimit(stores, current, { change, now }), archived, now);
    },
  }),
  budget: createRecordKind<'budget', Budget>({
    noun: 'budget',
    proposePermission: 'budget:write',
    store: ({ budgets }) => budgets,
    isEnded,
    contentOf: budgetContentOf,
    end,
    build: async (stores, request, { current, now }) => {
      const { archived, amountNanoUsd, ...content } = request.proposal;
      const amount = { amountNanoUsd: BigInt(amountNanoUsd) };
      if (current === undefined) {
        const draft = { ...content, ...amount, tenantId: tenantOf(request) };
        return buildBudget(stores, request.subjectId, { draft, now });
      }
      const { applicationId: _application, per: _per, period: _period, ...rest } = content;
      const change = { ...rest, ...amount };
      return withEnd(await rebuildBudget(stores, current, { change, now }), archived, now);
    },
  }),
};

function withEnd<Row extends Limit | Budget>(row: Row, archived: true | undefined, now: Date): Row {
  return { ...row, archivedAt: archived ? (row.archivedAt ?? now) : null };
}
