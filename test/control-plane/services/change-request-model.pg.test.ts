import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeRequest } from '../../../control-plane/domain/change-request.ts';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import type { Role } from '../../../control-plane/domain/permission.ts';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { freshName } from '../../support/catalog.ts';
import { call } from '../../support/management.ts';
import { announceSeed } from '../../support/seed.ts';
import { createActs, createCourse, openReviewPlace } from './course-house.ts';

/**
 * Goal: nobody passes a change alone, by whatever order of acts.
 * Method: random walks whose every step is judged by what the database holds, not by the services.
 */
const { at } = openReviewPlace();
const acts = createActs(at);
const { rule, freshRoute, edit, rename, approve, apply, find, setQuorum } = acts;
let course: ReturnType<typeof createCourse>;
beforeAll(async () => {
  course = createCourse(at().management);
  await rule('route', 1);
});

const services = () => at().management.services;
const personOf = (role: Role) =>
  at().management.operation([role], { tenantId: at().approval.tenant.id });
type Act = (who: number) => Promise<unknown>;

/** Who of the reviewers may review, and what the rule demands: everything that a step may change beside the request. */
const readApplied = () =>
  at().management.query<{
    id: string;
    demanded: number;
    approved: number;
    applied: number;
    revisions: number;
  }>(
    `SELECT request.id, (request.demand->>'quorum')::integer AS demanded,
        (SELECT count(DISTINCT review.reviewer_id)::integer
          FROM review JOIN principal ON principal.id = review.reviewer_id
          WHERE review.change_request_id = request.id AND review.verdict = 'approved'
            AND review.digest = request.digest AND review.round = request.round
            AND principal.kind = 'human' AND principal.roles <@ '{security-reviewer,owner}'
            AND principal.id <> ALL (request.authors)) AS approved,
        (SELECT count(*)::integer FROM audit_event WHERE object = 'change-request/' || request.id
          AND action = 'change-request.apply') AS applied,
        (SELECT count(DISTINCT revision)::integer FROM config_change
          WHERE resource_id = request.subject_id::text AND revision IN (SELECT revision FROM audit_event
            WHERE object = 'change-request/' || request.id AND action = 'change-request.apply'))
          AS revisions
      FROM change_request AS request
      WHERE request.tenant_id = $1 AND request.kind = 'route' AND request.state IN ('applied', 'ratified')`,
    [at().approval.tenant.id],
  );

test('no walk makes what its quorum has not approved, nor anything twice', async () => {
  const { management, approval } = at();
  const { query } = management;
  const people = [approval.reviewer, at().second, at().third];
  const personAt = (who: number) => people[who] ?? at().second;
  const setRole = (who: number, role: Role) =>
    query('UPDATE principal SET roles = ARRAY[$1], version = version + 1 WHERE id = $2', [
      role,
      personAt(who).principal.id,
    ]);
  const asker = await personOf('owner');
  const reached = new Set<string>();
  /** What of a step is a refusal, and no fault of ours. */
  const refuse = (error: unknown) => {
    if (!(error instanceof DomainError) && !(error instanceof ReviewRequired)) throw error;
  };
  const judge = async (seen: Set<string>, rule: number) => {
    for (const { id, approved, demanded } of await readApplied()) {
      if (!seen.has(id)) expect(approved).toBeGreaterThanOrEqual(Math.max(rule, demanded));
      seen.add(id);
    }
  };

  const walk = async (steps: readonly (readonly [string, number])[]) => {
    for (const who of people.keys()) await setRole(who, 'security-reviewer');
    const breaker = await personOf('owner');
    const route = await freshRoute();
    let rule = 1;
    let request: ChangeRequest = await rename(route, freshName('route'), asker);
    const id = request.id;
    const seen = new Set((await readApplied()).map((row) => row.id));
    const version = async () => (await acts.routeOf(route.id)).version;
    const known: Readonly<Record<string, Act>> = {
      approve: (who) => approve(request, personAt(who), who > 0),
      own: () => approve(request, asker),
      apply: () => Promise.allSettled(Array.from({ length: 5 }, () => apply(id))),
      edit: async () =>
        edit(
          { ...route, version: await version() },
          { name: freshName('r') },
          { changeRequestId: id },
        ),
      demote: (who) => setRole(who, 'viewer'),
      promote: (who) => setRole(who, 'security-reviewer'),
      rule: async (who) => {
        rule = who + 1;
        await setQuorum(rule);
      },
      move: () => query('UPDATE route SET version = version + 1 WHERE id = $1', [route.id]),
      rebase: () =>
        services().changePreparation.rebase(approval.developer, call('rebaseChange'), id),
      schedule: () =>
        services().changeSchedules.schedule(approval.developer, call('scheduleChange'), {
          id,
          applyAt: new Date(0),
          applyUntil: new Date(Date.now() + 600_000),
        }),
      clock: () => course.job.run(),
      glass: () => acts.breakGlass(id, breaker),
      ratify: (who) => acts.ratify(request, personAt(who)),
      late: () =>
        query(
          `UPDATE change_request SET revert_at = now() WHERE id = $1 AND state = 'applied_emergency'`,
          [id],
        ),
      suspend: (who) =>
        query('UPDATE tenant SET suspended = $2 WHERE id = $1', [approval.tenant.id, who === 0]),
    };
    for (const [word, who] of steps) {
      await known[word]?.(who).catch(refuse);
      await judge(seen, rule);
      request = (await find(id)) ?? request;
      reached.add(request.state);
    }
    await query('UPDATE tenant SET suspended = false WHERE id = $1', [approval.tenant.id]);
    const [row] = (await readApplied()).filter((one) => one.id === id);
    if (request.state === 'applied') expect(row).toMatchObject({ applied: 1, revisions: 1 });
    if (request.state === 'ratified') expect(row).toMatchObject({ applied: 0 });
  };

  const words = ['approve', 'approve', 'approve', 'apply', 'apply', 'clock', 'clock', 'schedule'];
  const rare = ['own', 'edit', 'demote', 'promote', 'rule', 'move', 'rebase', 'glass', 'ratify'];
  const step = fc.tuple(fc.constantFrom(...words, ...rare, 'late', 'suspend'), fc.nat(2));
  const seed = announceSeed('change-request-model');
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16 }), walk), {
    seed,
    numRuns: 25,
    endOnFailure: true,
    examples: [
      [
        [
          ['approve', 0],
          ['demote', 0],
          ['apply', 0],
        ],
      ],
      [
        [
          ['approve', 0],
          ['rule', 1],
          ['schedule', 0],
          ['clock', 0],
          ['approve', 1],
        ],
      ],
      [
        [
          ['approve', 0],
          ['schedule', 0],
          ['clock', 0],
        ],
      ],
      [
        [
          ['glass', 0],
          ['ratify', 1],
          ['late', 0],
          ['clock', 0],
        ],
      ],
      [
        [
          ['glass', 0],
          ['late', 0],
          ['ratify', 1],
          ['clock', 0],
        ],
      ],
      [
        [
          ['approve', 0],
          ['move', 0],
          ['apply', 0],
          ['rebase', 0],
          ['apply', 0],
          ['approve', 2],
        ],
      ],
      [
        [
          ['suspend', 0],
          ['approve', 1],
          ['apply', 0],
          ['suspend', 1],
          ['clock', 0],
          ['demote', 1],
        ],
      ],
    ],
  });
  expect([...reached]).toEqual(
    expect.arrayContaining(['applied', 'ratified', 'reverted', 'suspended', 'approved']),
  );
}, 60_000);
