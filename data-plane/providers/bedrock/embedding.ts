import { isJsonObject } from '../../dialects/json-body.ts';
import { invalidField } from '../../dialects/json-field.ts';
import { GatewayError } from '../../errors.ts';
import type { EmbeddingReply, EmbeddingRequest, Json, Usage } from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { foreignField, withoutForeignFields } from '../foreign-field.ts';
import { parseReply, readCount, unknownUsage } from '../json-reply.ts';
import { refusePowerfulEmbeddingFields } from './powerful-field.ts';

/** Most texts of one call (Bedrock User Guide, "Cohere Embed", 2025). */
const cohereTextsMax = 96;
const titan = /(?:^|[./:])amazon\.titan-embed-text-/;
const titanFirst = /(?:^|[./:])amazon\.titan-embed-text-v1/;
const cohere = /(?:^|[./:])cohere\.embed-/;
const cohereThird = /(?:^|[./:])cohere\.embed-\w+-v3/;

/**
 * The body of InvokeModel for models of embeddings (Bedrock User Guide, "Titan Embeddings" and "Cohere Embed", 2025):
 * Titan takes one text in a call, Cohere up to 96, taken for documents unless a typed call says `input_type`.
 *
 * @throws GatewayError invalid_request for other models, tokens in place of texts, and what the model has no place for
 */
export function encodeEmbedding(asked: EmbeddingRequest, providerModel: string): Buffer {
  const request = withoutForeignFields(asked, undefined);
  refusePowerfulEmbeddingFields(request.extra);
  const texts = request.inputs.map((input, index) => requireText(input, index));
  const { extra, dimensions } = request;
  if (titan.test(providerModel)) {
    if (dimensions !== undefined && titanFirst.test(providerModel))
      throw foreignField('dimensions');
    const [inputText] = texts;
    if (inputText === undefined || texts.length > 1) {
      throw invalidField('input', 'Send one text in a call: the target takes no list of them.');
    }
    return pack({ ...extra, inputText, ...(dimensions !== undefined && { dimensions }) });
  }
  if (!cohere.test(providerModel)) {
    throw new GatewayError(
      'invalid_request',
      'Use another target: of the models on Bedrock only Titan Text and Cohere give embeddings here.',
    );
  }
  if (dimensions !== undefined && cohereThird.test(providerModel)) throw foreignField('dimensions');
  if (texts.length > cohereTextsMax) {
    throw invalidField('input', `Send at most ${cohereTextsMax} texts in a call.`);
  }
  return pack({
    input_type: 'search_document',
    ...extra,
    texts,
    embedding_types: ['float'],
    ...(dimensions !== undefined && { output_dimension: dimensions }),
  });
}

/**
 * The vectors of a reply of Titan or Cohere; the latter says its tokens in a header only.
 *
 * @throws GatewayError provider_protocol_error when it is none
 */
export function decodeEmbedding(body: Buffer): {
  readonly embedding: EmbeddingReply;
  readonly renderedUsage: Usage;
  readonly usage: Usage | undefined;
} {
  const { embedding, embeddings, inputTextTokenCount } = parseReply(body);
  const byType = isJsonObject(embeddings) ? embeddings['float'] : embeddings;
  const vectors = embedding === undefined ? byType : [embedding];
  if (!isVectors(vectors)) {
    throw protocolError('The provider answered embeddings that are no list of vectors.');
  }
  const inputTokens = readCount(inputTextTokenCount);
  const usage =
    inputTokens === undefined ? undefined : { ...unknownUsage, inputTokens, estimated: false };
  return { embedding: { vectors }, renderedUsage: usage ?? unknownUsage, usage };
}

function requireText(input: string | readonly number[], index: number): string {
  if (typeof input === 'string') return input;
  throw invalidField(`input.${index}`, 'Send each input as text: the target takes no tokens.');
}

function isVectors(value: Json | undefined): value is readonly (readonly number[])[] {
  return (
    Array.isArray(value) &&
    value.every(
      (vector) => Array.isArray(vector) && vector.every((number) => typeof number === 'number'),
    )
  );
}

function pack(body: { readonly [name: string]: Json }): Buffer {
  return Buffer.from(JSON.stringify(body));
}
