import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { renderOpenAiError } from '../../dialects/openai/error-render.ts';
import { GatewayError } from '../../errors.ts';
import { addError } from './reply-header.ts';

/**
 * Answers what the HTTP parser could not read, in the shape of every refusal but without a request
 * id, and closes the connection. Faults of the connection itself, and those behind a reply that
 * has begun (`replied`), close it without a word.
 */
export function answerParserFault(fault: Error, socket: Socket, replied: boolean): void {
  const error = toRefusal(fault);
  if (error === undefined || replied || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = renderOpenAiError(error);
  const { httpStatus } = error.row;
  const headers = ['content-type', 'application/json', 'connection', 'close'];
  headers.push('content-length', String(Buffer.byteLength(body)));
  addError(headers, error);
  const reply = `HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus]}\r\n${renderLines(headers)}\r\n${body}`;
  socket.end(reply, () => socket.destroy());
}

/**
 * Undefined for what is no fault of the parser: a reset, a broken pipe. Parser codes: llhttp's
 * `HPE_*`.
 */
function toRefusal(fault: Error): GatewayError | undefined {
  const code = 'code' in fault ? String(fault.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new GatewayError('headers_too_large', 'Send fewer or shorter headers.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new GatewayError(
      'request_timeout',
      'The request did not come in time: send it at once, or over a faster connection.',
    );
  }
  if (!code.startsWith('HPE_') || code === 'HPE_INVALID_EOF_STATE') return undefined;
  return new GatewayError('invalid_request', 'Send a request that is valid HTTP/1.1.');
}

function renderLines(headers: readonly string[]): string {
  let lines = '';
  for (let at = 0; at < headers.length; at += 2) lines += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return lines;
}
