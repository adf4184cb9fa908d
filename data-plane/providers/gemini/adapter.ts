import { type Address, Addresses } from '../base-url.ts';
import type { EncodedRequest, EncodeInput, ProviderAdapter } from '../provider.ts';
import { decodeReply } from './decode.ts';
import { encodeRequest } from './encode.ts';
import { readFailure } from './failure.ts';
import { ServiceAccountTokens } from './service-account.ts';
import { GeminiStreamDecoder } from './stream.ts';
import { resourceOf, type Surface } from './surface.ts';

/** The header of a credential, as a name and a value. */
type Authorise = (credential: string, nowMs: number) => readonly [string, string];

/** The adapter for the Gemini API (`https://generativelanguage.googleapis.com/v1beta`); its credential is an API key. */
export function createGeminiAdapter(): ProviderAdapter {
  return createAdapter('gemini', (key) => ['x-goog-api-key', key]);
}

/**
 * The adapter for Gemini on Vertex AI; its base URL ends in `/v1/projects/{project}/locations/{location}`, and its credential
 * is the JSON of a service account's key, or an access token.
 */
export function createVertexAdapter(): ProviderAdapter {
  const tokens = new ServiceAccountTokens();
  return createAdapter('vertex', (credential, nowMs) => [
    'authorization',
    `Bearer ${tokens.of(credential, nowMs)}`,
  ]);
}

function createAdapter(surface: Surface, authorise: Authorise): ProviderAdapter {
  const addresses = new Addresses();
  return {
    kind: surface,
    streamMediaType: 'text/event-stream',
    dialect: () => undefined,
    encode: (input) => encode(input, addresses.of(input.provider.baseUrl), { surface, authorise }),
    decode: decodeReply,
    createStreamDecoder: ({ decode }) => new GeminiStreamDecoder(decode),
    readFailure,
  };
}

function encode(
  { request, target, credential, nowMs }: EncodeInput,
  { origin, path }: Address,
  { surface, authorise }: { readonly surface: Surface; readonly authorise: Authorise },
): EncodedRequest {
  const { method, body } = encodeRequest(request, target.providerModel, surface);
  const stream = request.operation === 'chat' && request.stream;
  const headers = [
    'content-type',
    'application/json',
    'accept',
    stream ? 'text/event-stream' : 'application/json',
    // Tokens are counted from the bytes as they come: they must not be compressed.
    'accept-encoding',
    'identity',
    'user-agent',
    'gatehouse',
  ];
  if (credential !== undefined) headers.push(...authorise(credential, nowMs));
  return {
    origin,
    path: `${path}${resourceOf(target.providerModel, surface)}:${method}`,
    headers,
    body: Buffer.from(JSON.stringify(body)),
  };
}
