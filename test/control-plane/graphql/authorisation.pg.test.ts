import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  parse,
  subscribe,
  validate,
} from 'graphql';
import type { DataSource } from 'typeorm';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import { type Role, roles } from '../../../control-plane/domain/permission.ts';
import type { GraphQLContext } from '../../../control-plane/graphql/context.ts';
import { createLoaders } from '../../../control-plane/graphql/loaders.ts';
import { createSchema } from '../../../control-plane/graphql/schema.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { AuditService } from '../../../control-plane/services/audit.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { Storage } from '../../../control-plane/storage/storage.ts';
import { type AuthorisationCase, authorisationTable } from '../../support/authorisation-table.ts';
import { createFamily, type Family, unknownIds } from '../../support/family.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import {
  callOfField,
  type SurfaceCall,
  type SurfaceIds,
  type SurfaceOptions,
} from '../../support/schema-surface.ts';

/*
 * Goal: no field can be added to the schema without somebody deciding who may call it, and no caller does more than that,
 * nor learns whether something of another tenant exists.
 * Method: the schema is the list of operations, a table says what each needs, and every role calls every one of them: as a
 * principal of the platform, and confined to a tenant; with ids of its own tenant, of another, and of nothing.
 */

const schema = createSchema();
/** A version that no row has: an edit that is permitted changes nothing, so that the next caller meets the same row. */
const NO_VERSION = 999;
/** What a row has that nobody changed: an edit goes on to look at what else it names. */
const FIRST_VERSION = 1;
/** What all tenants share: an id of it is nobody's secret. */
const SHARED = new Set(['provider', 'model', 'replacedBy', 'target', 'nodePool', 'node']);

let management: Management;
/** Writes refusals over a connection of its own: behind the answer, so that nobody waits for them. */
let refusals: DataSource;
let audit: AuditService;
let own: Family;
let other: Family;
/** By name: each role on the platform and in the own tenant, and one without any. */
const callers = new Map<string, Operation>();
beforeAll(async () => {
  management = await openManagement();
  refusals = await createDataSource(management.url, 'gatehouse_app', 1).initialize();
  audit = new AuditService(new Storage(refusals), management.secrets.auditSigner, () => undefined);
  await keepDecisionPartitions(management.storage, managementNow);
  own = await createFamily(management);
  other = await createFamily(management);
  for (const role of roles) {
    const who = { tenantId: own.tenant.id };
    callers.set(`${role} of the tenant`, await management.operation([role], who));
    if (role !== 'owner')
      callers.set(`${role} of the platform`, await management.operation([role]));
  }
  for (const tenantId of [null, own.tenant.id]) {
    const { principal } = management.admin;
    const nobody = { ...principal, id: randomUUID(), tenantId, roles: [] as readonly Role[] };
    callers.set(`nobody of ${tenantId}`, new Operation(nobody, 'access_token', managementNow));
  }
}, 60_000);
afterAll(async () => {
  await audit?.close();
  await refusals?.destroy();
  await management?.[Symbol.asyncDispose]();
});

const names = [
  schema.getQueryType(),
  schema.getMutationType(),
  schema.getSubscriptionType(),
].flatMap((type) => Object.keys(type?.getFields() ?? {}));

/** A call that anybody may make any number of times. */
interface PreparedCall extends Pick<SurfaceCall, 'kind' | 'field'> {
  readonly document: DocumentNode;
  readonly variableValues: Readonly<Record<string, unknown>>;
}

function prepare(
  name: string,
  ids: SurfaceIds,
  {
    expectedVersion = NO_VERSION,
    ...options
  }: Partial<SurfaceOptions> & { readonly expectedVersion?: number } = {},
): PreparedCall {
  const every = { ids, depth: 0, first: 50, withOptionalIds: true, ...options };
  const { kind, field, source, variables } = callOfField(schema, name, every);
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const variableValues = JSON.parse(JSON.stringify(variables), (key, value) =>
    key === 'expectedVersion' ? expectedVersion : value,
  );
  return { kind, field, document, variableValues };
}

async function run(
  { kind, document, variableValues }: PreparedCall,
  operation: Operation,
): Promise<ExecutionResult> {
  const services = { ...management.services, audit };
  const departure = AbortSignal.abort();
  const loaders = createLoaders(operation, services);
  const contextValue: GraphQLContext = { operation, services, loaders, departure };
  const args = { schema, document, variableValues, contextValue };
  if (kind !== 'subscription') return execute(args);
  const events = await subscribe(args);
  if (!(Symbol.asyncIterator in events)) return events;
  const first: unknown = await events.next().catch((thrown: unknown) => thrown);
  return first instanceof Error ? { errors: [first as GraphQLError] } : { data: {} };
}

/** Codes and messages as a caller sees them. @throws what is no mistake of the caller */
function answerOf(field: string, { data, errors }: ExecutionResult): unknown {
  const faults = (errors ?? []).map((error) => {
    const cause = error.originalError ?? error;
    if (!(cause instanceof DomainError)) throw cause;
    return { code: cause.failure.code, message: cause.message };
  });
  return JSON.parse(JSON.stringify({ [field]: data?.[field], faults }));
}

/**
 * What a caller hears, and each statement that it took: whoever measures how long it takes learns no more than whoever reads
 * the answer.
 */
async function traceOf(called: PreparedCall, operation: Operation) {
  const statements: string[] = [];
  management.watchStatements((sql) => statements.push(sql));
  const answer = answerOf(called.field, await run(called, operation));
  management.watchStatements(undefined);
  return { answer, statements };
}

function isDenied(field: string, result: ExecutionResult): boolean {
  const text = JSON.stringify(answerOf(field, result));
  return /"__typename":"PermissionDenied"|"code":"PERMISSION_DENIED"/.test(text);
}

function mayCall(
  { needs, suffices, of, only }: AuthorisationCase,
  { principal, permissions }: Operation,
): boolean {
  if (only !== undefined) return false;
  if (of === 'platform' && principal.tenantId !== null) return false;
  if (suffices === 'any') return needs.some((one) => permissions.has(one));
  return needs.every((one) => permissions.has(one));
}

test('the table has every field of the schema, and no other', () => {
  expect(Object.keys(authorisationTable).toSorted()).toEqual(names.toSorted());
  expect(names.length).toBeGreaterThan(90);
});

describe('with ids of the own tenant is permitted whoever the table names, and no other', () => {
  test.each(names)('%s', async (field) => {
    const row = authorisationTable[field];
    if (row === undefined) throw new Error('who may call this is not decided');
    const called = prepare(field, own.ids);
    const wrong = [];
    for (const [name, operation] of callers) {
      const denied = isDenied(field, await run(called, operation));
      if (denied === mayCall(row, operation))
        wrong.push(`${name}: ${denied ? 'denied' : 'served'}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Everything that the database holds of the tenant, without when nodes spoke. */
async function readTenant(tenantId: string): Promise<unknown> {
  const tables = await management.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'tenant_id')`,
  );
  const contents = [];
  for (const { name } of tables) {
    const sql = `SELECT row::text AS text FROM ${name} AS row WHERE tenant_id = $1 ORDER BY 1`;
    contents.push([name, await management.query(sql, [tenantId])]);
  }
  return contents;
}

/** Pages that are whole and whose total is not what they hold: it would count rows that the caller does not see. */
function listMiscounts(answer: unknown): readonly unknown[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { totalCount, edges, pageInfo } = answer as Partial<Connection>;
  const isWhole = pageInfo?.hasNextPage === false && pageInfo.hasPreviousPage === false;
  const isWrong = isWhole && totalCount !== undefined && totalCount !== edges?.length;
  return [...(isWrong ? [answer] : []), ...Object.values(answer).flatMap(listMiscounts)];
}

interface Connection {
  readonly totalCount: number;
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
}

describe('of another tenant nothing is told and nothing is changed', () => {
  let before: unknown;
  beforeAll(async () => {
    before = await readTenant(other.tenant.id);
  });
  const confined = () =>
    [...callers].filter(([, { principal }]) => principal.tenantId === own.tenant.id);
  const every = { ids: unknownIds, depth: 0, first: 1, withOptionalIds: true };
  const wordsOf = (field: string) =>
    callOfField(schema, field, every).idWords.filter((word) => !SHARED.has(word));

  const cases = names.flatMap((field) => wordsOf(field).map((word) => [field, word] as const));
  test.each(cases)('%s answers its %s as it answers one that never was', async (field, word) => {
    const options = { depth: 1, expectedVersion: FIRST_VERSION };
    const withWord = (ids: SurfaceIds) =>
      prepare(field, { ...own.ids, [word]: ids[word] ?? '' }, options);
    const [ofNobody, ofOther] = [withWord(unknownIds), withWord(other.ids)];
    const differing = [];
    for (const [name, operation] of confined()) {
      const unknown = await traceOf(ofNobody, operation);
      const theirs = await traceOf(ofOther, operation);
      if (JSON.stringify(theirs) !== JSON.stringify(unknown))
        differing.push([name, unknown, theirs]);
    }
    expect(differing).toEqual([]);
  });

  const lists = names
    .filter((field) => authorisationTable[field]?.of === 'tenant')
    .filter((field) => schema.getQueryType()?.getFields()[field]);
  test.each(lists)('%s shows an owner nothing of it, however deep', async (field) => {
    const owner = callers.get('owner of the tenant');
    if (owner === undefined) throw new Error('there is no owner');
    const called = prepare(field, own.ids, { depth: 2, withOptionalIds: false });
    const answer = answerOf(field, await run(called, owner));
    expect(listMiscounts(answer)).toEqual([]);
    const text = JSON.stringify(answer);
    const secrets = Object.entries(other.ids).filter(([word]) => !SHARED.has(word));
    const shown = secrets.filter(([, id]) => text.includes(id)).map(([word]) => word);
    const namesShown = [other.tenant.name, other.application.name].filter((one) =>
      text.includes(one),
    );
    expect([...shown, ...namesShown]).toEqual([]);
  });

  test('and after all that it is what it was, its audit too', async () => {
    expect(await readTenant(other.tenant.id)).toEqual(before);
  });
});
