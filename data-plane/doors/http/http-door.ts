import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { takeConnections } from '../connection-bound.ts';
import { CallListener, type CallListenerDeps } from './call-listener.ts';
import type { HttpDoorLimits } from './door-limits.ts';
import { answerParserFault } from './parser-fault.ts';

/** What the door needs from the node. */
export interface HttpDoorDeps extends CallListenerDeps {
  /** A connection was closed as it came: there are as many as the door takes. */
  readonly onConnectionRefused: () => void;
}

/** The HTTP door of a node. */
export interface HttpDoor {
  /** Calls in progress. */
  readonly callCount: number;
  /**
   * Opens the port without TLS.
   *
   * @returns the port; port 0 takes a free one
   * @throws Error with the code of the system, such as EADDRINUSE
   */
  listen(port: number, host: string): Promise<number>;
  /** From here on each connection is closed behind its reply; new ones are still taken. */
  retire(): void;
  /**
   * No connection is taken any more, and each is closed behind its reply; calls in progress may
   * end within `graceMs`, then they are cut.
   */
  drain(graceMs: number): Promise<void>;
  /** Cuts everything at once. */
  close(): void;
}

/** How often the server looks for requests that take too long: the precision of its timeouts. */
const timeoutCheckMs = 500;

/** Builds the door: one server, its bounds, and the listener behind it. */
export function createHttpDoor(deps: HttpDoorDeps): HttpDoor {
  const listener = new CallListener(deps);
  const server = createBoundedServer(deps.limits);
  attach(server, listener, deps);
  return {
    get callCount() {
      return listener.callCount;
    },
    listen: (port, host) => listen(server, port, host),
    retire: () => listener.retire(),
    drain: async (graceMs) => {
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([closed, listener.drain()]);
      clearTimeout(timer);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function createBoundedServer(limits: HttpDoorLimits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headerTimeoutMs,
    // The listener's own timer ends a slow body first, in words of its own; this one is behind
    // refused requests.
    requestTimeout: limits.headerTimeoutMs + 2 * limits.bodyTimeoutMs,
    connectionsCheckingInterval: timeoutCheckMs,
    keepAliveTimeout: limits.idleTimeoutMs,
    noDelay: true,
    // Nothing here depends on it, and the parser's own refusal has no body.
    requireHostHeader: false,
  });
  // The listener counts headers itself: the parser would drop what is over the count without a
  // word.
  server.maxHeadersCount = 0;
  server.timeout = limits.stallTimeoutMs;
  return server;
}

function attach(server: Server, listener: CallListener, deps: HttpDoorDeps): void {
  takeConnections(server, {
    connectionsMax: deps.limits.connectionsMax,
    take: (socket) => listener.connect(socket),
    onConnectionRefused: deps.onConnectionRefused,
  });
  server.on('request', (request, response) => listener.take(request, response, false));
  server.on('checkContinue', (request, response) => listener.take(request, response, true));
  server.on('checkExpectation', (request, response) => {
    listener.refuseExpectation(request, response);
  });
  server.on('clientError', (fault, socket: Socket) => {
    const replied = listener.callsOn(socket).some(({ response }) => response.headersSent);
    answerParserFault(fault, socket, replied);
  });
  // Fires when nothing moved on a connection: it is idle, its reader lets bytes wait, or the
  // provider is thinking.
  server.on('timeout', (socket: Socket) => {
    if (listener.callsOn(socket).length === 0 || socket.writableLength > 0) socket.destroy();
  });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
