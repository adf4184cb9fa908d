import type pg from 'pg';

/** What the database did of one statement since it was last asked. */
export interface Counted {
  readonly query: string;
  /** Asked for by the control plane, and not by a function of the database. */
  readonly isOuter: boolean;
  readonly calls: number;
  readonly totalMs: number;
}

/** What the services of the control plane have asked of the database since the last look; feed and nodes are left out. */
export async function takeStatements(pool: pg.Pool): Promise<readonly Counted[]> {
  const { rows } = await pool.query<Counted>(
    `SELECT query, toplevel AS "isOuter", sum(calls)::float8 AS calls, sum(total_exec_time) AS "totalMs"
      FROM bench.pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid
      WHERE rolname IN ('gatehouse_app', 'gatehouse_owner') GROUP BY query, toplevel`,
  );
  await pool.query('SELECT bench.pg_stat_statements_reset()');
  return rows;
}

const aroundStatements =
  /^(BEGIN|START|COMMIT|ROLLBACK|SET|SELECT (set_config|count\(set_config))/i;

/**
 * Statements that each of so many equal operations needed, without those that begin and end transactions. What jobs of the
 * control plane asked meanwhile was asked less often than once an operation, and falls out.
 */
export function countOuter(counted: readonly Counted[], operationCount: number): number {
  return counted
    .filter(({ isOuter, query }) => isOuter && !aroundStatements.test(query))
    .reduce((sum, { calls }) => sum + Math.floor(calls / operationCount), 0);
}
