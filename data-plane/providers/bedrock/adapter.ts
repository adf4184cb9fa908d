import { type Address, Addresses } from '../base-url.ts';
import type { EncodedRequest, EncodeInput, ProviderAdapter } from '../provider.ts';
import { readCredential, regionOf } from './credential.ts';
import { decodeChat } from './decode.ts';
import { decodeEmbedding, encodeEmbedding } from './embedding.ts';
import { encodeChat } from './encode.ts';
import { readFailure } from './failure.ts';
import { encodeSegment, Signer } from './signature.ts';
import { BedrockStreamDecoder } from './stream.ts';

const streamMediaType = 'application/vnd.amazon.eventstream';
const json = 'application/json';

/**
 * The adapter for AWS Bedrock: chats through Converse, embeddings through InvokeModel. A target's own name of its model is
 * the id of a model or of an inference profile, or an ARN.
 */
export function createBedrockAdapter(): ProviderAdapter {
  const addresses = new Addresses();
  const signer = new Signer('bedrock');
  return {
    kind: 'bedrock',
    streamMediaType,
    dialect: () => undefined,
    encode: (input) => encode(input, addresses.of(input.provider.baseUrl), signer),
    decode: (operation, body) => {
      if (operation === 'chat') {
        const { chat, usage, renderedUsage } = decodeChat(body);
        return { reply: { kind: 'chat', chat, usage: renderedUsage }, usage };
      }
      const { embedding, usage, renderedUsage } = decodeEmbedding(body);
      return { reply: { kind: 'embedding', embedding, usage: renderedUsage }, usage };
    },
    createStreamDecoder: (options) => new BedrockStreamDecoder(options),
    readFailure,
  };
}

function encode(input: EncodeInput, address: Address, signer: Signer): EncodedRequest {
  const { request, target } = input;
  const stream = request.operation === 'chat' && request.stream;
  const body =
    request.operation === 'chat'
      ? encodeChat(input, request)
      : encodeEmbedding(request, target.providerModel);
  const chatAction = stream ? 'converse-stream' : 'converse';
  const action = request.operation === 'chat' ? chatAction : 'invoke';
  const path = `${address.path}/model/${encodeSegment(target.providerModel)}/${action}`;
  const headers = [
    'content-type',
    json,
    'accept',
    stream ? streamMediaType : json,
    // Usage is read from the bytes as they come: they must not be compressed.
    'accept-encoding',
    'identity',
    'user-agent',
    'gatehouse',
    ...authorize({ input, address, path, body }, signer),
  ];
  return { origin: address.origin, path, headers, body };
}

interface Unauthorized {
  readonly input: EncodeInput;
  readonly address: Address;
  readonly path: string;
  readonly body: Buffer;
}

/** None when the provider has no credential. @throws GatewayError provider_unavailable */
function authorize(
  { input, address, path, body }: Unauthorized,
  signer: Signer,
): readonly string[] {
  const { credential, provider, nowMs } = input;
  if (credential === undefined) return [];
  const read = readCredential(credential);
  if (read.kind === 'api_key') return ['authorization', `Bearer ${read.key}`];
  const host = address.origin.slice(address.origin.indexOf('//') + 2);
  const region = regionOf(read.pair, host, provider);
  return signer.sign({ host, path, contentType: json, body, nowMs }, read.pair, region);
}
