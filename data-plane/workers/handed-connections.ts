import type { Worker } from 'node:cluster';

/** A connection as the primary hands it over: not a socket yet. */
interface Handed {
  close(): void;
}

/** Whom a connection was handed to last: one that refuses it gives it back, and another gets it. */
const holders = new WeakMap<Handed, HandedConnections>();

/**
 * Connections on their way to one worker. `node:cluster` keeps each open until the worker says that it has it, and
 * forgets those of a worker that dies first (Node 20 to 24): their callers would wait for ever.
 */
export class HandedConnections {
  /** The last one of each door: the next is handed over only when that one was taken. */
  readonly #lastByDoor = new Map<unknown, Handed>();

  /** Watches what is sent to its process. */
  constructor({ process: worker }: Worker) {
    const send = worker.send.bind(worker) as (...args: unknown[]) => boolean;
    worker.send = (message: object, handle?: unknown, ...rest: unknown[]): boolean => {
      if ('key' in message && isConnection(handle)) {
        this.#lastByDoor.set(message.key, handle);
        holders.set(handle, this);
      }
      return send(message, handle, ...rest);
    };
  }

  /** For when the process is gone. Closing what it has taken changes nothing, the primary has closed its side before. */
  close(): void {
    for (const handed of this.#lastByDoor.values())
      if (holders.get(handed) === this) handed.close();
  }
}

function isConnection(handle: unknown): handle is Handed {
  return typeof Object(handle).close === 'function';
}
