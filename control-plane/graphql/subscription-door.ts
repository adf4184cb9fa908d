import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { CloseCode, type Context, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { DomainError } from '../domain/errors.ts';
import { type Presented, readPresented } from '../domain/identity/presented.ts';
import type { Operation } from '../services/operation.ts';
import type { Services } from '../services/services.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { DocumentDesk } from './document/document-desk.ts';
import { formatError } from './format-error.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { prepareSubscription } from './subscription.ts';

/** Bounds of the door of one replica. */
export const SUBSCRIPTION_LIMITS = {
  connectionsMax: 500,
  perConnectionMax: 10,
  /** From the handshake to the client's first message, which carries its token. */
  initTimeoutMs: 5_000,
  /** A token that ended closes its connections within this time and that of the checks. */
  recheckIntervalMs: 5_000,
  pingIntervalMs: 12_000,
  /** What a client leaves unread before it is cut. */
  unreadBytesMax: 1_048_576,
  /** From the close of the door until what is still open is cut. */
  closeGraceMs: 1_000,
} as const;

/** RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
/** IANA's registry of close codes: try again later. */
const TRY_AGAIN_LATER = 1013;

export interface SubscriptionDoorParts {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly logger: Logger;
  readonly documents: DocumentDesk;
  /** @throws DomainError UNAUTHENTICATED */
  readonly authenticate: (presented: Presented, now: Date) => Promise<Operation>;
}

/** One connection; the operation is there once the client has signed in. */
interface Connection {
  readonly socket: WebSocket;
  readonly left: AbortController;
  /** Of the handshake; the first message says the rest. */
  presented: Presented;
  operation: Operation | undefined;
}

type ConnectionContext = Context<Record<string, unknown>, Connection>;

/**
 * The door for subscriptions: graphql-transport-ws at `/graphql`, on the port of the queries. The client's first
 * message carries `{ "authorization": "Bearer <access token>" }`, or `{ "csrfToken": "..." }` beside the cookie of a
 * session. What it showed is looked at again with each subscription and while the connection lasts: when that ends, or
 * what its principal may do changes, the connection is closed with 4403.
 */
export class SubscriptionDoor {
  readonly #parts: SubscriptionDoorParts;
  readonly #connections = new Set<Connection>();
  readonly #sockets: WebSocketServer;
  readonly #protocol: ReturnType<typeof makeServer<Record<string, unknown>, Connection>>;
  readonly #recheck: NodeJS.Timeout;
  #isRechecking = false;

  constructor(parts: SubscriptionDoorParts) {
    this.#parts = parts;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: QUERY_LIMITS.bodyBytesMax,
      handleProtocols,
    });
    this.#protocol = makeServer<Record<string, unknown>, Connection>({
      connectionInitWaitTimeout: SUBSCRIPTION_LIMITS.initTimeoutMs,
      onConnect: (context) => this.#signIn(context),
      onSubscribe: (context, _id, payload) => this.#prepare(context, payload),
      onNext: (_context, _id, _payload, _args, { data, errors }) =>
        errors && { data: data ?? null, errors: this.#format(errors) },
      onError: (_context, _id, _payload, errors) => this.#format(errors),
    });
    parts.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#recheck = setInterval(
      () => void this.#recheckAll(),
      SUBSCRIPTION_LIMITS.recheckIntervalMs,
    );
    this.#recheck.unref();
  }

  /** Open connections. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Tells the clients to go elsewhere; what is still open after a second is cut. */
  async close(): Promise<void> {
    clearInterval(this.#recheck);
    const closing = [...this.#connections].map(({ socket }) => {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.close(GOING_AWAY, 'Going away');
      return closed;
    });
    const cut = setTimeout(() => {
      for (const { socket } of this.#connections) socket.terminate();
    }, SUBSCRIPTION_LIMITS.closeGraceMs);
    await Promise.all(closing);
    clearTimeout(cut);
    this.#sockets.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      serveWithoutUpgrade(this.#parts.server, { request, socket, head });
    else if (request.url?.split('?')[0] !== '/graphql') refuse(socket, 404);
    else if (this.#connections.size >= SUBSCRIPTION_LIMITS.connectionsMax) refuse(socket, 503);
    else
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#serve(opened, request));
  }

  #serve(socket: WebSocket, { headers }: IncomingMessage): void {
    const left = new AbortController();
    const presented = readPresented(headers);
    const connection = { socket, left, presented, operation: undefined };
    this.#connections.add(connection);
    const closed = this.#protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on('message', (data) => {
            take(String(data)).catch((error: unknown) => this.#fail(socket, error));
          }),
      },
      connection,
    );
    const stopPinging = keepAlive(socket);
    socket.on('error', (error) => this.#parts.logger.debug({ error }, 'a WebSocket failed'));
    socket.once('close', (code, reason) => {
      stopPinging();
      left.abort();
      this.#connections.delete(connection);
      closed(code, String(reason)).catch((error: unknown) => this.#fail(socket, error));
    });
  }

  /** False refuses the client with 4403. */
  async #signIn({ connectionParams, extra }: ConnectionContext): Promise<boolean> {
    const authorization = textOf(connectionParams?.['authorization']);
    const csrfToken = textOf(connectionParams?.['csrfToken']);
    extra.presented = { ...extra.presented, authorization, csrfToken };
    try {
      extra.operation = await this.#parts.authenticate(extra.presented, new Date());
      return true;
    } catch (error) {
      if (isUnauthenticated(error)) return false;
      throw error;
    }
  }

  async #prepare(
    { extra, subscriptions }: ConnectionContext,
    payload: Parameters<typeof prepareSubscription>[1],
  ) {
    const { operation, left } = extra;
    if (operation === undefined) return [refusal('UNAUTHENTICATED', 'Sign in first.')];
    const { perConnectionMax } = SUBSCRIPTION_LIMITS;
    if (Object.keys(subscriptions).length > perConnectionMax)
      return [refusal('BUSY', `A connection has at most ${perConnectionMax} subscriptions.`)];
    if (!(await this.#isAsSignedIn(extra))) {
      extra.socket.close(CloseCode.Forbidden, 'Forbidden');
      return [refusal('UNAUTHENTICATED', 'Sign in again.')];
    }
    const { schema, services, documents } = this.#parts;
    const subscriber = { schema, services, operation, departure: left.signal };
    try {
      const query = (await documents.resolve(payload)) ?? '';
      return prepareSubscription(subscriber, { ...payload, query });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  #format(errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
    const report = { requestId: randomUUID(), logger: this.#parts.logger };
    return errors.map((error) => formatError(error.toJSON(), error.originalError ?? error, report));
  }

  #fail(socket: WebSocket, error: unknown): void {
    this.#parts.logger.warn({ error }, 'a message over WebSocket could not be served');
    socket.close(TRY_AGAIN_LATER, 'Try again later');
  }

  async #recheckAll(): Promise<void> {
    if (this.#isRechecking) return;
    this.#isRechecking = true;
    for (const connection of [...this.#connections]) await this.#recheckOne(connection);
    this.#isRechecking = false;
  }

  async #recheckOne(connection: Connection): Promise<void> {
    // A database that is away says nothing about the token; it has nothing to tell subscribers either.
    const isAsSignedIn = await this.#isAsSignedIn(connection).catch(() => true);
    if (!isAsSignedIn) connection.socket.close(CloseCode.Forbidden, 'Forbidden');
  }

  /** Whether what it showed still gives what it gave when the client signed in. @throws DomainError BUSY */
  async #isAsSignedIn({ presented, operation }: Connection): Promise<boolean> {
    if (operation === undefined) return true;
    try {
      return (await this.#parts.authenticate(presented, new Date())).isAs(operation);
    } catch (error) {
      if (isUnauthenticated(error)) return false;
      throw error;
    }
  }
}

function textOf(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined;
}

function isUnauthenticated(error: unknown): boolean {
  return error instanceof DomainError && error.failure.code === 'UNAUTHENTICATED';
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** Resolves when the bytes are with the kernel: who does not read holds up its own events only. */
function send(socket: WebSocket, data: string): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  if (socket.bufferedAmount > SUBSCRIPTION_LIMITS.unreadBytesMax) {
    socket.terminate();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    // A socket that fails closes, and its close ends what is sent to it.
    socket.send(data, () => resolve());
  });
}

/** Cuts a peer that does not answer a ping before the next one is due. */
function keepAlive(socket: WebSocket): () => void {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  const timer = setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  }, SUBSCRIPTION_LIMITS.pingIntervalMs);
  return () => clearInterval(timer);
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}

/**
 * Serves a request that offers another protocol as if it had not: some HTTP clients offer HTTP/2 with each request over
 * plain HTTP, and mind no answer to it. The parser has let go of the socket; it gets the request back without the offer.
 */
function serveWithoutUpgrade(
  server: Server,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
): void {
  const { method, url, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    if (/^connection$/i.test(name)) lines.push(`${name}: ${withoutOffer(value)}`);
    else if (!/^(upgrade|http2-settings)$/i.test(name)) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  socket.removeAllListeners('error');
  server.emit('connection', socket);
}

function withoutOffer(connection: string): string {
  const tokens = connection.split(',').map((token) => token.trim());
  return tokens.filter((token) => !/^(upgrade|http2-settings)$/i.test(token)).join(', ');
}
