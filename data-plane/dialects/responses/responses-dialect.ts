import { toGatewayError } from '../../errors.ts';
import type { Dialect, ReplyForm } from '../dialect.ts';
import { renderOpenAiError } from '../openai/error-render.ts';
import { type ResponseHead, renderWholeResponse } from './response-render.ts';
import { parseResponsesBody } from './responses-parse.ts';
import { buildEcho, isResponsesRequest } from './responses-request.ts';
import { renderErrorEvent } from './stream-event.ts';
import { ResponseStream } from './stream-render.ts';

/** `POST /v1/responses` (OpenAI API reference, responses/create and responses-streaming). */
export const openAiResponses: Dialect = {
  name: 'openai-responses',
  // The last event repeats the whole reply: there is none to write for bytes that were passed on.
  terminal: '',
  parse: parseResponsesBody,
  renderReply: (form, reply) => {
    if (reply.kind === 'raw') return reply.bytes;
    if (reply.kind === 'chat')
      return Buffer.from(renderWholeResponse(headOf(form), reply.chat, reply.usage));
    throw toGatewayError(new Error('a response was answered with embeddings'));
  },
  openStream: (form) => new ResponseStream(headOf(form)),
  renderError: renderOpenAiError,
  renderErrorEvent: (error) => renderErrorEvent(error, 0),
};

function headOf({ requestId, receivedAtMs, request }: ReplyForm): ResponseHead {
  return {
    requestId,
    model: request.model,
    createdAtS: Math.floor(receivedAtMs / 1000),
    echo: isResponsesRequest(request) ? request.echo : buildEcho({}),
  };
}
