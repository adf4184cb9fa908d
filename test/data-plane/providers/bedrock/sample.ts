import { crc32 } from 'node:zlib';
import { parseChatBody } from '../../../../data-plane/dialects/openai/chat-parse.ts';
import type { ChatRequest, InferenceRequest } from '../../../../data-plane/inference.ts';
import { createBedrockAdapter } from '../../../../data-plane/providers/bedrock/adapter.ts';
import type { EncodedRequest } from '../../../../data-plane/providers/provider.ts';
import type { Provider, Target } from '../../../../policy/resource.ts';

/** Ids of models whose wires differ in what they take beside Converse. */
export const claude = 'anthropic.claude-sonnet-4-20250514-v1:0';
export const nova = 'amazon.nova-pro-v1:0';

/** A target on Bedrock, without anything special. */
const target: Target = {
  id: 'target-1',
  name: 'claude',
  providerId: 'provider-1',
  modelId: 'model-1',
  providerModel: claude,
  region: '',
  enabled: true,
  capabilities: [],
  prices: [],
};

/** Its provider. */
export const provider: Provider = {
  id: 'provider-1',
  name: 'bedrock',
  kind: 'bedrock',
  preset: '',
  baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com',
  region: 'eu',
  dataTerms: [],
};

export const adapter = createBedrockAdapter();

interface EncodeChanges {
  readonly providerModel?: string;
  readonly credential?: string;
  readonly provider?: Provider;
  readonly outputTokensMax?: number;
  readonly nowMs?: number;
}

/** What goes to Bedrock for a request in the inner shape. */
export function encode(request: InferenceRequest, changes: EncodeChanges = {}): EncodedRequest {
  const { providerModel = claude, credential, outputTokensMax = 0, nowMs = 0 } = changes;
  return adapter.encode({
    request,
    target: { ...target, providerModel },
    provider: changes.provider ?? provider,
    credential,
    outputTokensMax,
    nowMs,
  });
}

/** A chat as a caller of the OpenAI dialect sends it. */
export function parse(body: object): ChatRequest {
  const smallest = { model: 'assistant', messages: [{ role: 'user', content: 'Hello' }] };
  return parseChatBody(Buffer.from(JSON.stringify({ ...smallest, ...body })));
}

/** A chat as a typed call brings it, with options of the provider's own. */
export function typed(extra: ChatRequest['extra']): ChatRequest {
  return { ...parse({}), dialect: undefined, extra };
}

/** The body that goes to Bedrock for a chat of the OpenAI dialect. */
export function sent(body: object, changes: EncodeChanges = {}) {
  return JSON.parse(encode(parse(body), changes).body.toString());
}

/** A header of a message: its name, the number of its type, its value with the length where the type has one. */
export type WireHeader = readonly [name: string, type: number, value: Buffer];

/** A header whose value is text. */
export function textHeader(name: string, value: string): WireHeader {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return [name, 7, Buffer.concat([length, bytes])];
}

/** One message of an event stream, checksums included (AWS, "Event stream encoding"). */
export function frameOf(headers: readonly WireHeader[], payload: Buffer): Buffer {
  const head = Buffer.concat(
    headers.flatMap(([name, type, value]) => [
      Buffer.from([name.length]),
      Buffer.from(name),
      Buffer.from([type]),
      value,
    ]),
  );
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(16 + head.length + payload.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const checked = Buffer.concat([prelude, head, payload]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(checked));
  return Buffer.concat([checked, sum]);
}

/** An event as Bedrock sends it. */
export function eventOf(type: string, payload: unknown): Buffer {
  const headers = [
    textHeader(':event-type', type),
    textHeader(':content-type', 'application/json'),
    textHeader(':message-type', 'event'),
  ];
  return frameOf(headers, Buffer.from(JSON.stringify(payload)));
}

/** An exception as Bedrock sends it inside of a stream. */
export function exceptionOf(type: string, message: string): Buffer {
  const headers = [textHeader(':exception-type', type), textHeader(':message-type', 'exception')];
  return frameOf(headers, Buffer.from(JSON.stringify({ message })));
}

/** The end of every whole stream. */
export const stopEvent = eventOf('messageStop', { stopReason: 'end_turn' });
export const metadataEvent = eventOf('metadata', {
  usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12 },
  metrics: { latencyMs: 1 },
});

/** One event with a piece of text. */
export function textEvent(text: string): Buffer {
  return eventOf('contentBlockDelta', { contentBlockIndex: 0, delta: { text } });
}
