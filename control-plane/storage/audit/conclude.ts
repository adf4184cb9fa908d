import type { EntityManager } from 'typeorm';
import type { AuditEntry } from '../../domain/audit.ts';
import { type Actor, chainsOf } from '../audit.ts';
import type { KeyUse } from '../idempotency-key.ts';

/** Entries of one statement. */
const ENTRIES_MAX = 200;

/** What a transaction leaves besides its rows. */
export interface Conclusion {
  readonly actor: Actor;
  readonly entries: readonly AuditEntry[];
  /** Makes a repeat of the same key answer with this result's id. */
  readonly idempotency: { readonly use: KeyUse; readonly id: string } | undefined;
}

/**
 * Locks the chains of the entries, and those of all tenants that the transaction has touched, in one order; fires the deferred
 * stamp; appends the entries in their order; keeps the answer under its key. Gives the number that the stamp took; undefined when
 * no governed row was changed.
 *
 * One statement: from the stamp to COMMIT no other change comes to its end, and each answer that is waited for in between would
 * hold up all of them. Only a thousand rows that change, and are a thousand entries, take some more.
 */
export async function conclude(
  manager: EntityManager,
  { actor, entries, idempotency }: Conclusion,
): Promise<bigint | undefined> {
  const { principalId, key, tenantId, mutation, inputDigest } = idempotency?.use ?? NO_KEY;
  const [row]: { revision: string | null }[] = await manager.query(CONCLUDE, [
    ...parametersOf(actor, entries.slice(0, ENTRIES_MAX)),
    chainsOf(entries),
    principalId,
    key,
    tenantId,
    mutation,
    inputDigest,
    idempotency?.id ?? null,
    new Date(),
  ]);
  const revision = row?.revision ?? null;
  for (let start = ENTRIES_MAX; start < entries.length; start += ENTRIES_MAX)
    await manager.query(`SELECT ${appended('$8::bigint')}`, [
      ...parametersOf(actor, entries.slice(start, start + ENTRIES_MAX)),
      revision,
    ]);
  return revision === null ? undefined : BigInt(revision);
}

const NO_KEY = { principalId: null, key: null, tenantId: null, mutation: null, inputDigest: null };

/** Of the first seven parameters, with a revision. */
const appended = (
  revision: string,
) => `(SELECT count(append_audit(tenant, $1, $2, action, object, changes, reason, ${revision}))
  FROM (SELECT * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::text[])
    WITH ORDINALITY AS entry (tenant, action, object, changes, reason, place)
    ORDER BY place) AS ordered)`;

const CONCLUDE = `
  WITH stamped AS MATERIALIZED (SELECT stamp_revision($8) AS revision),
    answered AS (
      INSERT INTO idempotency_key (principal_id, key, tenant_id, mutation, input_digest, result, created_at)
        SELECT $9::uuid, $10::text, $11::uuid, $12::text, $13::bytea,
            jsonb_build_object('id', $14::text, 'revision', revision::text), $15::timestamptz
          FROM stamped WHERE $9::uuid IS NOT NULL)
  SELECT revision, ${appended('revision')} FROM stamped`;

function parametersOf({ name, authenticatedBy }: Actor, entries: readonly AuditEntry[]) {
  return [
    name,
    authenticatedBy,
    entries.map(({ tenantId }) => tenantId),
    entries.map(({ action }) => action),
    entries.map(({ object }) => object),
    entries.map(({ changes }) => JSON.stringify(changes)),
    entries.map(({ reason }) => reason ?? null),
  ];
}
