import type { EmbeddingReply, EmbeddingRequest, Json, Usage } from '../../inference.ts';
import { isJsonObject, parseJsonBody } from '../json-body.ts';
import { invalidField, type Place, readExtra, readInteger, requireString } from '../json-field.ts';

/** Fields of an embedding that have a place of their own in the inner shape. */
export const embeddingFields: ReadonlySet<string> = new Set(['model', 'input', 'dimensions']);

/**
 * The body of `POST /v1/embeddings` (OpenAI API reference, embeddings/create). Other fields ride
 * along in `extra`.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseEmbeddingsBody(body: Buffer): EmbeddingRequest {
  const object = parseJsonBody(body);
  const place: Place = { object, path: '' };
  return {
    operation: 'embedding',
    dialect: 'openai-embeddings',
    model: requireString(place, 'model'),
    ...parseInput(object['input']),
    dimensions: readInteger(place, 'dimensions', 1),
    extra: readExtra(object, embeddingFields) ?? {},
  };
}

type Input = Pick<EmbeddingRequest, 'inputs' | 'bare'>;

function parseInput(input: Json | undefined): Input {
  if (typeof input === 'string') return { inputs: [input], bare: true };
  if (!Array.isArray(input) || input.length === 0) {
    throw invalidField('input', 'Send input as a string, a list of strings, or lists of tokens.');
  }
  const list: readonly Json[] = input;
  if (isTokenList(list)) return { inputs: [list], bare: true };
  return { inputs: list.map(parseOne), bare: false };
}

function parseOne(item: Json, index: number): string | readonly number[] {
  if (typeof item === 'string') return item;
  if (Array.isArray(item) && item.length > 0 && isTokenList(item)) return item;
  throw invalidField(`input.${index}`, 'Send each input as a string or a list of token numbers.');
}

function isTokenList(list: readonly Json[]): list is readonly number[] {
  return list.every((token) => typeof token === 'number' && Number.isSafeInteger(token));
}

/**
 * A whole reply that was decoded from another dialect. `base64` follows what the caller asked for.
 */
export interface EmbeddingReplyForm {
  /** Name of the route, as the caller wrote it. */
  readonly model: string;
  readonly base64: boolean;
}

/** Vectors and tokens as JSON text. */
export function renderEmbeddingReply(
  form: EmbeddingReplyForm,
  reply: EmbeddingReply,
  usage: Usage,
): string {
  return JSON.stringify({
    object: 'list',
    data: reply.vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: form.base64 ? packVector(vector) : vector,
    })),
    model: form.model,
    usage: { prompt_tokens: usage.inputTokens, total_tokens: usage.inputTokens },
  });
}

/** Whether the caller asked for packed vectors, as the official SDKs do unless told otherwise. */
export function asksForBase64(request: EmbeddingRequest): boolean {
  return request.extra['encoding_format'] === 'base64';
}

/**
 * The provider's own bytes, or the same reply with packed vectors: several self-hosted servers
 * ignore `encoding_format`, and SDKs that asked for base64 would read their lists of numbers as
 * zeros.
 */
export function packEmbeddings(bytes: Buffer): Buffer {
  if (!listsNumbers(bytes)) return bytes;
  const reply: Json = JSON.parse(bytes.toString('utf8'));
  if (!isJsonObject(reply) || !Array.isArray(reply['data'])) return bytes;
  const data = reply['data'].map((item: Json) => {
    if (!isJsonObject(item)) return item;
    const vector = item['embedding'];
    return isVector(vector) ? { ...item, embedding: packVector(vector) } : item;
  });
  return Buffer.from(JSON.stringify({ ...reply, data }));
}

/** Bytes of a reply in which its first vector begins, whatever the order of fields. */
const firstVectorWithinBytes = 4096;

/** Looks at the first vector only: a reply has one form throughout. */
function listsNumbers(bytes: Buffer): boolean {
  return /"embedding"\s*:\s*\[/.test(bytes.toString('latin1', 0, firstVectorWithinBytes));
}

function isVector(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

/** Base64 of little-endian 32-bit floats, as OpenAI sends them. */
function packVector(vector: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4);
  for (let index = 0; index < vector.length; index += 1) {
    bytes.writeFloatLE(vector[index] ?? 0, index * 4);
  }
  return bytes.toString('base64');
}
