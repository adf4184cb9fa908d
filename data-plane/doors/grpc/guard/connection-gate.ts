import { createServer, type Server, type Socket } from 'node:net';
import { takeConnections } from '../../connection-bound.ts';
import type { GrpcDoorLimits } from '../door-limits.ts';

/** A listener whose connections are counted before anything speaks to them. */
export interface ConnectionGate {
  /**
   * Opens the port.
   *
   * @param address host:port, IPv6 in brackets; port 0 takes a free one
   * @returns the port
   * @throws Error with the code of the system, such as EADDRINUSE
   */
  listen(address: string): Promise<number>;
  /** Takes no connection any more; those that are open stay. */
  close(): void;
}

/** What every connection of HTTP/2 begins with (RFC 9113, section 3.4). */
const prefaceBytes = 24;
const checkIntervalMs = 500;

/** What the gate needs from the door. */
export interface ConnectionGateOptions {
  readonly limits: GrpcDoorLimits;
  /** Takes a connection over. */
  readonly admit: (socket: Socket) => void;
  /** One was closed as it came: there are as many as the door takes. */
  readonly onConnectionRefused: () => void;
}

/**
 * Builds the gate: grpc-js would take any number of connections, and keep one that says nothing for as long as its other
 * end is there.
 */
export function createConnectionGate(options: ConnectionGateOptions): ConnectionGate {
  const { limits, admit, onConnectionRefused } = options;
  const beginnings = new Beginnings(limits.prefaceTimeoutMs);
  const server = createServer({ noDelay: true });
  takeConnections(server, {
    connectionsMax: limits.connectionsMax,
    take: (socket) => {
      // A reset before the connection is taken over is nobody's fault.
      socket.on('error', () => socket.destroy());
      beginnings.watch(socket);
      admit(socket);
    },
    onConnectionRefused,
  });
  return {
    listen: (address) => listen(server, address),
    close: () => server.close(),
  };
}

/** Connections that have not shown yet that they speak HTTP/2, oldest first. */
class Beginnings {
  readonly #timeoutMs: number;
  /** Monotonic milliseconds at which each was opened; bounded by the open connections. */
  readonly #since = new Map<Socket, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  watch(socket: Socket): void {
    this.#since.set(socket, performance.now());
    socket.on('close', () => this.#since.delete(socket));
    this.#timer ??= setInterval(this.#check, checkIntervalMs).unref();
  }

  readonly #check = (): void => {
    const dueMs = performance.now() - this.#timeoutMs;
    for (const [socket, sinceMs] of this.#since) {
      if (sinceMs > dueMs) return;
      this.#since.delete(socket);
      if (socket.bytesRead < prefaceBytes) socket.destroy();
    }
    clearInterval(this.#timer);
    this.#timer = undefined;
  };
}

function listen(server: Server, address: string): Promise<number> {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(port), host, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : Number(port));
    });
  });
}
