import type { ProviderKind } from '../../../policy/resource.ts';
import type { Fault } from './door.ts';

/** How a provider refuses a call. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** The faults that are whole replies. */
export type RefusalName = Exclude<Fault, 'cut'>;

/** One provider of the matrix. */
export interface KindRow {
  /** First word of its routes. */
  readonly name: string;
  readonly kind: ProviderKind;
  /** Path of its base URL. */
  readonly path: string;
  readonly credential: string;
  /** Where its credential goes. */
  readonly header: string;
  /** Its name of a model that chats. */
  readonly chatModel: string;
  /** Where a whole chat is asked for, from the root of its origin. */
  readonly chatPath: string;
  /** Its name of a model of embeddings; undefined when it makes none. */
  readonly embeddingModel: string | undefined;
  /** Whether it says in its replies how many tokens embeddings have cost. */
  readonly countsEmbeddings: boolean;
  /** In the words of its own wire; each asks for a pause of 30 seconds where it limits. */
  readonly refusals: Readonly<Record<RefusalName, Refusal>>;
}

export const refusalNames: readonly RefusalName[] = [
  'credential',
  'unknown_model',
  'rate_limited',
  'rejected',
];

/** Looks like a secret: what a provider repeats of it must not leave. */
export const leakedSecret = 'sk-ant-api03-0123456789abcdef0123456789';
const rejection = `Something is wrong with Bearer ${leakedSecret}.`;
const pause = { 'retry-after': '30' };

const openAiError = (type: string, code: string | null, message: string) => ({
  error: { message, type, param: null, code },
});
const openAiRefusals: KindRow['refusals'] = {
  credential: {
    status: 401,
    body: openAiError('invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'),
  },
  unknown_model: {
    status: 404,
    body: openAiError('invalid_request_error', 'model_not_found', 'The model does not exist.'),
  },
  rate_limited: {
    status: 429,
    headers: pause,
    body: openAiError('requests', 'rate_limit_exceeded', 'Rate limit reached.'),
  },
  rejected: { status: 400, body: openAiError('invalid_request_error', null, rejection) },
};

const azureError = (code: string, message: string) => ({ error: { code, message } });
const azureRefusals: KindRow['refusals'] = {
  credential: { status: 401, body: azureError('401', 'Access denied due to invalid key.') },
  unknown_model: {
    status: 404,
    body: azureError('DeploymentNotFound', 'The deployment does not exist.'),
  },
  rate_limited: { status: 429, headers: pause, body: azureError('429', 'Too many calls.') },
  rejected: { status: 400, body: azureError('BadRequest', rejection) },
};

const anthropicError = (type: string, message: string) => ({
  type: 'error',
  error: { type, message },
});
const anthropicRefusals: KindRow['refusals'] = {
  credential: { status: 401, body: anthropicError('authentication_error', 'invalid x-api-key') },
  unknown_model: { status: 404, body: anthropicError('not_found_error', 'model: claude-0') },
  rate_limited: {
    status: 429,
    headers: pause,
    body: anthropicError('rate_limit_error', 'Too many tokens a minute.'),
  },
  rejected: { status: 400, body: anthropicError('invalid_request_error', rejection) },
};

const googleError = (code: number, status: string, message: string, details: object[] = []) => ({
  error: { code, message, status, details },
});
const typeUrl = (name: string) => `type.googleapis.com/google.rpc.${name}`;
const googleLimit: Refusal = {
  status: 429,
  body: googleError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.', [
    { '@type': typeUrl('RetryInfo'), retryDelay: '30s' },
  ]),
};
const googleUnknownModel = {
  status: 404,
  body: googleError(404, 'NOT_FOUND', 'The model is not found.'),
};
const googleRejection = { status: 400, body: googleError(400, 'INVALID_ARGUMENT', rejection) };
const geminiRefusals: KindRow['refusals'] = {
  credential: {
    status: 400,
    body: googleError(400, 'INVALID_ARGUMENT', 'API key not valid.', [
      { '@type': typeUrl('ErrorInfo'), reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
    ]),
  },
  unknown_model: googleUnknownModel,
  rate_limited: googleLimit,
  rejected: googleRejection,
};
const vertexRefusals: KindRow['refusals'] = {
  credential: { status: 401, body: googleError(401, 'UNAUTHENTICATED', 'No valid credential.') },
  unknown_model: googleUnknownModel,
  rate_limited: googleLimit,
  rejected: googleRejection,
};

const awsError = (status: number, type: string, message: string): Refusal => ({
  status,
  headers: { 'x-amzn-errortype': type, ...(status === 429 && pause) },
  body: { message },
});
const bedrockRefusals: KindRow['refusals'] = {
  credential: awsError(403, 'UnrecognizedClientException', 'The security token is invalid.'),
  unknown_model: awsError(404, 'ResourceNotFoundException', 'The model does not exist.'),
  rate_limited: awsError(429, 'ThrottlingException', 'Too many requests.'),
  rejected: awsError(400, 'ValidationException', rejection),
};

/** Every native provider, a line each. */
export const kinds: readonly KindRow[] = [
  {
    name: 'openai',
    kind: 'openai',
    path: '/v1',
    credential: 'sk-of-openai',
    header: 'authorization',
    chatModel: 'gpt-5-mini',
    chatPath: '/v1/chat/completions',
    embeddingModel: 'text-embedding-3-small',
    countsEmbeddings: true,
    refusals: openAiRefusals,
  },
  {
    name: 'azure_openai',
    kind: 'azure_openai',
    path: '/openai/v1',
    credential: 'key-of-azure',
    header: 'api-key',
    chatModel: 'my-deployment',
    chatPath: '/openai/v1/chat/completions',
    embeddingModel: 'my-embeddings',
    countsEmbeddings: true,
    refusals: azureRefusals,
  },
  {
    name: 'azure_openai-older',
    kind: 'azure_openai',
    path: '/openai',
    credential: 'key-of-azure',
    header: 'api-key',
    chatModel: 'my-deployment',
    chatPath: '/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21',
    embeddingModel: 'my-embeddings',
    countsEmbeddings: true,
    refusals: azureRefusals,
  },
  {
    name: 'anthropic',
    kind: 'anthropic',
    path: '/v1',
    credential: 'key-of-anthropic',
    header: 'x-api-key',
    chatModel: 'claude-sonnet-4-5',
    chatPath: '/v1/messages',
    embeddingModel: undefined,
    countsEmbeddings: false,
    refusals: anthropicRefusals,
  },
  {
    name: 'gemini',
    kind: 'gemini',
    path: '/v1beta',
    credential: 'AIza-of-gemini',
    header: 'x-goog-api-key',
    chatModel: 'gemini-2.5-flash',
    chatPath: '/v1beta/models/gemini-2.5-flash:generateContent',
    embeddingModel: 'gemini-embedding-001',
    countsEmbeddings: false,
    refusals: geminiRefusals,
  },
  {
    name: 'vertex',
    kind: 'vertex',
    path: '/v1/projects/acme/locations/global',
    credential: 'ya29.of-vertex',
    header: 'authorization',
    chatModel: 'gemini-2.5-flash',
    chatPath:
      '/v1/projects/acme/locations/global/publishers/google/models/gemini-2.5-flash:generateContent',
    embeddingModel: 'text-embedding-005',
    countsEmbeddings: true,
    refusals: vertexRefusals,
  },
  {
    name: 'bedrock',
    kind: 'bedrock',
    path: '',
    credential: JSON.stringify({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret-of-bedrock',
      region: 'eu-central-1',
    }),
    header: 'authorization',
    chatModel: 'anthropic.claude-sonnet-4-20250514-v1:0',
    chatPath: '/model/anthropic.claude-sonnet-4-20250514-v1%3A0/converse',
    embeddingModel: 'cohere.embed-multilingual-v3',
    countsEmbeddings: false,
    refusals: bedrockRefusals,
  },
];
