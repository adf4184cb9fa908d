import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type DocumentNode, execute, GraphQLError, parse } from 'graphql';
import { DomainError } from '../../../control-plane/domain/errors.ts';
import type { GraphQLContext } from '../../../control-plane/graphql/context.ts';
import { createLoaders } from '../../../control-plane/graphql/loaders.ts';
import { createSchema } from '../../../control-plane/graphql/schema.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { createFamily, type Family, unknownIds } from '../../support/family.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { callOfField, listSurface, type SurfaceCall } from '../../support/schema-surface.ts';

/*
 * Goal: no text that anybody can send is more than a text: it is taken, or refused in words, and never a fault of ours.
 * Method: the schema is the list of places where texts and ids go; each gets each hostile text, alone, in a call that would
 * do otherwise, by an administrator who may do everything.
 */

const schema = createSchema();
const TEXTS: Readonly<Record<string, string>> = {
  'SQL and half a character': `x'; DROP TABLE tenant; -- $1 \\ %_"\ud800`,
  'a NUL': 'a\u0000b',
  // Four times what the door lets in.
  'a long text': 'x'.repeat(1_000_000),
};
const options = { ids: unknownIds, depth: 0, first: 1, withOptionalIds: false };
/** What takes a row out of use comes last: others need it. */
const isLast = (field: string) => /^(archive|revoke|withdraw|reject|signOut|approve)/.test(field);
const surface = listSurface(schema, options)
  .filter(({ kind, textPaths }) => kind !== 'subscription' && textPaths.length > 0)
  .toSorted((one, other) => Number(isLast(one.field)) - Number(isLast(other.field)));

let management: Management;
let family: Family;
beforeAll(async () => {
  management = await openManagement();
  await keepDecisionPartitions(management.storage, managementNow);
  family = await createFamily(management);
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

/** What a call answered, as far as it is looked at. */
interface Answer {
  readonly currentVersion?: number;
}

/** Version that a mutation met last: the next one expects it. */
const versions = new Map<string, number>();

/** Undefined when it was taken, or refused in words. */
async function faultOf(field: string, path: string, value: string): Promise<unknown> {
  const call = callOfField(schema, field, { ...options, ids: family.ids, text: { path, value } });
  const isVersioned = JSON.stringify(call.variables).includes('"expectedVersion"');
  const conflict = isVersioned
    ? '{ __typename ... on VersionConflict { currentVersion }'
    : '{ __typename';
  const document = parse(call.source.replace('{ __typename', conflict));
  const { answer, errors } = await run(document, call, field);
  if (answer?.currentVersion !== undefined) {
    versions.set(field, answer.currentVersion);
    return faultIn((await run(document, call, field)).errors);
  }
  return faultIn(errors);
}

async function run(document: DocumentNode, { variables }: SurfaceCall, field: string) {
  const { services, admin: operation } = management;
  const contextValue: GraphQLContext = {
    operation,
    services,
    loaders: createLoaders(operation, services),
    departure: AbortSignal.abort(),
  };
  const variableValues = JSON.parse(JSON.stringify(variables), (key, given) =>
    key === 'expectedVersion' ? (versions.get(field) ?? given) : given,
  );
  const { data, errors } = await execute({ schema, document, variableValues, contextValue });
  return { answer: data?.[field] as Answer | null | undefined, errors };
}

function faultIn(errors: readonly GraphQLError[] = []): unknown {
  return errors
    .map((error) => error.originalError ?? error)
    .find((cause) => !(cause instanceof DomainError || cause instanceof GraphQLError));
}

test.each(surface.map(({ field, textPaths }) => [field, textPaths] as const))(
  '%s',
  async (field, textPaths) => {
    const faults = [];
    for (const path of textPaths)
      for (const [name, value] of Object.entries(TEXTS)) {
        const fault = await faultOf(field, path, value);
        if (fault !== undefined) faults.push(`${name} as ${path}: ${fault}`);
      }
    expect(faults).toEqual([]);
  },
);
