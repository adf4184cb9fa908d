import { GatewayError } from '../../errors.ts';
import type { EmbeddingRequest, JsonObject } from '../../inference.ts';
import type { EncodedCall, Surface } from './encode.ts';

/**
 * Texts to embed. The Gemini API takes one by `embedContent` and several by `batchEmbedContents`; Vertex takes texts by `predict`,
 * but for the newer Gemini models, of which it takes one by `embedContent` (Gemini API and Vertex AI references, Google's SDKs;
 * 2025). Fields of a typed call (`taskType`, `title`) go to every text.
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
