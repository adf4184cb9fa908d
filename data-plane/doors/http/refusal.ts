import type { GatewayError } from '../../errors.ts';
import type { Explanation } from '../../explanation.ts';
import { addGateway } from './gateway-member.ts';
import type { HttpCall } from './http-call.ts';
import { addError, identityHeaders } from './reply-header.ts';

/** Where a refusal differs from the row of its code. */
export interface RefusalForm {
  readonly status?: number;
  /** Flat list of names and values. */
  readonly headers?: readonly string[];
  readonly explanation?: Explanation | undefined;
}

/**
 * How long a refused caller may go on sending before the connection is closed: enough to read the
 * refusal.
 */
const lingerMs = 1_000;
/** Most bytes of an unread body that are read only to keep a connection. */
const skippedBytesMax = 64 * 1024;

/**
 * Answers with an error in the shape of the call's dialect. A connection whose body was not read
 * is kept when little of it is left; else it is closed once the caller had time to read the
 * answer, since closing at once would reset it.
 */
export function refuse(call: HttpCall, error: GatewayError, form: RefusalForm = {}): void {
  const { response } = call;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const plain = Buffer.from(call.dialect.renderError(error, call.identity.requestId));
  const body = form.explanation === undefined ? plain : addGateway(plain, form.explanation);
  const headers = identityHeaders(call);
  headers.push('content-type', 'application/json', 'content-length', String(body.length));
  addError(headers, error);
  if (form.headers !== undefined) headers.push(...form.headers);
  const lingers = error.code === 'request_timeout' || mustClose(call);
  if (lingers || call.isDraining()) headers.push('connection', 'close');
  response.writeHead(form.status ?? error.row.httpStatus, headers);
  if (lingers) endAfterReading(call, body);
  else response.end(body);
}

function mustClose({ request, expectsContinue }: HttpCall): boolean {
  if (request.complete) return false;
  // Such a caller may send the body or not: what comes next cannot be told from another request.
  if (expectsContinue || request.headers['transfer-encoding'] !== undefined) return true;
  return Number(request.headers['content-length'] ?? 0) > skippedBytesMax;
}

function endAfterReading({ request, response }: HttpCall, body: Buffer): void {
  response.write(body);
  const end = () => {
    clearTimeout(timer);
    request.off('end', end).off('close', end);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.on('end', end).on('close', end).resume();
}
