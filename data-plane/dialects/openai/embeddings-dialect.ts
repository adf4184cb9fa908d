import { toGatewayError } from '../../errors.ts';
import type { WholeReply } from '../../inference.ts';
import type { Dialect, ReplyForm } from '../dialect.ts';
import {
  asksForBase64,
  packEmbeddings,
  parseEmbeddingsBody,
  renderEmbeddingReply,
} from './embeddings.ts';
import { renderOpenAiError } from './error-render.ts';

/** `POST /v1/embeddings` (OpenAI API reference, embeddings/create). It has no streams. */
export const openAiEmbeddings: Dialect = {
  name: 'openai-embeddings',
  terminal: '',
  parse: parseEmbeddingsBody,
  renderReply,
  openStream: () => {
    throw toGatewayError(new Error('embeddings were answered with a stream'));
  },
  renderError: renderOpenAiError,
  renderErrorEvent: (error) => `data: ${renderOpenAiError(error)}\n\n`,
};

function renderReply({ request }: ReplyForm, reply: WholeReply): Buffer {
  const base64 = request.operation === 'embedding' && asksForBase64(request);
  if (reply.kind === 'raw') return base64 ? packEmbeddings(reply.bytes) : reply.bytes;
  if (reply.kind === 'chat')
    throw toGatewayError(new Error('embeddings were answered with a chat'));
  const form = { model: request.model, base64 };
  return Buffer.from(renderEmbeddingReply(form, reply.embedding, reply.usage));
}
