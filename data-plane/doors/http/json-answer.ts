import type { HttpCall } from './http-call.ts';
import { identityHeaders } from './reply-header.ts';

/** Answers a call that needs no provider with JSON text. `own` is a flat list of further headers. */
export function answerJson(call: HttpCall, text: string, own: readonly string[] = []): void {
  const body = Buffer.from(text);
  const headers = identityHeaders(call);
  headers.push(...own);
  headers.push('content-type', 'application/json', 'content-length', String(body.length));
  if (call.isDraining()) headers.push('connection', 'close');
  call.response.writeHead(200, headers);
  call.response.end(body);
}
