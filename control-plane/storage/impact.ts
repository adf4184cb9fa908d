import type { EntityManager } from 'typeorm';
import type { Impact, ImpactResult } from '../domain/impact.ts';

const COLUMNS = `change_request_id AS "changeRequestId", tenant_id AS "tenantId", round, digest, state,
  progress, total, result, fault, requested_at AS "requestedAt", ended_at AS "endedAt"`;
/** Begins of one content, after which it is given up: what ends its process each time would do it for ever. */
const TRIES_MAX = 3;

/** The right to replay one content. `run` fences it. */
export interface ImpactClaim extends Pick<Impact, 'changeRequestId' | 'tenantId' | 'round'> {
  readonly run: number;
}

/** How a replay has ended. */
export type ImpactEnd =
  | { readonly state: 'done'; readonly result: ImpactResult }
  | { readonly state: 'failed'; readonly fault: string }
  | { readonly state: 'cancelled' };

/** Table `impact`: one row for each change request that is replayed. A trigger makes it, and begins it anew with each edit. */
export class ImpactStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async listByChangeRequests(ids: readonly string[]): Promise<readonly Impact[]> {
    return this.#manager.query(`SELECT ${COLUMNS} FROM impact WHERE change_request_id = ANY($1)`, [
      ids,
    ]);
  }

  /** Lets it begin anew, when it has ended. Gives whether it had. */
  async restart(changeRequestId: string): Promise<boolean> {
    const rows: readonly unknown[] = await this.#returning(
      `UPDATE impact SET state = 'waiting', run = run + 1, tries = 0, progress = 0, total = NULL,
          result = NULL, fault = NULL, requested_at = clock_timestamp(), ended_at = NULL
        WHERE change_request_id = $1 AND state NOT IN ('waiting', 'running')
        RETURNING round`,
      [changeRequestId],
    );
    return rows.length > 0;
  }

  /**
   * Takes the one that waits longest, or that nobody has held on to; those that others take at this moment are passed over. It is
   * held for that time, and for as long again with each progress.
   */
  async claim(holdMs: number): Promise<ImpactClaim | undefined> {
    await this.#manager.query(
      `UPDATE impact SET state = 'failed', ended_at = clock_timestamp(),
          fault = 'The replay was interrupted again and again.'
        WHERE state = 'running' AND held_until < clock_timestamp() AND tries >= $1`,
      [TRIES_MAX],
    );
    const [claim] = await this.#returning<ImpactClaim>(
      `UPDATE impact SET state = 'running', run = run + 1, tries = tries + 1, progress = 0,
          total = NULL, held_until = clock_timestamp() + $1 * interval '1 millisecond'
        WHERE change_request_id = (SELECT change_request_id FROM impact
          WHERE state = 'waiting' OR (state = 'running' AND held_until < clock_timestamp())
          ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING change_request_id AS "changeRequestId", tenant_id AS "tenantId", round, run`,
      [holdMs],
    );
    return claim;
  }

  /** Writes how far it is. False when the claim holds no longer: somebody edited the request, or took it over. */
  async advance(
    { changeRequestId, run }: ImpactClaim,
    { progress, total }: { readonly progress: number; readonly total: number },
    holdMs: number,
  ): Promise<boolean> {
    const rows = await this.#returning(
      `UPDATE impact SET progress = $3, total = $4,
          held_until = clock_timestamp() + $5 * interval '1 millisecond'
        WHERE change_request_id = $1 AND run = $2 AND state = 'running' RETURNING run`,
      [changeRequestId, run, progress, total, holdMs],
    );
    return rows.length > 0;
  }

  /** Ends it. False when the claim holds no longer. */
  async end({ changeRequestId, run }: ImpactClaim, end: ImpactEnd): Promise<boolean> {
    const rows = await this.#returning(
      `UPDATE impact SET state = $3, result = $4, fault = $5, ended_at = clock_timestamp(),
          held_until = NULL
        WHERE change_request_id = $1 AND run = $2 AND state = 'running' RETURNING run`,
      [
        changeRequestId,
        run,
        end.state,
        end.state === 'done' ? JSON.stringify(end.result) : null,
        end.state === 'failed' ? end.fault : null,
      ],
    );
    return rows.length > 0;
  }

  /** Gives it back, for another replica to take at once; that it began here counts for nothing. */
  async release({ changeRequestId, run }: ImpactClaim): Promise<void> {
    await this.#manager.query(
      `UPDATE impact SET state = 'waiting', tries = tries - 1, held_until = NULL
        WHERE change_request_id = $1 AND run = $2 AND state = 'running'`,
      [changeRequestId, run],
    );
  }

  /** TypeORM answers an UPDATE with its rows and how many there are. */
  async #returning<Row>(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const [rows]: [Row[], number] = await this.#manager.query(sql, [...values]);
    return rows;
  }
}
