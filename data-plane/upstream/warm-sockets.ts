import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** Bounds of connections that are opened ahead of their first request. */
export interface WarmLimits {
  /** Milliseconds that whoever has asked for connections waits for all of them together. */
  readonly waitMs: number;
  /** Dialled at once; the others follow. */
  readonly dialCountMax: number;
  /** Open and unused; and origins that are remembered as asked for once are eight times as many. */
  readonly socketCountMax: number;
  /** Milliseconds that a connection waits for its first request. */
  readonly idleTimeoutMs: number;
}

/**
 * What became of a connection. `skipped`: it was not dialled, since the time or the room was used up. An `opened` one becomes
 * `used` or `expired`, unless its server closes it first or the node stops.
 */
export type WarmOutcome = 'opened' | 'failed' | 'skipped' | 'used' | 'expired';

/**
 * Servers wait for a first request longer than for a further one (Node.js 60 s, nginx 60 s): it may be
 * kept longer than a connection that was used.
 */
export const warmLimits: WarmLimits = {
  waitMs: 500,
  dialCountMax: 8,
  socketCountMax: 32,
  idleTimeoutMs: 15_000,
};

/** Counts what became of connections. */
export interface WarmCounter {
  inc(labels: { readonly outcome: WarmOutcome }): void;
}

interface WarmSocket {
  readonly socket: Socket;
  readonly forget: () => void;
  readonly timer: NodeJS.Timeout;
}

type Dial = buildConnector.connector;

/** Connections without a request: one for each origin, until a pool takes it, it expires or its server closes it. */
export class WarmSockets {
  readonly #dial: Dial;
  readonly #limits: WarmLimits;
  readonly #counter: WarmCounter;
  readonly #sockets = new Map<string, WarmSocket>();
  /** Asked for once: nobody asks again, however long an origin is without calls. */
  readonly #known = new Set<string>();
  #dialCount = 0;
  #isClosed = false;

  constructor(dial: Dial, limits: WarmLimits, counter: WarmCounter) {
    this.#dial = dial;
    this.#limits = limits;
    this.#counter = counter;
  }

  /** For a pool: gives the open connection of the origin, once; else dials. */
  readonly connect: Dial = (options, callback) => {
    const socket = this.#take(`${options.protocol}//${options.host ?? options.hostname}`);
    if (socket === undefined) {
      this.#dial(options, callback);
      return;
    }
    this.#counter.inc({ outcome: 'used' });
    queueMicrotask(() => callback(null, socket));
  };

  /**
   * Opens a connection to each origin that was never asked for: name, TCP and TLS, no byte of a request. Resolves when all are
   * open or have failed, or the time is up: what is under way then goes on. Never rejects.
   */
  async open(origins: Iterable<string>): Promise<void> {
    const queue = [...origins].filter((origin) => this.#isNew(origin)).values();
    const { waitMs, dialCountMax } = this.#limits;
    const deadlineMs = performance.now() + waitMs;
    const work = async (): Promise<void> => {
      for (const origin of queue)
        if (performance.now() < deadlineMs && this.#hasRoom()) await this.#openOne(origin);
        else this.#counter.inc({ outcome: 'skipped' });
    };
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs);
    });
    const done = Promise.all(Array.from({ length: dialCountMax }, work));
    await Promise.race([done, timeIsUp]);
    clearTimeout(timer);
  }

  /** Closes what is open; what is still being dialled is closed when it opens. */
  close(): void {
    this.#isClosed = true;
    for (const [origin, { socket }] of this.#sockets) {
      this.#take(origin);
      socket.destroy();
    }
  }

  #isNew(origin: string): boolean {
    if (this.#known.has(origin)) return false;
    this.#known.add(origin);
    const [oldest] = this.#known;
    if (oldest !== undefined && this.#known.size > 8 * this.#limits.socketCountMax)
      this.#known.delete(oldest);
    return true;
  }

  #hasRoom(): boolean {
    return !this.#isClosed && this.#sockets.size + this.#dialCount < this.#limits.socketCountMax;
  }

  async #openOne(origin: string): Promise<void> {
    const { protocol, host, hostname, port } = new URL(origin);
    const address = { protocol, host, port, hostname: hostname.replace(/^\[(.*)\]$/, '$1') };
    this.#dialCount += 1;
    const socket = await new Promise<Socket | undefined>((resolve) => {
      this.#dial(address, (_, opened) => resolve(opened ?? undefined));
    }).catch(() => undefined);
    this.#dialCount -= 1;
    if (this.#isClosed) socket?.destroy();
    else if (socket !== undefined) this.#put(origin, socket);
    this.#counter.inc({ outcome: socket === undefined ? 'failed' : 'opened' });
  }

  #put(origin: string, socket: Socket): void {
    const forget = (): void => void this.#take(origin);
    const expire = (): void => {
      this.#take(origin);
      socket.destroy();
      this.#counter.inc({ outcome: 'expired' });
    };
    socket.once('close', forget);
    const timer = setTimeout(expire, this.#limits.idleTimeoutMs);
    this.#sockets.set(origin, { socket, forget, timer });
  }

  /** Undefined also for a connection on which its server has said something, or goodbye. */
  #take(origin: string): Socket | undefined {
    const held = this.#sockets.get(origin);
    if (held === undefined) return undefined;
    this.#sockets.delete(origin);
    clearTimeout(held.timer);
    const { socket } = held;
    socket.off('close', held.forget);
    const isUsable = !socket.destroyed && !socket.readableEnded && socket.readableLength === 0;
    if (!isUsable) socket.destroy();
    return isUsable ? socket : undefined;
  }
}
