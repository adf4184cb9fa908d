import type pg from 'pg';
import { z } from 'zod';
import type { GraphqlClient } from '../../deploy/local/demo/graphql-client.ts';
import type { Writer } from './management-job.ts';
import type { Asker } from './questions.ts';

const made = z.looseObject({ row: z.object({ id: z.string() }) });
const issued = z.looseObject({ secret: z.string() });

/** Everybody who asks and changes, with his access token. */
export interface People {
  /** Of the tenant below, but for the administrator. */
  readonly tokens: Readonly<Record<Asker, string>>;
  readonly tenantId: string;
  /** Each of a tenant of his own. */
  readonly writers: readonly Writer[];
}

/** Makes them, as whoever holds the bootstrap token would. @throws Error with what the control plane said when it refuses */
export async function hirePeople(
  bootstrap: GraphqlClient,
  pool: pg.Pool,
  writerCount: number,
): Promise<People> {
  const admin = await hire(bootstrap, 'Bench Admin', { roles: ['PLATFORM_ADMIN'] });
  const writers: Writer[] = [];
  for (let number = 1; number <= writerCount; number += 1)
    writers.push(await hireWriter(bootstrap, pool, number));
  const [first] = writers;
  if (first === undefined) throw new Error('there are no writers');
  const { tenantId, ownerToken: owner } = first;
  const developer = await hire(bootstrap, 'Bench Developer', { roles: ['DEVELOPER'], tenantId });
  return { tokens: { admin, owner, developer }, tenantId, writers };
}

async function hireWriter(
  bootstrap: GraphqlClient,
  pool: pg.Pool,
  number: number,
): Promise<Writer> {
  const [tenantId, applicationId, modelId, ...targetIds] = await readIds(pool, [
    ['tenant', `tenant/${number}`],
    ['application', `application/${number}`],
    ['model', `model/${number % 4}`],
    ['target', `target/${(number % 4) * 2}`],
    ['target', `target/${(number % 4) * 2 + 1}`],
  ]);
  if (!tenantId || !applicationId || !modelId) throw new Error('an id is missing');
  const ownerToken = await hire(bootstrap, `Bench Owner ${number}`, { roles: ['OWNER'], tenantId });
  const roles = ['SECURITY_REVIEWER'];
  const reviewerToken = await hire(bootstrap, `Bench Reviewer ${number}`, { roles, tenantId });
  return { ownerToken, reviewerToken, tenantId, applicationId, modelId, targetIds };
}

async function hire(
  bootstrap: GraphqlClient,
  name: string,
  rights: { readonly roles: readonly string[]; readonly tenantId?: string },
): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(' ', '-')}@bench.example`;
  const principal = { kind: 'HUMAN', name, email, ...rights };
  const selection = '... on PrincipalChanged { row: principal { id } }';
  const { row } = made.parse(await bootstrap.mutate('createPrincipal', principal, selection));
  const token = await bootstrap.mutate(
    'createAccessToken',
    { principalId: row.id, name: 'bench' },
    '... on AccessTokenCreated { secret }',
  );
  return issued.parse(token).secret;
}

/** Global ids of rows that SQL made, of their kind and what the id was made of. */
async function readIds(
  pool: pg.Pool,
  wanted: readonly (readonly [kind: string, source: string])[],
): Promise<readonly string[]> {
  const sources = wanted.map(([, source]) => source);
  const { rows } = await pool.query<{ id: string }>(
    'SELECT md5(source)::uuid AS id FROM unnest($1::text[]) WITH ORDINALITY AS made (source, place) ORDER BY place',
    [sources],
  );
  return rows.map(({ id }, index) =>
    Buffer.from(`${wanted[index]?.[0]}:${id}`).toString('base64url'),
  );
}
