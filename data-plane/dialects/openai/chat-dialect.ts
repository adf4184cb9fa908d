import { toGatewayError } from '../../errors.ts';
import type { Dialect, ReplyForm, StreamRenderer } from '../dialect.ts';
import { parseChatBody } from './chat-parse.ts';
import { ChatChunkRenderer, type ChatReplyHead, renderChatReply } from './chat-render.ts';
import { renderOpenAiError } from './error-render.ts';

const terminal = 'data: [DONE]\n\n';

/** `POST /v1/chat/completions` (OpenAI API reference, chat/create). */
export const openAiChat: Dialect = {
  name: 'openai-chat',
  hasChoices: true,
  terminal,
  parse: parseChatBody,
  renderReply: (form, reply) => {
    if (reply.kind === 'raw') return reply.bytes;
    if (reply.kind === 'chat')
      return Buffer.from(renderChatReply(headOf(form), reply.chat, reply.usage));
    throw toGatewayError(new Error('a chat was answered with embeddings'));
  },
  openStream,
  renderError: renderOpenAiError,
  renderErrorEvent: (error) => `data: ${renderOpenAiError(error)}\n\n`,
};

function openStream(form: ReplyForm): StreamRenderer {
  const chunks = new ChatChunkRenderer(headOf(form));
  const { request } = form;
  const wantsUsage = request.operation === 'chat' && request.includeUsage;
  return {
    render: (event) => chunks.render(event),
    close: (usage) => (wantsUsage ? chunks.renderUsage(usage) : ''),
    terminal: () => terminal,
  };
}

function headOf({ requestId, receivedAtMs, request }: ReplyForm): ChatReplyHead {
  return {
    id: `chatcmpl-${requestId}`,
    model: request.model,
    createdAtS: Math.floor(receivedAtMs / 1000),
  };
}
