import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource, Logger } from 'typeorm';
import { CheckDesk } from '../../../control-plane/config-stream/session/check-desk.ts';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { createServices, type Services } from '../../../control-plane/services/services.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { Storage } from '../../../control-plane/storage/storage.ts';
import { ask } from '../../support/ask.ts';
import { createCatalog, freshName, routeDraft, ruleTo } from '../../support/catalog.ts';
import { type Approval, createApproval, createGrant, requestGrant } from '../../support/grant.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { budgetDraft } from '../../support/spend.ts';

/**
 * Goal: the work that a query makes for the database does not grow with the rows that it returns.
 * Method: every statement of a pool is counted; the same query is asked of a tenant with one row and of one with
 * twenty, each row with a model, a provider, a target and a policy of its own.
 */
const MANY = 20;
let management: Management;
let source: DataSource;
let services: Services;
let statementCount = 0;
/** Those that read rows, and not the ones that begin and end transactions and name their tenant. */
let readCount = 0;
const asked: string[] = [];

const ignore = () => undefined;
const counter: Logger = {
  logQuery: (sql) => {
    statementCount += 1;
    asked.push(sql);
    if (!/^(START|COMMIT|SELECT count\(set_config)/.test(sql)) readCount += 1;
  },
  logQueryError: ignore,
  logQuerySlow: ignore,
  logSchemaBuild: ignore,
  logMigration: ignore,
  log: ignore,
};

beforeAll(async () => {
  management = await openManagement();
  source = createDataSource(management.url, 'gatehouse_app');
  source.setOptions({ logging: ['query'], logger: counter });
  services = createServices(
    new Storage(await source.initialize()),
    management.secrets,
    new CheckDesk(),
  );
});
afterAll(async () => {
  await source.destroy();
  await management[Symbol.asyncDispose]();
});

/** A tenant with routes that have nothing in common, each inspected by a policy that reroutes to the one before. */
async function createRoutes(count: number): Promise<string> {
  const { admin } = management;
  const approval = await createApproval(management);
  const { tenant } = approval;
  let promptPolicyId: string | null = null;
  for (let made = 0; made < count; made += 1) {
    const [one, other] = [await createCatalog(management), await createCatalog(management)];
    await createGrant(management, { ...approval, ...other });
    const rule = ruleTo(one.target.id, { fallbackTargetIds: [other.target.id] });
    const draft = routeDraft(tenant.id, [rule], { promptPolicyId });
    const route = await management.services.routes.create(admin, call('createRoute'), draft);
    const policy = await management.services.promptPolicies.create(
      admin,
      call('createPromptPolicy'),
      {
        tenantId: tenant.id,
        name: freshName('policy'),
        rules: [
          { name: 'move', detector: 'secret', action: 'reroute', rerouteRouteId: route.value.id },
        ],
      },
    );
    promptPolicyId = policy.value.id;
    const edit = { id: route.value.id, expectedVersion: 1, promptPolicyId };
    await management.services.routes.update(admin, call('updateRoute'), edit);
  }
  return toGlobalId('tenant', tenant.id);
}

async function createGrants(count: number): Promise<string> {
  const { services, admin } = management;
  const first = await createApproval(management);
  for (let made = 0; made < count; made += 1) {
    const { id: tenantId } = first.tenant;
    const { team, environment, dataClass, rolloutStage } = first.application;
    const name = freshName('app');
    const draft = { tenantId, name, team, environment, dataClass, rolloutStage };
    const application = await services.applications.create(admin, call('createApplication'), draft);
    const fresh: Approval = {
      ...first,
      ...(await createCatalog(management)),
      application: application.value,
      developer: await management.operation(['developer'], { tenantId }),
      reviewer: await management.operation(['security-reviewer'], { tenantId }),
    };
    await createGrant(management, fresh);
    await requestGrant(management, fresh);
  }
  return toGlobalId('tenant', first.tenant.id);
}

const routeQuery = `query ($tenantId: ID!) {
  page: routes(tenantId: $tenantId, first: ${MANY}) {
    edges { node {
      name
      tenant { name }
      promptPolicy { name tenant { name } rules { rerouteTo { name promptPolicy { name } } } }
      rules {
        split { weight target { name model { name } provider { name hasCredential } } }
        fallbacks { name model { name } provider { name } }
      }
    } }
  }
}`;
const policyQuery = `query ($tenantId: ID!) {
  page: promptPolicies(tenantId: $tenantId, first: ${MANY}) {
    edges { node { name tenant { name } rules { rerouteTo { rules { split { target { name } } } } } } }
  }
}`;
const grantQuery = `query ($tenantId: ID!) {
  page: grants(tenantId: $tenantId, first: ${MANY}) {
    edges { node {
      tenant { name } application { name } model { name }
      changeRequest { requestedBy { name } reviews { verdict reviewer { name } } }
    } }
  }
}`;
const changeRequestQuery = `query ($tenantId: ID!) {
  page: changeRequests(tenantId: $tenantId, first: ${MANY}) {
    edges { node {
      tenant { name } requestedBy { name } reviews { reviewer { name } } grant { model { name } }
      proposal { application { name } model { name } }
    } }
  }
}`;

async function createBudgets(count: number): Promise<string> {
  const { services, admin } = management;
  const { tenant, application } = await createApproval(management);
  for (let made = 0; made < count; made += 1) {
    const draft = budgetDraft(tenant.id, { per: 'application' });
    const { value } = await services.budgets.create(admin, call('createBudget'), draft);
    await management.query(
      `INSERT INTO budget_account VALUES ($1, $2, date_trunc('month', $3::timestamptz, 'UTC'), $4, 7, '')`,
      [value.id, application.id, admin.now, tenant.id],
    );
  }
  return toGlobalId('tenant', tenant.id);
}

const budgetQuery = `query ($tenantId: ID!) {
  page: budgets(tenantId: $tenantId, first: ${MANY}) {
    edges { node { name accounts(first: 5) { application { name } spent lent left } } }
  }
}`;

async function countStatements(query: string, tenantId: string) {
  const before = statementCount;
  const operation = management.admin;
  const data = await ask({ services, operation }, query, { tenantId });
  const { edges } = data['page'] as { readonly edges: readonly unknown[] };
  return { statements: statementCount - before, rows: edges.length };
}

describe('the statements of a query do not grow with its rows', () => {
  test.each([
    ['routes', routeQuery, createRoutes],
    ['prompt policies', policyQuery, createRoutes],
    ['grants', grantQuery, createGrants],
    ['change requests', changeRequestQuery, createGrants],
    ['budgets', budgetQuery, createBudgets],
  ])('%s', async (_noun, query, create) => {
    const [one, many] = [await create(1), await create(MANY)];
    const few = await countStatements(query, one);
    const all = await countStatements(query, many);
    expect(few.rows).toBeGreaterThan(0);
    expect(all.rows).toBe(MANY);
    expect(few.statements).toBeGreaterThan(0);
    expect(all.statements).toBe(few.statements);
  });

  test('targets', async () => {
    await createRoutes(MANY);
    const query = (first: number) =>
      `{ page: targets(first: ${first}) { edges { node { name model { name } provider { name } } } } }`;
    const few = await countStatements(query(1), '');
    const all = await countStatements(query(MANY), '');
    expect([few.rows, all.rows]).toEqual([1, MANY]);
    expect(all.statements).toBe(few.statements);
  });
});

/** A tenant with routes that share two targets and a grant. */
async function createPlainRoutes(count: number): Promise<string> {
  const { services, admin } = management;
  const approval = await createApproval(management);
  const other = await createCatalog(management);
  await createGrant(management, { ...approval, ...other });
  const rule = ruleTo(approval.target.id, { fallbackTargetIds: [other.target.id] });
  for (let made = 0; made < count; made += 1)
    await services.routes.create(
      admin,
      call('createRoute'),
      routeDraft(approval.tenant.id, [rule]),
    );
  return toGlobalId('tenant', approval.tenant.id);
}

test('a hundred routes with their targets and the grants of the tenant are read in five statements', async () => {
  const tenantId = await createPlainRoutes(100);
  const query = `query ($tenantId: ID!) {
    page: routes(tenantId: $tenantId, first: 100) {
      edges { node { name rules { split { weight target { name } } fallbacks { name } } } }
    }
    grants(tenantId: $tenantId, first: 100) {
      edges { node { notAfter application { name } model { name } } }
    }
  }`;
  const before = readCount;
  const { rows } = await countStatements(query, tenantId);
  expect(rows).toBe(100);
  // Routes, targets, grants, applications, models.
  expect(readCount - before).toBe(5);
});

test('of ten thousand rows a page is read as of one, and more than a page is refused', async () => {
  const [one, many] = [await createApproval(management), await createApproval(management)];
  // Past the quota, which is not what is asked here.
  await management.query('SET session_replication_role = replica');
  await management.query(
    `INSERT INTO application SELECT (jsonb_populate_record(row, jsonb_build_object(
        'id', gen_random_uuid(), 'name', 'many-' || number))).*
      FROM application row, generate_series(1, 10000) number WHERE row.id = $1`,
    [many.application.id],
  );
  await management.query('SET session_replication_role = origin');
  const query = (first: number) => `query ($tenantId: ID!) {
    page: applications(tenantId: $tenantId, first: ${first}) { totalCount edges { node { name } } }
  }`;
  const few = await countStatements(query(100), toGlobalId('tenant', one.tenant.id));
  const tenantId = toGlobalId('tenant', many.tenant.id);
  const all = await countStatements(query(100), tenantId);
  expect([few.rows, all.rows]).toEqual([1, 100]);
  expect(all.statements).toBe(few.statements);
  const total = '{ page: applications(tenantId: $tenantId, first: 1) { totalCount } }';
  const { admin: operation } = management;
  expect(
    await ask({ services, operation }, `query ($tenantId: ID!) ${total}`, { tenantId }),
  ).toEqual({ page: { totalCount: 10_000 } });
  await expect(countStatements(query(10_000), tenantId)).rejects.toThrow('1 to 200 rows');
});

test('a read is four statements: its transaction begins, is told its scope, reads and ends', async () => {
  const before = statementCount;
  await services.models.list(
    management.admin,
    { filter: { includeArchived: false } },
    { first: 1, after: undefined },
  );
  expect(asked.slice(-(statementCount - before))).toEqual([
    'START TRANSACTION',
    expect.stringContaining('set_config'),
    expect.stringContaining('"model"'),
    'COMMIT',
  ]);
});

describe('a list of somebody who is confined to a tenant leads the database to the rows of that tenant', () => {
  test.each([
    'applications',
    'apiKeys',
    'routes',
    'promptPolicies',
    'grants',
    'modelAccess',
    'changeRequests',
    'tokenIssuers',
    'outsideDetectors',
    'limits',
    'budgets',
  ])('%s', async (field) => {
    const { tenant } = await createApproval(management);
    const operation = await management.operation(['owner'], { tenantId: tenant.id });
    asked.length = 0;
    await ask({ services, operation }, `{ ${field} { edges { node { id } } } }`, {});
    const reads = asked.filter((sql) => sql.startsWith('SELECT "row"'));
    expect(reads).toEqual([expect.stringContaining('"row"."tenant_id" = $')]);
  });
});
