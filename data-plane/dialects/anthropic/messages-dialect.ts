import { toGatewayError } from '../../errors.ts';
import type { Dialect } from '../dialect.ts';
import { readBetas, tellBetasLeftOut } from './beta.ts';
import { renderAnthropicError, renderAnthropicErrorEvent } from './error-render.ts';
import { renderMessage } from './message-render.ts';
import { MessageStreamRenderer, messageStop } from './message-stream.ts';
import { parseMessagesBody } from './messages-parse.ts';

/** `POST /v1/messages` (Anthropic API reference, messages/create). */
export const anthropicMessages: Dialect = {
  name: 'anthropic-messages',
  requestIdHeader: 'request-id',
  terminal: messageStop,
  parse: (body, headers = {}) => {
    const request = parseMessagesBody(body);
    const betas = readBetas(headers);
    return betas.length === 0 ? request : { ...request, betas };
  },
  answerHeaders: tellBetasLeftOut,
  renderReply: (form, reply) => {
    if (reply.kind === 'raw') return reply.bytes;
    if (reply.kind === 'chat') return Buffer.from(renderMessage(form, reply.chat, reply.usage));
    throw toGatewayError(new Error('a chat was answered with embeddings'));
  },
  openStream: (form) => new MessageStreamRenderer(form),
  renderError: renderAnthropicError,
  renderErrorEvent: renderAnthropicErrorEvent,
};
