import { anthropicCount } from '../../dialects/anthropic/count-dialect.ts';
import { anthropicMessages } from '../../dialects/anthropic/messages-dialect.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { openAiChat } from '../../dialects/openai/chat-dialect.ts';
import { openAiEmbeddings } from '../../dialects/openai/embeddings-dialect.ts';
import { openAiResponses } from '../../dialects/responses/responses-dialect.ts';
import type { IncomingHeaders } from '../call-headers.ts';

/** A path that takes a request in one dialect: to be answered by a provider, or to be measured by the gateway itself. */
export interface BodyEndpoint {
  readonly kind: 'inference' | 'token_count';
  readonly method: 'POST';
  readonly dialect: Dialect;
}

/** What stands behind a path. */
export type Endpoint =
  | BodyEndpoint
  | { readonly kind: 'model_list'; readonly method: 'GET' }
  | { readonly kind: 'model'; readonly method: 'GET'; readonly name: string };

const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v1/chat/completions', { kind: 'inference', method: 'POST', dialect: openAiChat }],
  ['/v1/responses', { kind: 'inference', method: 'POST', dialect: openAiResponses }],
  ['/v1/embeddings', { kind: 'inference', method: 'POST', dialect: openAiEmbeddings }],
  ['/v1/messages', { kind: 'inference', method: 'POST', dialect: anthropicMessages }],
  ['/v1/messages/count_tokens', { kind: 'token_count', method: 'POST', dialect: anthropicCount }],
  ['/v1/models', { kind: 'model_list', method: 'GET' }],
]);
const modelPrefix = '/v1/models/';

/** All endpoints in one sentence, for callers who asked for another. */
export const endpointSentence =
  'Use POST /v1/chat/completions, POST /v1/responses, POST /v1/embeddings, POST /v1/messages, ' +
  'POST /v1/messages/count_tokens, GET /v1/models or GET /v1/models/{id}.';

/** The endpoint of a request target; a query is skipped over. Undefined when there is none. */
export function findEndpoint(url: string): Endpoint | undefined {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const endpoint = endpoints.get(path);
  if (endpoint !== undefined) return endpoint;
  if (!path.startsWith(modelPrefix) || path === modelPrefix) return undefined;
  const name = decodeName(path.slice(modelPrefix.length));
  return name === undefined ? undefined : { kind: 'model', method: 'GET', name };
}

/**
 * In whose shape a caller is answered: that of the endpoint's dialect, else Anthropic's for callers that send
 * `anthropic-version`, as its SDKs always do, else OpenAI's.
 */
export function dialectFor(endpoint: Endpoint | undefined, headers: IncomingHeaders): Dialect {
  if (endpoint !== undefined && 'dialect' in endpoint) return endpoint.dialect;
  return headers['anthropic-version'] === undefined ? openAiChat : anthropicMessages;
}

function decodeName(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
