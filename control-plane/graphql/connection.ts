import { COUNTED_ROWS_MAX, type ListOrder, type Page, type PageRequest } from '../storage/page.ts';
import type { WithTotal } from './surface/total-count.ts';

/** Rows of a page for those who do not say how many. */
export const PAGE_ROWS_DEFAULT = 50;

/** A page as the schema shows it. */
export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Rows of all pages, counted to a bound. Throws when they were not counted: see `tellTotals`. */
  readonly totalCount: number;
  /** False when there are more. Throws likewise. */
  readonly totalCountIsExact: boolean;
}

export function toConnection<Row>(page: Page<Row>): Connection<Row> {
  const edges = page.rows.map((node) => ({ cursor: page.cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      return Math.min(totalOf(page), COUNTED_ROWS_MAX);
    },
    get totalCountIsExact() {
      return totalOf(page) <= COUNTED_ROWS_MAX;
    },
  };
}

function totalOf({ totalCount }: Pick<Page<never>, 'totalCount'>): number {
  if (totalCount === undefined) throw new Error('the rows of this list were not counted');
  return totalCount;
}

/** The arguments of a list, as storage takes them. Null means the default. */
export function toPageRequest(
  args: {
    readonly first?: number | null | undefined;
    readonly after?: string | null | undefined;
  } & WithTotal,
): PageRequest {
  const { first, after, withTotal = false } = args;
  return { first: first ?? PAGE_ROWS_DEFAULT, after: after ?? undefined, withTotal };
}

/** How a list is wanted to be sorted, as storage takes it. */
export function toOrder<Sort extends string>(
  orderBy:
    | { readonly by: Sort; readonly direction?: 'ASC' | 'DESC' | null | undefined }
    | null
    | undefined,
): ListOrder<Sort> | undefined {
  return orderBy ? { by: orderBy.by, direction: orderBy.direction ?? 'ASC' } : undefined;
}
