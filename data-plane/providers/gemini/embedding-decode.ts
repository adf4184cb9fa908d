import { isJsonObject } from '../../dialects/json-body.ts';
import type { GatewayError } from '../../errors.ts';
import type { EmbeddingReply, Json, JsonObject, Usage } from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { readCount } from '../json-reply.ts';
import { readUsage } from './usage.ts';

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
