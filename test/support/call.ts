/** A node to call, and a key for it. */
export interface CallTarget {
  readonly apiKey: string;
  readonly node: { readonly httpUrl: string };
}

/** A chat over HTTP with plain fetch: for what an SDK would hide. */
export function chat(house: CallTarget, options: ChatOptions = {}): Promise<Response> {
  const {
    key = house.apiKey,
    model = 'chat',
    text = 'Hello',
    headers = {},
    signal,
    ...body
  } = options;
  return fetch(`${house.node.httpUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: text }], ...body }),
    ...(signal === undefined ? {} : { signal }),
  });
}

export interface ChatOptions {
  readonly key?: string;
  readonly model?: string;
  /** What the user says. */
  readonly text?: string;
  readonly stream?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Name of the target that answered. */
export async function targetOf(reply: Promise<Response>): Promise<string | null> {
  const response = await reply;
  await response.arrayBuffer();
  return response.headers.get('x-gatehouse-target');
}

/** `error.code` of a refused call. */
export async function errorOf(
  reply: Promise<Response>,
): Promise<{ status: number; code: string; message: string }> {
  const response = await reply;
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, code: error.code, message: error.message };
}
