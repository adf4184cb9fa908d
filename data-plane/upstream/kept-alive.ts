import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** Bytes that a connection had brought when its latest request went out. */
const bytesBefore = new WeakMap<Socket, number>();
const atKeptAlive = new WeakSet<Error>();

// The only place where undici shows which connection a request goes out on (its docs, DiagnosticsChannel).
subscribe('undici:client:sendHeaders', (message) => {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return;
  const { socket } = message;
  if (socket instanceof Socket) bytesBefore.set(socket, socket.bytesRead);
});

/** Call with each new connection to a provider, before anyone else listens to it: {@link wasKeptAlive} knows its faults then. */
export function watchConnection(socket: Socket): void {
  socket.on('error', noteError);
}

/**
 * Whether a connection failed that had carried a reply before, and no byte of the next one came. A server may close such a
 * connection at any moment, also just as a request is on its way (RFC 9112 section 9.5): it has not worked on that one.
 */
export function wasKeptAlive(error: Error): boolean {
  return atKeptAlive.has(error);
}

function noteError(this: Socket, error: Error): void {
  const before = bytesBefore.get(this) ?? 0;
  if (before > 0 && this.bytesRead === before) atKeptAlive.add(error);
}
