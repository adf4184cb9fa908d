import { afterAll, beforeAll } from '@jest/globals';
import type { ApprovalRuleDraft, RuledKind } from '../../../control-plane/domain/approval-rule.ts';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import type { Route, RouteChange } from '../../../control-plane/domain/route.ts';
import { ChangeRequestCourse } from '../../../control-plane/jobs/change-request-course.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { freshName, routeDraft, ruleTo } from '../../support/catalog.ts';
import { type Approval, createApproval, createGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/** Two reviewers besides `approval.reviewer`, in a tenant with a granted model. */
export interface ReviewPlace {
  readonly management: Management;
  readonly approval: Approval;
  readonly second: Operation;
  readonly third: Operation;
}

/** What is needed to see what the job does. */
export function createCourse({ storage, services }: Management) {
  const told: string[] = [];
  const note = (_about: unknown, message: string) => void told.push(message);
  const logger = { info: note, warn: note, error: note };
  const metrics = createMetrics();
  const job = new ChangeRequestCourse({ storage, services, metrics, logger: logger as never });
  return { job, metrics, told };
}

/** Opens one management for a file of tests; each act asks for it. */
export function openReviewPlace(): { readonly at: () => ReviewPlace } {
  let place: ReviewPlace | undefined;
  beforeAll(async () => {
    const management = await openManagement(12);
    place = await createPlace(management);
  });
  afterAll(async () => {
    await place?.management[Symbol.asyncDispose]();
  });
  return {
    at: () => {
      if (place === undefined) throw new Error('the place is not open yet');
      return place;
    },
  };
}

/** A fresh tenant in the same management. */
export async function createPlace(management: Management): Promise<ReviewPlace> {
  const approval = await createApproval(management);
  await createGrant(management, approval);
  const who = { tenantId: approval.tenant.id };
  const second = await management.operation(['security-reviewer'], who);
  const third = await management.operation(['security-reviewer'], who);
  return { management, approval, second, third };
}

/** The request that was made instead of the change. */
export async function reviewed(work: () => Promise<unknown>): Promise<ChangeRequest> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ReviewRequired) return error.changeRequest;
    throw error;
  }
  throw new Error('it was made at once');
}

export function calling(name: string, review: object = {}) {
  return { ...call(name), review: { reason: 'It is needed.', ...review } };
}

/** What people do with requests at a place. */
export function createActs(at: () => ReviewPlace) {
  const services = () => at().management.services;
  const developer = () => at().approval.developer;
  const createRoute = (by: Operation = developer(), review: object = {}) => {
    const { tenant, target } = at().approval;
    const draft = routeDraft(tenant.id, [ruleTo(target.id)]);
    return services().routes.create(by, calling('createRoute', review), draft);
  };
  const edit = (
    route: Pick<Route, 'id' | 'version'>,
    change: RouteChange,
    {
      by = developer(),
      ...review
    }: { readonly by?: Operation } & Readonly<Record<string, unknown>> = {},
  ) =>
    services().routes.update(by, calling('updateRoute', review), {
      id: route.id,
      expectedVersion: route.version,
      ...change,
    });
  const setQuorum = (quorum: number, kind: RuledKind = 'route') =>
    at().management.query(
      'UPDATE approval_rule SET quorum = $1 WHERE tenant_id = $2 AND kind = $3',
      [quorum, at().approval.tenant.id, kind],
    );
  const find = (id: string) => services().changeRequests.find(at().management.admin, id);
  return {
    createRoute,
    edit,
    setQuorum,
    find,
    rename: (route: Route, name = freshName('route'), by?: Operation) =>
      reviewed(() => edit(route, { name }, by && { by })),
    rule: async (kind: RuledKind, quorum: number, change: Partial<ApprovalRuleDraft> = {}) => {
      const draft = { tenantId: at().approval.tenant.id, kind, quorum, roles: [], ...change };
      const named = call('createApprovalRule');
      return (await services().approvalRules.create(at().management.admin, named, draft)).value;
    },
    /** Made without a review. */
    freshRoute: async () => {
      await setQuorum(0);
      const { value } = await createRoute();
      await setQuorum(1);
      return value;
    },
    approve: async (
      { id, digest }: Pick<ChangeRequest, 'id' | 'digest'>,
      by: Operation = at().second,
      isApplied = true,
    ) => {
      const decision = { id, digest, comment: 'Fine.', isApplied };
      return (await services().changeRequests.approve(by, call('approveChange'), decision)).value;
    },
    apply: (id: string, by = developer()) =>
      services().changeRequests.apply(by, call('applyChange'), id),
    routeOf: async (id: string) => {
      const route = await services().routes.find(at().management.admin, id);
      if (route === undefined) throw new Error('the route is not there');
      return route;
    },
    breakGlass: (id: string, by: Operation = at().management.admin) =>
      services().emergencyChanges.apply(by, call('applyEmergency'), {
        id,
        reason: 'Callers are down.',
        incidentId: 'INC-7',
      }),
    ratify: async (
      { id, digest }: Pick<ChangeRequest, 'id' | 'digest'>,
      by: Operation = at().second,
    ) =>
      services().emergencyChanges.ratify(by, call('ratifyChange'), {
        id,
        digest,
        comment: 'Right.',
      }),
    /** Audit rows that say it was applied, and revisions that the row took. */
    traces: async ({ id, subjectId }: ChangeRequest) => {
      const [row] = await at().management.query<{ applied: number; revisions: number }>(
        `SELECT (SELECT count(*)::integer FROM audit_event
              WHERE object = $1 AND action = 'change-request.apply') AS applied,
            (SELECT count(DISTINCT revision)::integer FROM config_change
              WHERE resource_id = $2) AS revisions`,
        [`change-request/${id}`, subjectId],
      );
      return row;
    },
    actionsOf: async (id: string) => {
      const rows = await at().management.query<{ action: string }>(
        'SELECT action FROM audit_event WHERE object = $1 ORDER BY id',
        [`change-request/${id}`],
      );
      return rows.map(({ action }) => action.replace('change-request.', ''));
    },
  };
}
