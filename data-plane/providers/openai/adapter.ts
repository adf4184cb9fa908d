import type { CredentialHeader, Quirk } from '../../../policy/preset/preset.ts';
import { findPreset } from '../../../policy/provider-preset.ts';
import type { Operation } from '../../../policy/resource.ts';
import type { WireDialect } from '../../inference.ts';
import { Addresses } from '../base-url.ts';
import type { EncodedRequest, EncodeInput, ProviderAdapter } from '../provider.ts';
import { isAccessToken, locateAzureCall, withCallersParam } from './azure.ts';
import { decodeChat, decodeEmbeddings, readReply } from './decode.ts';
import { encodeBody } from './encode.ts';
import { readFailure } from './failure.ts';
import { OpenAiStreamDecoder } from './stream.ts';

const paths: Readonly<Record<Operation, string>> = {
  chat: '/chat/completions',
  embedding: '/embeddings',
};
const dialects: Readonly<Record<Operation, WireDialect>> = {
  chat: 'openai-chat',
  embedding: 'openai-embeddings',
};

const noQuirks: readonly Quirk[] = [];

type Wire = Omit<ProviderAdapter, 'kind' | 'encode' | 'readFailure'>;

/** What OpenAI and Azure OpenAI have alike. */
const wire: Wire = {
  streamMediaType: 'text/event-stream',
  dialect: (operation) => dialects[operation],
  decode: (operation, body, raw) => {
    const reply = readReply(body, operation === 'chat' ? 'choices' : 'data');
    const { usage } = reply;
    if (raw) {
      return { reply: { kind: 'raw', bytes: body, contentType: 'application/json' }, usage };
    }
    return operation === 'chat'
      ? { reply: { kind: 'chat', ...decodeChat(reply) }, usage }
      : { reply: { kind: 'embedding', ...decodeEmbeddings(reply) }, usage };
  },
  createStreamDecoder: (options) => new OpenAiStreamDecoder(options),
};

/** The adapter for OpenAI and for every server that speaks its dialect, with the quirks of its preset. */
export function createOpenAiAdapter(): ProviderAdapter {
  const addresses = new Addresses();
  return {
    ...wire,
    kind: 'openai',
    encode: (input) => {
      const { request, provider, target } = input;
      const { origin, path } = addresses.of(provider.baseUrl);
      const preset = findPreset(provider.preset);
      return {
        origin,
        path: `${path}${paths[request.operation]}`,
        headers: encodeHeaders(input, preset?.credentialHeader ?? 'authorization'),
        body: encodeBody(request, {
          model: target.providerModel,
          quirks: preset?.quirks ?? noQuirks,
        }),
      };
    },
    readFailure,
  };
}

/** The adapter for deployments of Azure OpenAI, in the newer and the older form of its addresses. */
export function createAzureOpenAiAdapter(): ProviderAdapter {
  const addresses = new Addresses();
  return {
    ...wire,
    kind: 'azure_openai',
    encode: (input) => {
      const { request, provider, target, credential } = input;
      const address = addresses.of(provider.baseUrl);
      const call = locateAzureCall(address, request.operation, target.providerModel);
      const isToken = credential !== undefined && isAccessToken(credential);
      return {
        origin: address.origin,
        path: call.path,
        headers: encodeHeaders(input, isToken ? 'authorization' : 'api-key'),
        body: encodeBody(request, call),
      };
    },
    readFailure: (status, headers, body) => withCallersParam(readFailure(status, headers, body)),
  };
}

function encodeHeaders(
  { request, credential }: EncodeInput,
  header: CredentialHeader,
): EncodedRequest['headers'] {
  const stream = request.operation === 'chat' && request.stream;
  const headers = [
    'content-type',
    'application/json',
    'accept',
    stream ? 'text/event-stream' : 'application/json',
    // Replies are passed on as they come, and usage is read from them: they must not be compressed.
    'accept-encoding',
    'identity',
    'user-agent',
    'gatehouse',
  ];
  if (credential === undefined || header === 'none') return headers;
  headers.push(header, header === 'authorization' ? `Bearer ${credential}` : credential);
  return headers;
}
