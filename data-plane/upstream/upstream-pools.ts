import { TIMER_LIMITS } from '../../policy/timing/timer.ts';
import type { EncodedRequest } from '../providers/provider.ts';
import { systemClock } from './clock.ts';
import { type AddressGuard, createDial, type Dial, readOrigin } from './http1/dial.ts';
import { OriginPool } from './http1/origin-pool.ts';
import { OutgoingCall, type ReplyHandler } from './http1/outgoing-call.ts';
import { type WarmCounter, WarmSockets, warmLimits } from './warm-sockets.ts';

/** Bounds of the connections to providers. */
export interface UpstreamPoolsOptions {
  /**
   * Milliseconds to a usable connection, TLS included. Attempts that may wait longer have connections of their own, up to
   * `patientTimeoutMs`: what cannot be reached holds no more sockets than the calls that wait for it.
   */
  readonly connectTimeoutMs: number;
  readonly patientTimeoutMs: number;
  /** Connections to one origin; further calls to it wait for one under their own deadlines. */
  readonly connectionCountMax: number;
  /** Pools, of which an origin has one or two; the oldest pool is closed when one more is needed. */
  readonly originCountMax: number;
  /** See `DialOptions`. */
  readonly guard?: AddressGuard | undefined;
}

/** 10,000 open streams are the target of scale for one node; an origin is a provider's address. */
const defaultUpstreamPoolsOptions: UpstreamPoolsOptions = {
  connectTimeoutMs: 5_000,
  patientTimeoutMs: TIMER_LIMITS.connectTimeoutMs.maxMs,
  connectionCountMax: 10_240,
  originCountMax: 256,
};

/** How often connections are looked for that were free for too long. */
const sweepMs = 1_000;

/** On which connection a request may go out. */
export interface ConnectionChoice {
  /** True keeps it from a connection that was used before: one is opened for this request alone. */
  readonly onFreshConnection: boolean;
  /** Milliseconds that whoever sends waits for a connection. */
  readonly connectTimeoutMs: number;
}

/** Keep-alive connections to providers, one pool for each origin. HTTP/1.1, one request at a time on a connection. */
export class UpstreamPools {
  readonly #options: UpstreamPoolsOptions;
  /** By origin, those of patient attempts by `patient ` and origin. */
  readonly #pools = new Map<string, OriginPool>();
  /** Those that take no more calls, and have some that are not over. */
  readonly #retired = new Set<OriginPool>();
  readonly #warm: WarmSockets;
  readonly #dial: Dial;
  readonly #patientDial: Dial;
  readonly #sweeper: NodeJS.Timeout;
  #onEmpty: (() => void) | undefined = undefined;

  /** `warmed` counts what becomes of the connections that {@link warm} is asked for. */
  constructor(
    options: UpstreamPoolsOptions = defaultUpstreamPoolsOptions,
    warmed: WarmCounter = { inc: ignore },
  ) {
    this.#options = options;
    const { connectTimeoutMs, patientTimeoutMs, originCountMax: sessionCountMax, guard } = options;
    this.#dial = createDial({ timeoutMs: connectTimeoutMs, sessionCountMax, guard });
    this.#patientDial = createDial({ timeoutMs: patientTimeoutMs, sessionCountMax, guard });
    this.#warm = new WarmSockets(this.#dial, warmLimits, warmed);
    this.#sweeper = setInterval(() => {
      for (const pool of this.#pools.values()) pool.sweep();
    }, sweepMs).unref();
  }

  /**
   * Opens a connection to each origin that nothing was sent to yet, so that its first call finds one. Resolves within
   * 500 ms, whatever cannot be reached; never rejects.
   */
  readonly warm = (origins: readonly string[]): Promise<void> =>
    this.#warm.open(origins.filter((origin) => !this.#pools.has(origin)));

  /**
   * Sends a request; everything else comes through the handler, which does its own timing: a connection may be on its way for
   * longer than this request waits for it, and then serves another one.
   *
   * @throws TypeError when the origin is not http or https, or a character of path or headers has no place there
   */
  dispatch(
    request: EncodedRequest,
    handler: ReplyHandler,
    { onFreshConnection, connectTimeoutMs }: ConnectionChoice,
  ): void {
    const { origin } = request;
    const isPatient = connectTimeoutMs > this.#options.connectTimeoutMs;
    if (onFreshConnection) {
      const single = this.#create(origin, isPatient ? this.#patientDial : this.#dial, 1);
      single.send(new OutgoingCall(single.host, request, handler));
      this.#retire(single);
      return;
    }
    const name = isPatient ? `patient ${origin}` : origin;
    const pool = this.#pools.get(name) ?? this.#open(name, origin, isPatient);
    pool.send(new OutgoingCall(pool.host, request, handler));
  }

  /** Waits for the calls in flight, at most `timeoutMs`; then cuts them. */
  async close(timeoutMs: number): Promise<void> {
    this.#warm.close();
    clearInterval(this.#sweeper);
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    for (const pool of pools) this.#retire(pool);
    if (this.#retired.size === 0) return;
    const cut = setTimeout(() => {
      for (const pool of [...this.#retired]) pool.cut();
    }, timeoutMs);
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    clearTimeout(cut);
  }

  #open(name: string, origin: string, isPatient: boolean): OriginPool {
    const dial = isPatient ? this.#patientDial : this.#warm.connect;
    const pool = this.#create(origin, dial, this.#options.connectionCountMax);
    this.#makeRoom();
    this.#pools.set(name, pool);
    return pool;
  }

  #create(origin: string, dial: Dial, connectionCountMax: number): OriginPool {
    const onEmpty = (pool: OriginPool): void => this.#forget(pool);
    return new OriginPool({
      origin: readOrigin(origin),
      dial,
      connectionCountMax,
      monotonicMs: systemClock.monotonicMs,
      onEmpty,
    });
  }

  #makeRoom(): void {
    if (this.#pools.size < this.#options.originCountMax) return;
    for (const [name, pool] of this.#pools) {
      this.#pools.delete(name);
      this.#retire(pool);
      return;
    }
  }

  #retire(pool: OriginPool): void {
    this.#retired.add(pool);
    pool.retire();
  }

  #forget(pool: OriginPool): void {
    this.#retired.delete(pool);
    if (this.#retired.size === 0) this.#onEmpty?.();
  }
}

/** Nobody counts. */
function ignore(): void {}
