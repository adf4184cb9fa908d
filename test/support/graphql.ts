/** What a mutation or query answered; tests look at what they asked for. */
// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape that the test asked for
export type Answer = Record<string, any>;

/** Speaks GraphQL as one principal over a real socket. */
export class GraphqlCaller {
  readonly #url: string;
  /** What it signs in with. */
  readonly token: string | undefined;

  constructor(url: string, token: string | undefined) {
    this.#url = url;
    this.token = token;
  }

  /** The whole answer with its HTTP status, errors included. @throws Error when there is none in that time */
  async send(
    query: string,
    variables: object = {},
    timeoutMs = 10_000,
  ): Promise<{ status: number; body: Answer }> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  /** The data. @throws Error with `errors[]` when there are any */
  async query(query: string, variables: object = {}): Promise<Answer> {
    const { body } = await this.send(query, variables);
    if (body['errors'] !== undefined) throw new Error(JSON.stringify(body['errors']));
    return body['data'];
  }

  /** The payload of a mutation with one input, whatever member of its union it is. */
  async mutate(name: string, input: object, selection: string): Promise<Answer> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const data = await this.query(
      `mutation ($input: ${type}!) { payload: ${name}(input: $input) {
        __typename ${selection}
        ... on ValidationFailed { message faults { path message line column } }
        ... on NotFound { message }
        ... on PermissionDenied { message permission }
        ... on IdempotencyKeyReused { message }
      } }`,
      { input },
    );
    return data['payload'];
  }
}
