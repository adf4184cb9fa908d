import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigHouse } from './config-house.ts';
import { idOf, keysPerTenant } from './seed.ts';

/** What is committed: an edit of a route, or the revocation of a key. Each is one revision. */
export type Edit = (house: ConfigHouse, turn: number) => Promise<void>;

/** Another timeout for the route of the tenant whose turn it is. */
export const editRoute: Edit = (house, turn) =>
  changeOneRow(
    house,
    `UPDATE route SET total_timeout_ms = 60001 + $2, version = version + 1
      WHERE id = ${idOf('route', '$1')}`,
    [String(turn % house.tenantCount), turn],
  );

/** Another name for a key of the tenant whose turn it is. */
export const renameKey: Edit = (house, turn) =>
  changeOneRow(
    house,
    `UPDATE api_key SET name = $2, version = version + 1 WHERE id = ${idOf('key', '$1')}`,
    [`${turn % house.tenantCount}/0`, `renamed-${turn}`],
  );

/** Revokes a key for good: each turn another one. @throws Error when all are revoked */
export const revokeKey: Edit = (house, turn) =>
  changeOneRow(
    house,
    `UPDATE api_key SET revoked_at = now(), version = version + 1
      WHERE id = ${idOf('key', '$1')} AND revoked_at IS NULL`,
    [
      `${turn % house.tenantCount}/${(Math.floor(turn / house.tenantCount) % (keysPerTenant - 1)) + 1}`,
    ],
  );

async function changeOneRow(
  house: ConfigHouse,
  statement: string,
  values: readonly (string | number)[],
): Promise<void> {
  const { rowCount } = await house.pool.query(statement, [...values]);
  if (rowCount !== 1) throw new Error(`${rowCount} rows instead of one: ${statement}`);
}

/**
 * Commits at a constant rate for so long, by the clock: a commit that is slow holds up no other. Resolves when all are
 * committed. @throws Error when one fails
 */
export async function commitAtRate(
  house: ConfigHouse,
  edit: Edit,
  { perSecond, forMs }: { readonly perSecond: number; readonly forMs: number },
): Promise<void> {
  const startedAtMs = performance.now();
  const count = Math.floor((perSecond * forMs) / 1_000);
  const running: Promise<void>[] = [];
  const { signal } = house.closing;
  for (let turn = 0; turn < count; turn += 1) {
    const waitMs = startedAtMs + (turn * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    running.push(edit(house, turn));
  }
  await Promise.all(running);
}

/** A revision and when it was committed. */
export interface Committed {
  readonly revision: number;
  /** Unix milliseconds: the moment of its stamp, inside COMMIT. */
  readonly committedAtMs: number;
  readonly isRevocation: boolean;
}

/** Every revision after `after`, up to `upTo`. @throws Error when one is missing */
export async function listCommitted(
  house: ConfigHouse,
  after: number,
  upTo: number,
): Promise<readonly Committed[]> {
  const { rows } = await house.pool.query<{ revision: string; ms: number; is_revocation: boolean }>(
    `SELECT revision, 1000 * extract(epoch FROM min(committed_at))::float8 AS ms,
        bool_or(kind = 'api_key') AS is_revocation
      FROM config_change WHERE revision > $1 AND revision <= $2 GROUP BY revision ORDER BY revision`,
    [after, upTo],
  );
  if (rows.length !== upTo - after)
    throw new Error(`${rows.length} of ${upTo - after} revisions have changes`);
  return rows.map((row) => ({
    revision: Number(row.revision),
    committedAtMs: row.ms,
    isRevocation: row.is_revocation,
  }));
}
