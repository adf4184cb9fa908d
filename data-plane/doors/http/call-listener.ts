import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { renderTokenCount } from '../../dialects/anthropic/count-dialect.ts';
import { GatewayError, toGatewayError } from '../../errors.ts';
import type { Arrival } from '../../pipeline/exchange.ts';
import { TurnQueue } from '../../turn-queue.ts';
import { type CallHeaders, readCallHeaders, readCredential } from '../call-headers.ts';
import { CallerDeparture } from '../caller-departure.ts';
import type { ChunkedBody } from './chunked-body.ts';
import type { HttpDoorLimits } from './door-limits.ts';
import {
  type BodyEndpoint,
  dialectFor,
  type Endpoint,
  endpointSentence,
  findEndpoint,
} from './endpoint.ts';
import type { HttpCall } from './http-call.ts';
import { HttpReplySink } from './http-reply-sink.ts';
import { answerJson } from './json-answer.ts';
import { anthropicModels, type ListedRoute, openAiModels } from './model-list.ts';
import { refuse } from './refusal.ts';
import { type BodyLoad, checkBodyHeaders, readBody } from './request-body.ts';
import type { CountTokens } from './token-count.ts';

/** What the listener needs from the node. */
export interface CallListenerDeps {
  /** Takes a call through the pipeline; answers through the arrival's sink and never throws. */
  readonly handle: (arrival: Arrival) => void;
  /** @throws GatewayError when nobody is known by the key, as authentication does */
  readonly checkCaller: (credential: string | undefined) => void;
  /** Routes that the key may use now, chat routes first. @throws GatewayError also when it is not for lists */
  readonly listRoutes: (credential: string | undefined) => readonly ListedRoute[];
  readonly countTokens: CountTokens;
  /** Revision that the node enforces; undefined before the first. */
  readonly revision: () => bigint | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** See data-plane/doors/request-id.ts; one source for all doors. */
  readonly nextRequestId: () => string;
  readonly limits: HttpDoorLimits;
}

const noHeaders: readonly string[] = [];
const noCalls: readonly HttpCall[] = [];

/**
 * Turns requests of the HTTP server into arrivals: cheap refusals first, the body only for a
 * caller with a key.
 */
export class CallListener {
  readonly #deps: CallListenerDeps;
  readonly #load: BodyLoad = { bytes: 0 };
  /**
   * Open connections, each with its calls: several when a caller sends ahead, so few that a list is searched faster than a Set
   * is made. The server bounds the number of connections.
   */
  readonly #callsBySocket = new Map<Socket, HttpCall[]>();
  /** Calls that have not ended; bounded by `limits.callsMax`. */
  #callCount = 0;
  /** Streams that were written to in this turn. */
  readonly #streams = new TurnQueue<ChunkedBody>((body) => body.flush());
  #draining = false;
  #onIdle: (() => void) | undefined = undefined;

  constructor(deps: CallListenerDeps) {
    this.#deps = deps;
  }

  /** Calls in progress. */
  get callCount(): number {
    return this.#callCount;
  }

  /** Takes a connection. Calls left when it closes are released: a reply that waits for another one says nothing. */
  connect(socket: Socket): void {
    this.#callsBySocket.set(socket, []);
    socket.on('close', () => {
      for (const call of [...this.callsOn(socket)]) this.#release(call);
      this.#callsBySocket.delete(socket);
    });
  }

  /** Calls in progress on a connection. */
  callsOn(socket: Socket): readonly HttpCall[] {
    return this.#callsBySocket.get(socket) ?? noCalls;
  }

  /** From here on every connection is closed behind its reply. */
  retire(): void {
    this.#draining = true;
  }

  /** Retires, and closes at once what never had a call. Resolves when no call is left: each was answered, or told that its caller left. */
  drain(): Promise<void> {
    this.retire();
    // The server closes what is idle after a call; a connection that sent nothing it takes for
    // busy.
    for (const socket of this.#callsBySocket.keys()) if (socket.bytesRead === 0) socket.destroy();
    return new Promise((resolve) => {
      if (this.#callCount === 0) resolve();
      else this.#onIdle = resolve;
    });
  }

  /** Takes one request. `expectsContinue` when the caller waits for `100 Continue`. */
  take(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): void {
    const call = this.#open(request, response, expectsContinue);
    try {
      this.#serve(call);
    } catch (thrown) {
      refuse(call, toGatewayError(thrown));
    }
  }

  /** Refuses an `Expect` that is not `100-continue`. */
  refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
    const error = new GatewayError('invalid_request', 'Expect only 100-continue.', {
      param: 'expect',
    });
    refuse(this.#open(request, response, true), error, { status: 417 });
  }

  #open(request: IncomingMessage, response: ServerResponse, expectsContinue: boolean): HttpCall {
    const { nextRequestId } = this.#deps;
    const endpoint = findEndpoint(request.url ?? '');
    const dialect = dialectFor(endpoint, request.headers);
    const call: HttpCall = {
      request,
      response,
      identity: { requestId: nextRequestId(), revision: this.#revision() },
      expectsContinue,
      isDraining: this.#isDraining,
      endpoint,
      dialect,
      ownHeaders: dialect.answerHeaders?.(request.headers) ?? noHeaders,
      bodyBytes: 0,
      onLeave: undefined,
    };
    const calls = this.#callsBySocket.get(request.socket);
    if (calls !== undefined) {
      calls.push(call);
      this.#callCount += 1;
    }
    response.on('close', () => this.#release(call));
    return call;
  }

  #revision(): string {
    return String(this.#deps.revision() ?? 0n);
  }

  readonly #isDraining = (): boolean => this.#draining;

  #release(call: HttpCall): void {
    const { socket } = call.request;
    const calls = this.#callsBySocket.get(socket);
    const position = calls?.indexOf(call) ?? -1;
    if (position === -1) return;
    calls?.splice(position, 1);
    this.#callCount -= 1;
    this.#load.bytes -= call.bodyBytes;
    if (this.#draining) socket.end();
    call.onLeave?.();
    if (this.#callCount === 0) this.#onIdle?.();
  }

  #serve(call: HttpCall): void {
    const { request, endpoint } = call;
    this.#admit(call);
    if (endpoint === undefined) {
      throw new GatewayError('unsupported_operation', `Nothing answers here. ${endpointSentence}`);
    }
    if (endpoint.method !== request.method) {
      refuseMethod(call, endpoint);
      return;
    }
    if (readCredential(request.headers) === undefined) {
      throw new GatewayError(
        'missing_key',
        'Send your API key as "Authorization: Bearer <key>" or in x-api-key.',
      );
    }
    if ('dialect' in endpoint) this.#receive(call, endpoint);
    else this.#answerModels(call, endpoint);
  }

  /** @throws GatewayError overloaded, headers_too_large */
  #admit({ request }: HttpCall): void {
    const { callsMax, headerCountMax } = this.#deps.limits;
    if (this.#callCount > callsMax) {
      throw new GatewayError('overloaded', 'The node has too many calls: try again later.', {
        retryAfterS: 1,
      });
    }
    if (request.rawHeaders.length > headerCountMax * 2) {
      throw new GatewayError('headers_too_large', `Send at most ${headerCountMax} headers.`);
    }
  }

  #answerModels(call: HttpCall, endpoint: Exclude<Endpoint, BodyEndpoint>): void {
    const routes = this.#deps.listRoutes(readCredential(call.request.headers));
    const form = call.dialect.name === 'anthropic-messages' ? anthropicModels : openAiModels;
    if (endpoint.kind === 'model_list') {
      answerJson(call, form.list(routes));
      return;
    }
    const route = routes.find(({ name }) => name === endpoint.name);
    if (route === undefined) {
      throw new GatewayError(
        'unknown_route',
        'Your key has no model of that name: GET /v1/models lists those that it may use.',
        { param: 'model' },
      );
    }
    answerJson(call, form.one(route));
  }

  #receive(call: HttpCall, endpoint: BodyEndpoint): void {
    const { limits } = this.#deps;
    checkBodyHeaders(call.request, limits);
    const receivedAtMs = this.#deps.now();
    const headers = readCallHeaders(call.request.headers);
    if (call.expectsContinue) call.response.writeContinue();
    const checkCaller = () => this.#deps.checkCaller(headers.credential);
    readBody(call, { limits, load: this.#load, checkCaller }, (outcome) => {
      if ('body' in outcome)
        this.#arrive(call, endpoint, { body: outcome.body, headers, receivedAtMs });
      else if (outcome.error.code === 'caller_left') call.response.destroy();
      else refuse(call, outcome.error);
    });
  }

  #arrive(call: HttpCall, endpoint: BodyEndpoint, received: Received): void {
    const { body, headers, receivedAtMs } = received;
    const { timeoutMs } = headers;
    // The body has taken its time: what decides is what is held now, and the reply says so.
    call.identity.revision = this.#revision();
    const sink = new HttpReplySink(call, {
      dialect: endpoint.dialect,
      receivedAtMs,
      turn: this.#streams,
    });
    const callerLeft = new CallerDeparture();
    call.onLeave = () => {
      if (sink.done) return;
      sink.abandon();
      callerLeft.leave(new GatewayError('caller_left', 'The caller left.'));
    };
    const arrival: Arrival = {
      door: 'http',
      requestId: call.identity.requestId,
      receivedAtMs,
      deadlineAtMs: timeoutMs === undefined ? undefined : receivedAtMs + timeoutMs,
      credential: headers.credential,
      requestedWorkload: headers.requestedWorkload,
      claimed: headers.claimed,
      explain: headers.explain,
      parse: () => {
        const parsed = endpoint.dialect.parse(body, call.request.headers);
        sink.expect(parsed);
        return parsed;
      },
      sink,
      callerLeft,
    };
    if (endpoint.kind === 'inference') this.#deps.handle(arrival);
    else this.#count(call, arrival);
  }

  #count(call: HttpCall, arrival: Arrival): void {
    try {
      const text = renderTokenCount(this.#deps.countTokens(arrival));
      answerJson(call, text, ['x-gatehouse-estimated', 'true']);
    } catch (thrown) {
      refuse(call, toGatewayError(thrown));
    }
  }
}

/** A request that came whole. */
interface Received {
  readonly body: Buffer;
  readonly headers: CallHeaders;
  /** Unix milliseconds, when its headers were there. */
  readonly receivedAtMs: number;
}

function refuseMethod(call: HttpCall, endpoint: Endpoint): void {
  const error = new GatewayError(
    'unsupported_operation',
    `Use ${endpoint.method} here. ${endpointSentence}`,
  );
  refuse(call, error, { status: 405, headers: ['allow', endpoint.method] });
}
