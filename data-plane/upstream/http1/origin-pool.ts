import type { Connection, ConnectionOwner } from './connection.ts';
import type { Dial, Origin } from './dial.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import { unusedKeptMs } from './reply-head.ts';
import { TransportFault } from './transport-fault.ts';

/** How the connections to one origin are lent. */
export interface OriginPoolOptions {
  readonly origin: Origin;
  readonly dial: Dial;
  /** Connections, those on their way among them; further calls wait for one under their own deadlines. */
  readonly connectionCountMax: number;
  readonly monotonicMs: () => number;
  /** Told when the pool was retired and no call of it is left. */
  readonly onEmpty: (pool: OriginPool) => void;
}

interface FreeConnection {
  readonly connection: Connection;
  /** Milliseconds of the monotonic clock: from then on its server may close it at any moment. */
  readonly untilMs: number;
}

/** Connections to one origin. The one that was used last is used first, so that those beyond the need run out of time. */
export class OriginPool implements ConnectionOwner {
  readonly #options: OriginPoolOptions;
  /** All that are open. */
  readonly #connections = new Set<Connection>();
  /** Those that carry nothing, in the order in which they became free. */
  readonly #free: FreeConnection[] = [];
  /** Calls that wait for a connection, in their order; also those that have given up since. */
  readonly #waiting: OutgoingCall[] = [];
  #dialCount = 0;
  #isRetired = false;

  constructor(options: OriginPoolOptions) {
    this.#options = options;
  }

  /** As it stands in the `host` of a request. */
  get host(): string {
    return this.#options.origin.host;
  }

  /** Sends a call over a free connection, or lets it wait for the next one. */
  send(call: OutgoingCall): void {
    const connection = this.#takeFree();
    if (connection === undefined) {
      this.#waiting.push(call);
      this.#dialForWaiting();
    } else if (!connection.carry(call)) {
      this.freed(connection, unusedKeptMs);
    }
  }

  /** Closes free connections whose time is over. */
  sweep(): void {
    const nowMs = this.#options.monotonicMs();
    for (const { connection, untilMs } of [...this.#free]) if (nowMs >= untilMs) connection.close();
  }

  /** Gives up its free connections. Calls that it has go on to their end, and no more may be sent. */
  retire(): void {
    this.#isRetired = true;
    for (const { connection } of [...this.#free]) connection.close();
    this.#tellIfEmpty();
  }

  /** Cuts the calls that are under way, and those that wait. */
  cut(): void {
    const fault = new TransportFault('closed', 'The node stopped before the provider answered.');
    for (const call of this.#waiting.splice(0)) call.handler.onResponseError(fault);
    for (const connection of [...this.#connections]) connection.close();
    this.#tellIfEmpty();
  }

  /** For its connections. */
  freed(connection: Connection, keepAliveMs: number): void {
    for (let call = this.#waiting.shift(); call !== undefined; call = this.#waiting.shift())
      if (connection.carry(call)) return;
    if (this.#isRetired) connection.close();
    else this.#free.push({ connection, untilMs: this.#options.monotonicMs() + keepAliveMs });
  }

  /** For its connections. */
  closed(connection: Connection): void {
    this.#connections.delete(connection);
    const index = this.#free.findIndex((free) => free.connection === connection);
    if (index >= 0) this.#free.splice(index, 1);
    this.#dialForWaiting();
    this.#tellIfEmpty();
  }

  #takeFree(): Connection | undefined {
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (this.#options.monotonicMs() < free.untilMs) return free.connection;
      free.connection.close();
    }
    return undefined;
  }

  /** One is dialled for each call that waits, up to the bound; it serves whichever call is first then. */
  #dialForWaiting(): void {
    const { origin, dial, connectionCountMax } = this.#options;
    while (
      this.#dialCount < this.#waiting.length &&
      this.#connections.size + this.#dialCount < connectionCountMax
    ) {
      this.#dialCount += 1;
      dial(origin, this.#dialled);
    }
  }

  readonly #dialled = (fault: TransportFault | undefined, opened: Connection | undefined): void => {
    this.#dialCount -= 1;
    if (opened !== undefined) {
      this.#connections.add(opened);
      opened.lendBy(this);
      this.freed(opened, unusedKeptMs);
    } else if (fault !== undefined && this.#waiting.length > this.#dialCount) {
      this.#waiting.shift()?.handler.onResponseError(fault);
    }
    this.#dialForWaiting();
    this.#tellIfEmpty();
  };

  #tellIfEmpty(): void {
    if (!this.#isRetired || this.#waiting.length > 0 || this.#connections.size > 0) return;
    this.#options.onEmpty(this);
  }
}
