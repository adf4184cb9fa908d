import { isJsonObject } from '../../dialects/json-body.ts';
import { GatewayError } from '../../errors.ts';
import type { EmbeddingReply, EmbeddingRequest, Json, JsonObject, Usage } from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { readCount } from '../json-reply.ts';
import type { EncodedCall, Surface } from './surface.ts';
import { readUsage } from './usage.ts';

/**
 * Texts to embed. The Gemini API takes one by `embedContent` and several by `batchEmbedContents`; Vertex takes texts
 * by `predict`, and for its newer models one by `embedContent` (Gemini API and Vertex AI references, Google's SDKs; 2025). Fields of a typed call (`taskType`, `title`) go to every text.
 *
 * @throws GatewayError invalid_request for token lists, and for several texts where only one is taken
 */
export function encodeEmbedding(
  request: EmbeddingRequest,
  providerModel: string,
  surface: Surface,
): EncodedCall {
  const texts = request.inputs.map((input, index) => requireText(input, index));
  const asked = { ...request, texts, providerModel };
  return surface === 'gemini' ? encodeForGemini(asked) : encodeForVertex(asked);
}

interface Asked extends Pick<EmbeddingRequest, 'dimensions' | 'extra'> {
  readonly texts: readonly string[];
  readonly providerModel: string;
}

function encodeForGemini({ texts, extra, dimensions, providerModel }: Asked): EncodedCall {
  const size = sizeOf(dimensions);
  const [first] = texts;
  if (texts.length === 1 && first !== undefined) {
    return { method: 'embedContent', body: { ...extra, ...contentOf(first), ...size } };
  }
  const model = providerModel.includes('/') ? providerModel : `models/${providerModel}`;
  const requests = texts.map((text) => ({ ...extra, model, ...contentOf(text), ...size }));
  return { method: 'batchEmbedContents', body: { requests } };
}

function encodeForVertex(asked: Asked): EncodedCall {
  const { texts, extra, dimensions, providerModel } = asked;
  if (!isNewerModel(providerModel)) {
    const instances = texts.map((content) => ({ ...extra, content }));
    const size = sizeOf(dimensions);
    return {
      method: 'predict',
      body: dimensions === undefined ? { instances } : { instances, parameters: size },
    };
  }
  const [text] = texts;
  if (texts.length !== 1 || text === undefined) {
    throw new GatewayError('invalid_request', 'Send one text a call: the target takes no more.', {
      param: 'input',
    });
  }
  const config = { ...extra, ...sizeOf(dimensions) };
  const isPlain = Object.keys(config).length === 0;
  return {
    method: 'embedContent',
    body: isPlain ? contentOf(text) : { ...contentOf(text), embedContentConfig: config },
  };
}

/** The rule of Google's SDKs. */
function isNewerModel(model: string): boolean {
  return (
    model.includes('maas') || (model.includes('gemini') && !model.includes('gemini-embedding-001'))
  );
}

function contentOf(text: string): JsonObject {
  return { content: { parts: [{ text }] } };
}

function sizeOf(dimensions: number | undefined): JsonObject {
  return dimensions === undefined ? {} : { outputDimensionality: dimensions };
}

function requireText(input: string | readonly number[], index: number): string {
  if (typeof input === 'string') return input;
  throw new GatewayError(
    'invalid_request',
    'Send texts, not lists of tokens: the target has a vocabulary of its own.',
    { param: `input.${index}` },
  );
}

/**
 * Vectors of `embedContent` (`embedding`), `batchEmbedContents` (`embeddings`) and Vertex's `predict` (`predictions`), and their
 * tokens where the provider counted them.
 *
 * @throws GatewayError provider_protocol_error when one is no vector
 */
export function decodeEmbeddings(reply: JsonObject): {
  readonly embedding: EmbeddingReply;
  readonly usage: Usage | undefined;
} {
  const { embedding, embeddings, predictions } = reply;
  const usage = readUsage(reply['usageMetadata']);
  if (isJsonObject(embedding)) return { embedding: { vectors: [vectorOf(embedding)] }, usage };
  if (Array.isArray(embeddings)) return { embedding: { vectors: embeddings.map(vectorOf) }, usage };
  if (!Array.isArray(predictions)) throw wrongVector();
  const items: readonly (Json | undefined)[] = predictions.map((item: Json) =>
    isJsonObject(item) ? item['embeddings'] : undefined,
  );
  return { embedding: { vectors: items.map(vectorOf) }, usage: usage ?? sumOf(items) };
}

function vectorOf(item: Json | undefined): readonly number[] {
  const values = isJsonObject(item) ? item['values'] : undefined;
  if (Array.isArray(values) && values.every((value) => typeof value === 'number')) return values;
  throw wrongVector();
}

function wrongVector(): GatewayError {
  return protocolError('The provider answered embeddings that are no list of vectors.');
}

/** Undefined when one of them has no count. */
function sumOf(items: readonly (Json | undefined)[]): Usage | undefined {
  let inputTokens = 0;
  for (const item of items) {
    const statistics = isJsonObject(item) ? item['statistics'] : undefined;
    const count = isJsonObject(statistics) ? readCount(statistics['token_count']) : undefined;
    if (count === undefined) return undefined;
    inputTokens += count;
  }
  return readUsage({ promptTokenCount: inputTokens });
}
