import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RampHaltReport, Route } from '../../../control-plane/domain/route.ts';
import { noteHalt } from '../../../control-plane/usage-ingest/note-halt.ts';
import type { RoutingRamp } from '../../../policy/route-part/ramp.ts';
import { rampIdOf } from '../../../policy/trial/ramp.ts';
import {
  type Catalog,
  createCatalog,
  createTenancy,
  routeDraft,
  ruleTo,
} from '../../support/catalog.ts';
import { eventually } from '../../support/eventually.ts';
import {
  call as callOf,
  type Management,
  managementNow,
  openManagement,
} from '../../support/management.ts';
import { openService } from './usage-service-fixture.ts';

/*
 * Goal: a ramp that one node has halted is halted for all, once, and goes on when a person has changed it, not before.
 * Method: a route with a ramp in Postgres; reports as the ingest finds them in decision records.
 */

let management: Management;
let old: Catalog;
let fresh: Catalog;
beforeAll(async () => {
  management = await openManagement();
  old = await createCatalog(management);
  fresh = await createCatalog(management);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const rampFrom = (atMs: number): RoutingRamp => ({
  fromTargetId: old.target.id,
  toTargetId: fresh.target.id,
  steps: [{ atMs, sharePermille: 10 }],
  bounds: { windowMs: 60_000, attemptsMin: 20, failurePermilleMax: 50 },
});
const rulesOf = (ramp: RoutingRamp) => [
  ruleTo(old.target.id, {
    split: [
      { targetId: old.target.id, weight: 1 },
      { targetId: fresh.target.id, weight: 0 },
    ],
    ramp,
  }),
];

async function createRampRoute(tenantId?: string): Promise<Route> {
  const ownerId = tenantId ?? (await createTenancy(management)).tenant.id;
  const draft = routeDraft(ownerId, rulesOf(rampFrom(1_000)));
  return (await management.services.routes.create(management.admin, callOf('createRoute'), draft))
    .value;
}

function reportOf(route: Route, change: Partial<RampHaltReport> = {}): RampHaltReport {
  const [rule] = route.rules;
  const rampId = rule?.ramp ? rampIdOf(route.id, rule.name, rule.ramp) : '';
  const figures = { reason: 'failures', atMs: 5_000, measured: 300, allowed: 50 };
  return {
    tenantId: route.tenantId,
    routeId: route.id,
    nodeId: 'node-1',
    rampId,
    ...figures,
    ...change,
  };
}
const note = (report: RampHaltReport) => noteHalt(management.storage, report, managementNow);
const reload = async ({ id }: Route): Promise<Route> => {
  const route = await management.services.routes.find(management.admin, id);
  if (route === undefined) throw new Error('the route is gone');
  return route;
};
const edit = (route: Route, change: object) =>
  management.services.routes.update(management.admin, callOf('updateRoute'), {
    id: route.id,
    expectedVersion: route.version,
    ...change,
  });

test('a halt is written once, as a revision, and kept in the audit with its reason', async () => {
  const route = await createRampRoute();
  const headOf = async () => (await management.services.nodes.head(management.admin)).revision;
  const before = await headOf();
  expect(await note(reportOf(route))).toBe(true);
  expect(await note(reportOf(route, { nodeId: 'node-2' }))).toBe(false);
  expect(await headOf()).toBe(before + 1n);
  const halted = { atMs: 5_000, nodeId: 'node-1', reason: 'failures', measured: 300, allowed: 50 };
  const after = await reload(route);
  expect(after.version).toBe(2);
  expect(after.rules[0]?.ramp).toEqual({ ...route.rules[0]?.ramp, halted });
  const entries = await management.query(
    `SELECT action, actor, authenticated_by, reason FROM audit_event WHERE object = $1 ORDER BY revision`,
    [`route/${route.id}`],
  );
  expect(entries.at(-1)).toMatchObject({
    action: 'route.halt-ramp',
    reason:
      'the node "node-1" saw the new target of a ramp leave its bound of failures: 300, of at most 50',
  });
});

test.each<[string, (route: Route) => Partial<RampHaltReport>]>([
  ['another ramp', () => ({ rampId: 'no such ramp' })],
  ['a route that is not there', () => ({ routeId: randomUUID() })],
  ['the route of another tenant', () => ({ tenantId: randomUUID() })],
])('a halt of %s changes nothing', async (_, change) => {
  const route = await createRampRoute();
  expect(await note(reportOf(route, change(route)))).toBe(false);
  expect(await reload(route)).toEqual(route);
});

test('a halt stays over edits that leave what the ramp says, and ends with one that does not', async () => {
  const route = await createRampRoute();
  await note(reportOf(route));
  const renamed = await edit(await reload(route), { name: 'renamed' });
  const same = await edit(renamed.value, { rules: rulesOf(rampFrom(1_000)) });
  expect(same.value.rules[0]?.ramp?.halted).toMatchObject({ nodeId: 'node-1' });
  const other = await edit(same.value, { rules: rulesOf(rampFrom(2_000)) });
  expect(other.value.rules[0]?.ramp?.halted).toBeUndefined();
  // A report of the ramp as it was comes too late.
  expect(await note(reportOf(route))).toBe(false);
});

test('what a node says in a decision record halts the ramp, however often it says so', async () => {
  const { tenant, application } = await createTenancy(management);
  const route = await createRampRoute(tenant.id);
  const apiKeyId = randomUUID();
  await management.query(
    `INSERT INTO api_key (id, tenant_id, application_id, name, prefix, hash, pepper_id, workloads, routes, attributes, version, created_at, updated_at)
      SELECT $1, $2, $3, 'k', 'p', 'h', id, '{default}', '{}', '{}', 1, now(), now() FROM api_key_pepper`,
    [apiKeyId, tenant.id, application.id],
  );
  const { rampId, atMs, reason, measured, allowed } = reportOf(route);
  const decisionOf = (requestId: string) => ({
    requestId,
    atUnixMs: String(Date.now()),
    nodeId: 'node-7',
    tenantId: tenant.id,
    applicationId: application.id,
    apiKeyId,
    requestedRoute: route.name,
    routeId: route.id,
    operation: 'chat',
    outcome: 'allowed',
    rampHalt: { rampId, reason, atUnixMs: String(atMs), measured, allowed },
  });
  await using service = await openService(management.url);
  const call = service.client.Report();
  call.on('error', () => undefined);
  const decisions = [randomUUID(), randomUUID()].map(decisionOf);
  call.write({ nodeId: 'node-7', batch: '1', decisions });
  call.write({ nodeId: 'node-7', batch: '2', decisions: [decisionOf(randomUUID())] });
  await eventually(async () => {
    const { rules, version } = await reload(route);
    expect(rules[0]?.ramp?.halted).toEqual({ nodeId: 'node-7', atMs, reason, measured, allowed });
    expect(version).toBe(2);
  });
  call.end();
});
