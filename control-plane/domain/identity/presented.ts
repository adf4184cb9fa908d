/** What a caller shows, and where a browser says that it comes from: headers, or the first message of a subscription. */
export interface Presented {
  readonly authorization: string | undefined;
  /** The header `Cookie`. */
  readonly cookie: string | undefined;
  /** `x-gatehouse-csrf`. */
  readonly csrfToken: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined;
}

/** Headers as Node.js has them. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export function readPresented(headers: Headers): Presented {
  return {
    authorization: single(headers['authorization']),
    cookie: single(headers['cookie']),
    csrfToken: single(headers['x-gatehouse-csrf']),
    origin: single(headers['origin']),
    fetchSite: single(headers['sec-fetch-site']),
  };
}

function single(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
