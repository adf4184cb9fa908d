/** Bodies that the GraphQL door refuses as a whole: what each is, and the status and code of the answer. */
export const REFUSED_REQUESTS: [what: string, body: () => string, status: number, code: string][] =
  [
    [
      '300 KB',
      () => JSON.stringify({ query: `{ me { name } } #${'x'.repeat(300_000)}` }),
      413,
      'BODY_TOO_LARGE',
    ],
    ['no JSON', () => '{"query":', 400, 'BAD_REQUEST'],
    ['half a query', () => '{"query":"{ me {"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['a batch', () => '[{"query":"{ me { name } }"}]', 400, 'BAD_REQUEST'],
    ['an unknown field', () => '{"query":"{ nothing }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'too deep',
      () =>
        JSON.stringify({
          query: `{ tenants { edges { node { ${'applications { edges { node { tenant { '.repeat(4)}name${' } } } }'.repeat(4)} } } } }`,
        }),
      400,
      'QUERY_TOO_LARGE',
    ],
    [
      'too dear',
      () =>
        '{"query":"{ tenants(first: 200) { edges { node { applications(first: 200) { edges { node { name } } } } } } }"}',
      400,
      'QUERY_TOO_LARGE',
    ],
    [
      'too wide',
      () =>
        JSON.stringify({
          query: `{ ${Array.from({ length: 61 }, (_, at) => `a${at}: me { name }`).join(' ')} }`,
        }),
      400,
      'QUERY_TOO_LARGE',
    ],
    [
      'of an unknown enum value',
      () => '{"query":"{ decisions(filter: { outcome: FINE }) { edges { cursor } } }"}',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ];
