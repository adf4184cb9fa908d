import type { Connection, ConnectionOwner } from './http1/connection.ts';
import { type Dial, type Origin, readOrigin } from './http1/dial.ts';

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
  readonly connection: Connection;
  readonly timer: NodeJS.Timeout;
}

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
  readonly connect: Dial = (origin, done) => {
    const connection = this.#take(nameOf(origin));
    if (connection === undefined) {
      this.#dial(origin, done);
      return;
    }
    this.#counter.inc({ outcome: 'used' });
    queueMicrotask(() => done(undefined, connection));
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
    for (const name of [...this.#sockets.keys()]) this.#take(name)?.close();
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
    const address = readOrigin(origin);
    this.#dialCount += 1;
    const connection = await new Promise<Connection | undefined>((resolve) => {
      this.#dial(address, (_, opened) => resolve(opened));
    });
    this.#dialCount -= 1;
    if (this.#isClosed) connection?.close();
    else if (connection !== undefined) this.#put(nameOf(address), connection);
    this.#counter.inc({ outcome: connection === undefined ? 'failed' : 'opened' });
  }

  #put(name: string, connection: Connection): void {
    const expire = (): void => {
      this.#take(name)?.close();
      this.#counter.inc({ outcome: 'expired' });
    };
    const owner: ConnectionOwner = { freed: ignore, closed: () => void this.#take(name) };
    connection.lendBy(owner);
    const timer = setTimeout(expire, this.#limits.idleTimeoutMs);
    this.#sockets.set(name, { connection, timer });
  }

  /** Undefined also for a connection that is gone, or on which its server has said something. */
  #take(name: string): Connection | undefined {
    const held = this.#sockets.get(name);
    if (held === undefined) return undefined;
    this.#sockets.delete(name);
    clearTimeout(held.timer);
    return held.connection.isOpen ? held.connection : undefined;
  }
}

function nameOf({ isTls, host }: Origin): string {
  return `${isTls ? 'https' : 'http'}://${host}`;
}

/** Nobody sends anything over it. */
function ignore(): void {}
