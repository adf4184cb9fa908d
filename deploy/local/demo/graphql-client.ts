import { z } from 'zod';

const CALL_TIMEOUT_MS = 15_000;
const PAGE_ROWS = 100;
const PAGES_MAX = 100;
const QUOTED_CHARACTERS = 80;

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});
const outcome = z.looseObject({
  __typename: z.string(),
  message: z.string().optional(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
const named = z.looseObject({ id: z.string(), name: z.string(), version: z.number() });
const page = z.object({
  rows: z.object({
    edges: z.array(z.object({ node: named })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

/** One row of a list, with the fields that were selected beside id, name and version. */
export type NamedRow = z.infer<typeof named>;

/** Speaks GraphQL as one principal. */
export class GraphqlClient {
  readonly #url: string;
  readonly #token: string;
  readonly #signal: AbortSignal;

  constructor(url: string, token: string, signal: AbortSignal) {
    this.#url = url;
    this.#token = token;
    this.#signal = signal;
  }

  /** @throws Error with the messages of the answer when it has any, or no data */
  async query(document: string, variables: object = {}): Promise<Record<string, unknown>> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    const { data, errors } = answer.parse(await response.json());
    if (errors !== undefined || data === undefined || data === null) {
      const said = errors?.map(({ message }) => message).join('; ') ?? 'nothing';
      throw new Error(
        `${document.replace(/\s+/g, ' ').slice(0, QUOTED_CHARACTERS)} answered: ${said}`,
      );
    }
    return data;
  }

  /**
   * Runs the mutation `name` with its one input and gives what `selection` (`... on XChanged { x {
   * id } }`) selects. @throws Error with the message and every fault of any other outcome
   */
  async mutate(name: string, input: object, selection: string): Promise<Record<string, unknown>> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { outcome: ${name}(input: $input) {
      __typename ${selection}
      ... on ValidationFailed { message faults { path message } }
      ... on NotFound { message }
      ... on PermissionDenied { message }
    } }`;
    const result = outcome.parse((await this.query(document, { input }))['outcome']);
    const expected = /\.\.\. on (\w+)/.exec(selection)?.[1];
    if (result.__typename === expected) return result;
    const faults = result.faults?.map(({ path, message }) => `${path}: ${message}`) ?? [];
    const said = [result.message ?? '', ...faults].join('; ');
    throw new Error(`${name} answered ${result.__typename}: ${said}`);
  }

  /** The first row of this name in `list` (a field, with its arguments but for the page). */
  async findByName(
    list: { readonly field: string; readonly args?: string; readonly select?: string },
    name: string,
  ): Promise<NamedRow | undefined> {
    const { field, args = '', select = '' } = list;
    const document = `query ($after: String) {
      rows: ${field}(first: ${PAGE_ROWS}, after: $after ${args}) {
        edges { node { id name version ${select} } }
        pageInfo { hasNextPage endCursor }
      }
    }`;
    let after: string | null = null;
    for (let pages = 0; pages < PAGES_MAX; pages += 1) {
      const { rows } = page.parse(await this.query(document, { after }));
      const found = rows.edges.find(({ node }) => node.name === name);
      if (found !== undefined) return found.node;
      if (!rows.pageInfo.hasNextPage) return undefined;
      after = rows.pageInfo.endCursor;
    }
    return undefined;
  }
}
