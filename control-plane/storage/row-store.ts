import { type EntityManager, type EntitySchema, In, type ObjectLiteral } from 'typeorm';
import { DomainError, notFound } from '../domain/errors.ts';
import type { VersionedRecord } from '../domain/record.ts';

/** How firmly a row is held: against changes, or against other holders too. */
export type LockStrength = 'share' | 'update';

/** Reads and writes that every table of versioned rows has in common. */
export class RowStore<Row extends VersionedRecord & ObjectLiteral> {
  readonly manager: EntityManager;
  readonly table: EntitySchema<Row>;
  readonly #noun: string;

  /** `noun` is for people: "api key". */
  constructor(manager: EntityManager, table: EntitySchema<Row>, noun: string) {
    this.manager = manager;
    this.table = table;
    this.#noun = noun;
  }

  async find(id: string): Promise<Row | undefined> {
    const [row] = await this.listByIds([id]);
    return row;
  }

  /** @throws DomainError NOT_FOUND */
  async get(id: string): Promise<Row> {
    const row = await this.find(id);
    if (row === undefined) throw notFound(this.#noun);
    return row;
  }

  /** Rows in any order; ids without a row in this scope are left out. */
  async listByIds(ids: readonly string[]): Promise<readonly Row[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ id: In([...ids]) })
      .getMany();
  }

  /**
   * Waits for whoever changes the row, and keeps it as it is until the transaction ends: `share` against changes,
   * `update` also against others who lock it. Needs the right to change the row: a scope that only reads finds none.
   *
   * @throws DomainError NOT_FOUND
   */
  async lock(id: string, strength: LockStrength): Promise<Row> {
    const [row] = await this.lockByIds([id], strength);
    if (row === undefined) throw notFound(this.#noun);
    return row;
  }

  /** Locks several rows in the order of their ids, so that two who do so never wait for each other. */
  async lockByIds(ids: readonly string[], strength: LockStrength): Promise<readonly Row[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ id: In([...ids]) })
      .orderBy('row.id')
      .setLock(strength === 'share' ? 'pessimistic_read' : 'pessimistic_write')
      .getMany();
  }

  async insert(row: Row): Promise<void> {
    await this.manager.createQueryBuilder().insert().into(this.table).values(row).execute();
  }

  /**
   * Replaces a row whose version is still the one before `row.version`.
   *
   * @throws DomainError VERSION_CONFLICT when someone else changed it first; NOT_FOUND
   */
  async replace(row: Row): Promise<void> {
    const { affected } = await this.manager
      .createQueryBuilder()
      .update(this.table)
      .set(row)
      .where({ id: row.id, version: row.version - 1 })
      .execute();
    if (affected === 1) return;
    const { version } = await this.get(row.id);
    throw versionConflict(this.#noun, version);
  }
}

/** @throws DomainError VERSION_CONFLICT when the editor saw another version */
export function requireVersion(row: VersionedRecord, expectedVersion: number, noun: string): void {
  if (row.version !== expectedVersion) throw versionConflict(noun, row.version);
}

function versionConflict(noun: string, currentVersion: number): DomainError {
  return new DomainError(
    { code: 'VERSION_CONFLICT', currentVersion },
    `This ${noun} was changed by someone else; it has version ${currentVersion}. Read it and try again.`,
  );
}
