import { z } from 'zod';
import { type ExplainNode, explainingKey } from './explain-node.ts';

const turns = { messages: [{ role: 'user', content: 'Hi' }] };
const bodies = {
  '/v1/chat/completions': { model: 'assistant', ...turns },
  '/v1/responses': { model: 'assistant', input: 'Hi' },
  '/v1/messages': { model: 'assistant', max_tokens: 10, ...turns },
  '/v1/embeddings': { model: 'vectors', input: ['Hi'] },
} as const;
/** An endpoint of inference. */
export type Path = keyof typeof bodies;
/** All of them. */
export const paths: readonly Path[] = Object.keys(bodies) as Path[];

/** What differs from the usual call. An empty `explain` sends no header. */
export interface Asking {
  readonly change?: object;
  readonly key?: string;
  readonly explain?: string | undefined;
}

/** Makes a call of this wire with the key that may explain, and asks for the decision. */
export async function askNode(
  node: ExplainNode,
  path: Path,
  { change = {}, key = explainingKey, explain = '1' }: Asking = {},
) {
  const response = await fetch(`${node.node.plane.httpUrl}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(explain !== '' && { 'x-gatehouse-explain': explain }),
    },
    body: JSON.stringify({ ...bodies[path], ...change }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const explained = z.looseObject({ gateway: z.looseObject({ requestId: z.string() }) });
/** The decision in a whole reply. */
export const gatewayOf = (text: string) => explained.parse(JSON.parse(text)).gateway;
