import type { Page, PageRequest } from '../storage/page.ts';

/** A page as the schema shows it. */
export interface Connection<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
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
  };
}

/** The arguments of a list, as storage takes them. Null means the default. */
export function toPageRequest(args: {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}): PageRequest {
  return { first: args.first ?? 50, after: args.after ?? undefined };
}
