import {
  describeAppliedPlan,
  nameAppliedPlan,
  touchedActions,
} from '../../../domain/config-plan.ts';
import { DomainError } from '../../../domain/errors.ts';
import { replan } from '../../plan/replan.ts';
import { writePlan } from '../../plan/write-plan.ts';
import type { GovernedKind } from '../governed-kind.ts';

/** Plans: reviewed as a whole, and made as a whole. */
export const configPlanKind: GovernedKind<'config_plan'> = {
  // To see it; each part asks for its own besides.
  proposePermission: 'grant:read',

  alsoNeededToPropose: ({ proposal }) => [
    ...new Set(touchedActions(proposal).flatMap(({ permission }) => permission ?? [])),
  ],

  never: {
    rebased:
      'A plan is not rebased: plan the same documents again, and apply that with this changeRequestId.',
    takenBack:
      'A plan is not taken back: plan the documents that were in force before, and apply that.',
  },

  /** A plan has no row: it is where it was while nothing that it touches has moved. */
  async holdBase(stores, { proposal, requestedBy }, now) {
    try {
      await replan(stores, proposal, { name: requestedBy, now });
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError) || error.failure.code !== 'VERSION_CONFLICT') throw error;
      return undefined;
    }
  },

  async judge({ operation, stores }, { proposal, requestedBy }) {
    await replan(stores, proposal, { name: requestedBy, now: operation.now });
  },

  async apply({ operation, stores, trail }, request) {
    const { proposal, reason, tenantId, id: changeRequestId } = request;
    const editor = { name: operation.actor.name, now: operation.now };
    const planned = await replan(stores, proposal, editor);
    await writePlan({ stores, trail }, planned, { reason, changeRequestId });
    const applied = nameAppliedPlan(request.subjectId, planned.content);
    const { owner } = proposal;
    trail.entries.push(describeAppliedPlan(applied, { owner, tenantId, reason }));
  },
};
