import { GatewayError } from '../../errors.ts';
import { type Address, Addresses } from '../base-url.ts';
import { protocolError } from '../failure-word.ts';
import type { EncodedRequest, EncodeInput, ProviderAdapter } from '../provider.ts';
import { decodeChat, readReply } from './decode.ts';
import { encodeBody } from './encode.ts';
import { readFailure } from './failure.ts';
import { AnthropicStreamDecoder } from './stream.ts';

/** Version of the wire that is spoken (Anthropic API, versioning; the only one since 2023). */
const wireVersion = '2023-06-01';

/** The adapter for Anthropic's Messages API and for every server that speaks it. It makes no embeddings. */
export function createAnthropicAdapter(): ProviderAdapter {
  const addresses = new Addresses();
  return {
    kind: 'anthropic',
    streamMediaType: 'text/event-stream',
    dialect: (operation) => (operation === 'chat' ? 'anthropic-messages' : undefined),
    encode: (input) => encode(input, addresses.of(input.provider.baseUrl)),
    decode: (operation, body, raw) => {
      if (operation !== 'chat') throw protocolError('The provider answers chats only.');
      const reply = readReply(body);
      const { usage } = reply;
      return raw
        ? { reply: { kind: 'raw', bytes: body, contentType: 'application/json' }, usage }
        : { reply: { kind: 'chat', ...decodeChat(reply) }, usage };
    },
    createStreamDecoder: (options) => new AnthropicStreamDecoder(options),
    readFailure,
  };
}

function encode(input: EncodeInput, address: Address): EncodedRequest {
  const { request, target, credential, outputTokensMax } = input;
  if (request.operation !== 'chat') {
    throw new GatewayError(
      'invalid_request',
      'Ask a route of embeddings: the target that would answer has chats only.',
    );
  }
  const headers = [
    'content-type',
    'application/json',
    'accept',
    request.stream ? 'text/event-stream' : 'application/json',
    // Replies are passed on as they come, and usage is read from them: they must not be compressed.
    'accept-encoding',
    'identity',
    'user-agent',
    'gatehouse',
    'anthropic-version',
    wireVersion,
  ];
  if (request.betas !== undefined) headers.push('anthropic-beta', request.betas.join(','));
  if (credential !== undefined) headers.push('x-api-key', credential);
  return {
    origin: address.origin,
    path: `${address.path}/messages`,
    headers,
    body: encodeBody(request, { providerModel: target.providerModel, outputTokensMax }),
  };
}
