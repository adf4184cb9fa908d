import {
  type EntityManager,
  type EntityTarget,
  In,
  type ObjectLiteral,
  type SelectQueryBuilder,
} from 'typeorm';
import { invalid } from '../domain/errors.ts';

/** Largest page that a caller may ask for. */
export const PAGE_ROWS_MAX = 200;

/** Which page: the first rows after a cursor. */
export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
  /** Whether the rows of all pages are counted too, which takes a statement of its own. */
  readonly withTotal?: boolean;
}

/** A page and how it continues. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Rows of all pages; undefined when nobody asked. */
  readonly totalCount?: number | undefined;
  cursorOf(row: Row): string;
}

/** The order of a list: by one column, then by id, both in the same direction. */
export interface Keyset<Row> {
  /** Names the list and its filter: a cursor of another list is refused. */
  readonly list: string;
  readonly column: keyof Row & string;
  readonly direction: 'ASC' | 'DESC';
}

interface Cursor {
  readonly list: string;
  readonly value: string;
  readonly id: string;
}

/**
 * Runs `narrow` over the table and cuts the page. @throws DomainError VALIDATION_FAILED for `first`
 * or `after`
 */
export async function readPage<Row extends ObjectLiteral & { readonly id: string }>(
  source: { readonly manager: EntityManager; readonly table: EntityTarget<Row> },
  keyset: Keyset<Row>,
  request: PageRequest,
  narrow: (query: SelectQueryBuilder<Row>) => SelectQueryBuilder<Row>,
): Promise<Page<Row>> {
  checkFirst(request.first);
  const query = narrow(source.manager.createQueryBuilder(source.table, 'row'));
  const totalCount = request.withTotal === true ? await query.getCount() : undefined;
  if (request.after !== undefined) {
    const { value, id } = decodeCursor(request.after, keyset.list);
    const beyond = keyset.direction === 'ASC' ? '>' : '<';
    query.andWhere(`(row.${keyset.column}, row.id) ${beyond} (:cursorValue, :cursorId)`, {
      cursorValue: value,
      cursorId: id,
    });
  }
  const rows = await query
    .orderBy(`row.${keyset.column}`, keyset.direction)
    .addOrderBy('row.id', keyset.direction)
    .take(request.first + 1)
    .getMany();
  return {
    rows: rows.slice(0, request.first),
    hasNextPage: rows.length > request.first,
    hasPreviousPage: request.after !== undefined,
    totalCount,
    cursorOf: (row) => encodeCursor(keyset.list, row[keyset.column], row.id),
  };
}

/**
 * A list that each of several owners has: its keyset but for the name, and how owner and name are
 * found.
 */
export interface OwnedLists<Row> extends Pick<Keyset<Row>, 'column' | 'direction'> {
  readonly ownerField: keyof Row & string;
  listOf(ownerId: string): string;
}

/**
 * The first page of the list of each owner, in two statements however many owners there are. Gives
 * exactly what `readPage` gives for each, counted. Owners without rows get an empty page.
 *
 * @throws DomainError VALIDATION_FAILED for `first`
 */
export async function readFirstPages<Row extends ObjectLiteral & { readonly id: string }>(
  source: { readonly manager: EntityManager; readonly table: EntityTarget<Row> },
  lists: OwnedLists<Row>,
  wanted: { readonly ownerIds: readonly string[]; readonly first: number },
  narrow: (query: SelectQueryBuilder<Row>) => SelectQueryBuilder<Row>,
): Promise<ReadonlyMap<string, Page<Row>>> {
  checkFirst(wanted.first);
  const { manager, table } = source;
  const ranked = narrow(manager.createQueryBuilder(table, 'row'))
    .andWhere({ [lists.ownerField]: In([...wanted.ownerIds]) })
    .select('row.id', 'id')
    .addSelect(`row.${lists.ownerField}`, 'owner')
    .addSelect(rankOf(lists), 'rank')
    .addSelect(`(count(*) OVER (PARTITION BY row.${lists.ownerField}))::integer`, 'total');
  const ranks = await manager
    .createQueryBuilder()
    .select('ranked.id', 'id')
    .addSelect('ranked.owner', 'owner')
    .addSelect('ranked.total', 'total')
    .from(`(${ranked.getQuery()})`, 'ranked')
    .setParameters(ranked.getParameters())
    .where('ranked.rank <= :rankMax', { rankMax: wanted.first + 1 })
    .orderBy('ranked.rank')
    .getRawMany<{ readonly id: string; readonly owner: string; readonly total: number }>();
  const found = await manager
    .createQueryBuilder(table, 'row')
    .where({ id: In(ranks.map(({ id }) => id)) })
    .getMany();
  const rows = new Map(found.map((row) => [row.id, row]));
  const owned = new Map<string, Row[]>(wanted.ownerIds.map((ownerId) => [ownerId, []]));
  const totals = new Map(ranks.map(({ owner, total }) => [owner, total]));
  for (const { id, owner } of ranks) {
    const row = rows.get(id);
    if (row !== undefined) owned.get(owner)?.push(row);
  }
  return new Map(
    [...owned].map(([ownerId, own]) => {
      const page = toPage(lists.listOf(ownerId), lists.column, { rows: own, first: wanted.first });
      return [ownerId, { ...page, totalCount: totals.get(ownerId) ?? 0 }];
    }),
  );
}

function rankOf<Row>({ ownerField, column, direction }: OwnedLists<Row>): string {
  const order = `row.${column} ${direction}, row.id ${direction}`;
  return `row_number() OVER (PARTITION BY row.${ownerField} ORDER BY ${order})`;
}

function toPage<Row extends { readonly id: string }>(
  list: string,
  column: keyof Row & string,
  { rows, first }: { readonly rows: readonly Row[]; readonly first: number },
): Page<Row> {
  return {
    rows: rows.slice(0, first),
    hasNextPage: rows.length > first,
    hasPreviousPage: false,
    cursorOf: (row) => encodeCursor(list, row[column], row.id),
  };
}

/** @throws DomainError VALIDATION_FAILED */
export function checkFirst(first: number): void {
  if (first < 1 || first > PAGE_ROWS_MAX)
    throw invalid('first', `A page has 1 to ${PAGE_ROWS_MAX} rows.`);
}

/** The opaque cursor of a row. */
export function encodeCursor(list: string, value: unknown, id: string): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return Buffer.from(JSON.stringify([list, text, id])).toString('base64url');
}

/** @throws DomainError VALIDATION_FAILED when it is no cursor of this list */
export function decodeCursor(cursor: string, list: string): Cursor {
  const refusal = invalid(
    'after',
    'This cursor belongs to another list; start from its first page.',
  );
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 3) throw refusal;
    const [foundList, value, id] = parsed.map(String);
    if (foundList !== list || value === undefined || id === undefined) throw refusal;
    return { list, value, id };
  } catch {
    throw refusal;
  }
}
