import { createHash } from 'node:crypto';
import type { EntityManager, EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import {
  type ListOrder,
  type OwnedLists,
  type Page,
  type PageRequest,
  readFirstPages,
  readPage,
} from '../page.ts';
import type { Narrowing } from './narrowing.ts';

/** What is wanted of a list: fields of the filter that are undefined do not narrow it. */
export interface ListWish<Filter, Sort extends string> {
  readonly filter: Filter;
  /** The list's own order when undefined. */
  readonly order?: ListOrder<Sort> | undefined;
}

/** How the rows of a table are listed. Every sort is backed by an index that begins with it and the id. */
export interface Listing<Row extends ObjectLiteral, Filter, Sort extends string> {
  /** Tells its cursors from those of other lists. */
  readonly name: string;
  /** SQL of what can be sorted by; never null. */
  readonly sorts: Readonly<Record<Sort, string>>;
  /** The order when none is wanted. */
  readonly order: ListOrder<Sort>;
  readonly narrowings: {
    readonly [Key in keyof Filter]-?: Narrowing<Row, NonNullable<Filter[Key]>>;
  };
}

interface Source<Row> {
  readonly manager: EntityManager;
  readonly table: EntityTarget<Row>;
  /** The moment of asking, for lists whose narrowings look at it. */
  readonly now?: Date;
}

/** A page of the list. @throws DomainError VALIDATION_FAILED for `first`, `after` or a value of the filter */
export function readList<
  Row extends ObjectLiteral & { readonly id: string },
  Filter extends object,
  Sort extends string,
>(
  source: Source<Row>,
  listing: Listing<Row, Filter, Sort>,
  wish: ListWish<Filter, Sort>,
  page: PageRequest,
): Promise<Page<Row>> {
  const { by, direction } = wish.order ?? listing.order;
  const keyset = { list: listName(listing, wish), by: listing.sorts[by], direction };
  return readPage(source, keyset, page, (query) =>
    narrow(query.setParameter('now', source.now), listing, wish.filter),
  );
}

/** Whose lists, by the field of the row that is the filter's field too, and how much of each. */
export interface OwnedWish<Row> {
  readonly ownerField: keyof Row & string;
  readonly ownerIds: readonly string[];
  readonly first: number;
}

/** The first page of the list of each owner, as `readList` gives it for one. @throws DomainError VALIDATION_FAILED */
export function readOwnedLists<
  Row extends ObjectLiteral & { readonly id: string },
  Filter extends object,
  Sort extends string,
>(
  source: Source<Row>,
  listing: Listing<Row, Filter, Sort>,
  wish: ListWish<Filter, Sort>,
  { ownerField, ...wanted }: OwnedWish<Row>,
): Promise<ReadonlyMap<string, Page<Row>>> {
  const { by, direction } = wish.order ?? listing.order;
  const lists: OwnedLists<Row> = {
    by: listing.sorts[by],
    direction,
    ownerField,
    listOf: (ownerId) =>
      listName(listing, { ...wish, filter: { ...wish.filter, [ownerField]: ownerId } }),
  };
  return readFirstPages(source, lists, wanted, (query) =>
    narrow(query.setParameter('now', source.now), listing, wish.filter),
  );
}

/** Names the list for its cursors: one of another filter or order goes on nowhere in this one. */
function listName<Row extends ObjectLiteral, Filter, Sort extends string>(
  { name, narrowings, order: ownOrder }: Listing<Row, Filter, Sort>,
  { filter, order = ownOrder }: ListWish<Filter, Sort>,
): string {
  const values = keysOf(narrowings).map((key) => filter[key]);
  return `${name}/${order.by}/${order.direction}/${nameFilter(values)}`;
}

/** Tells a filter from others in the name of a list, however long its values are. */
export function nameFilter(values: readonly unknown[]): string {
  const text = JSON.stringify(values.map((value) => value ?? null));
  return createHash('sha256').update(text).digest('base64url');
}

function narrow<Row extends ObjectLiteral, Filter, Sort extends string>(
  query: SelectQueryBuilder<Row>,
  { narrowings }: Listing<Row, Filter, Sort>,
  filter: Filter,
): SelectQueryBuilder<Row> {
  const apply = <Key extends keyof Filter>(key: Key) => {
    const value = filter[key];
    if (value !== undefined && value !== null) narrowings[key](query, value);
  };
  for (const key of keysOf(narrowings)) apply(key);
  return query;
}

function keysOf<Shape extends object>(shape: Shape): readonly (keyof Shape)[] {
  return Object.keys(shape) as (keyof Shape)[];
}
