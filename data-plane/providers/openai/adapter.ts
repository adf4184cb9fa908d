import type { Operation } from '../../../policy/resource.ts';
import type { WireDialect } from '../../inference.ts';
import { type Address, Addresses } from '../base-url.ts';
import type { EncodedRequest, EncodeInput, ProviderAdapter } from '../provider.ts';
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

/** The adapter for OpenAI and for every server that speaks its dialect. */
export function createOpenAiAdapter(): ProviderAdapter {
  const addresses = new Addresses();
  return {
    kind: 'openai',
    streamMediaType: 'text/event-stream',
    dialect: (operation) => dialects[operation],
    encode: (input) => encode(input, addresses.of(input.provider.baseUrl)),
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
    readFailure,
  };
}

function encode(input: EncodeInput, address: Address): EncodedRequest {
  const { request, target, credential } = input;
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
  if (credential !== undefined) headers.push('authorization', `Bearer ${credential}`);
  return {
    origin: address.origin,
    path: `${address.path}${paths[request.operation]}`,
    headers,
    body: encodeBody(request, target.providerModel),
  };
}
