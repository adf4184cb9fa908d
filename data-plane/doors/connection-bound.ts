import type { Server, Socket } from 'node:net';

/** What becomes of a connection. */
export interface ConnectionTaker {
  /** Open connections; more are closed at once. */
  readonly connectionsMax: number;
  readonly take: (socket: Socket) => void;
  /** One was closed as it came: there are as many as the door takes. */
  readonly onConnectionRefused: () => void;
}

/**
 * Takes the connections of a server up to a bound. Not by `maxConnections`: a worker would give what is beyond it back, to be
 * handed to the next, which gives it back likewise, and so on for as long as the caller stays (Node 20 to 24: a fifth of a
 * core and more for four connections).
 */
export function takeConnections(server: Server, taker: ConnectionTaker): void {
  const { connectionsMax, take, onConnectionRefused } = taker;
  let count = 0;
  const forget = (): void => {
    count -= 1;
  };
  server.on('connection', (socket: Socket) => {
    if (count >= connectionsMax) {
      socket.destroy();
      onConnectionRefused();
      return;
    }
    count += 1;
    socket.on('close', forget);
    take(socket);
  });
}
