import type { SelectQueryBuilder } from 'typeorm';
import { type EntityManager, type EntityTarget, In, type ObjectLiteral } from 'typeorm';
import { checkFirst, encodeCursor, type Keyset, type Page } from './page.ts';

/** A list that each of several owners has: its keyset but for the name, and how owner and name are found. */
export interface OwnedLists<Row> extends Pick<Keyset<Row>, 'column' | 'direction'> {
  readonly ownerField: keyof Row & string;
  listOf(ownerId: string): string;
}

/**
 * The first page of the list of each owner, in two statements however many owners there are. Gives exactly what
 * `readPage` gives for each. Owners without rows get an empty page.
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
    .addSelect(rankOf(lists), 'rank');
  const ranks = await manager
    .createQueryBuilder()
    .select('ranked.id', 'id')
    .addSelect('ranked.owner', 'owner')
    .from(`(${ranked.getQuery()})`, 'ranked')
    .setParameters(ranked.getParameters())
    .where('ranked.rank <= :rankMax', { rankMax: wanted.first + 1 })
    .orderBy('ranked.rank')
    .getRawMany<{ readonly id: string; readonly owner: string }>();
  const found = await manager
    .createQueryBuilder(table, 'row')
    .where({ id: In(ranks.map(({ id }) => id)) })
    .getMany();
  const rows = new Map(found.map((row) => [row.id, row]));
  const pageOf = (ownerId: string) => {
    const own = ranks
      .filter(({ owner }) => owner === ownerId)
      .flatMap(({ id }) => rows.get(id) ?? []);
    return toPage(lists, ownerId, { rows: own, first: wanted.first });
  };
  return new Map(wanted.ownerIds.map((ownerId) => [ownerId, pageOf(ownerId)]));
}

function rankOf<Row>({ ownerField, column, direction }: OwnedLists<Row>): string {
  const order = `row.${column} ${direction}, row.id ${direction}`;
  return `row_number() OVER (PARTITION BY row.${ownerField} ORDER BY ${order})`;
}

function toPage<Row extends { readonly id: string }>(
  lists: OwnedLists<Row>,
  ownerId: string,
  { rows, first }: { readonly rows: readonly Row[]; readonly first: number },
): Page<Row> {
  const list = lists.listOf(ownerId);
  return {
    rows: rows.slice(0, first),
    hasNextPage: rows.length > first,
    hasPreviousPage: false,
    cursorOf: (row) => encodeCursor(list, row[lists.column], row.id),
  };
}
