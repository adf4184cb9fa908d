import type { Dispatcher } from 'undici';
import { buildConnector, Client, Pool } from 'undici';
import { TIMER_LIMITS } from '../../policy/timing/timer.ts';
import type { EncodedRequest } from '../providers/provider.ts';
import { watchConnection } from './kept-alive.ts';
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
}

/** 10,000 open streams are the target of scale for one node; an origin is a provider's address. */
const defaultUpstreamPoolsOptions: UpstreamPoolsOptions = {
  connectTimeoutMs: 5_000,
  patientTimeoutMs: TIMER_LIMITS.connectTimeoutMs.maxMs,
  connectionCountMax: 10_240,
  originCountMax: 256,
};

/**
 * Idle connections are dropped before common servers do it (Node closes after 5 s), unless the server's `keep-alive`
 * header promises longer: a request that meets a closing connection costs a fallback.
 */
const idleTimeoutMs = 4_000;
const responseHeaderBytesMax = 64 * 1024;

const clientOptions = {
  pipelining: 1,
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: idleTimeoutMs,
  maxHeaderSize: responseHeaderBytesMax,
} as const;

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
  readonly #pools = new Map<string, Pool>();
  readonly #warm: WarmSockets;
  readonly #dial: buildConnector.connector;
  readonly #patientDial: buildConnector.connector;
  /** Connections for one request each. */
  readonly #single = new Set<Client>();

  /** `warmed` counts what becomes of the connections that {@link warm} is asked for. */
  constructor(
    options: UpstreamPoolsOptions = defaultUpstreamPoolsOptions,
    warmed: WarmCounter = { inc: ignore },
  ) {
    this.#options = options;
    const { connectTimeoutMs, patientTimeoutMs, originCountMax: maxCachedSessions } = options;
    const dialWithin = (timeout: number): buildConnector.connector =>
      watching(buildConnector({ timeout, maxCachedSessions, allowH2: false }));
    this.#dial = dialWithin(connectTimeoutMs);
    this.#patientDial = dialWithin(patientTimeoutMs);
    this.#warm = new WarmSockets(this.#dial, warmLimits, warmed);
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
   * @throws TypeError when the origin is not http or https
   */
  dispatch(
    request: EncodedRequest,
    handler: Dispatcher.DispatchHandler,
    { onFreshConnection, connectTimeoutMs }: ConnectionChoice,
  ): void {
    const { origin } = request;
    const isPatient = connectTimeoutMs > this.#options.connectTimeoutMs;
    const name = isPatient ? `patient ${origin}` : origin;
    const to = onFreshConnection
      ? this.#openSingle(origin, isPatient)
      : (this.#pools.get(name) ?? this.#open(name, origin, isPatient));
    to.dispatch(
      {
        path: request.path,
        method: 'POST',
        headers: [...request.headers],
        body: request.body,
      },
      handler,
    );
  }

  /** Waits for the calls in flight, at most `timeoutMs`; then cuts them. */
  async close(timeoutMs: number): Promise<void> {
    this.#warm.close();
    const pools = [...this.#pools.values(), ...this.#single];
    this.#pools.clear();
    const cut = setTimeout(() => {
      for (const pool of pools) pool.destroy().catch(ignore);
    }, timeoutMs);
    await Promise.allSettled(pools.map((pool) => pool.close()));
    clearTimeout(cut);
  }

  #open(name: string, origin: string, isPatient: boolean): Pool {
    requireHttp(origin);
    this.#makeRoom();
    const connections = this.#options.connectionCountMax;
    const connect = isPatient ? this.#patientDial : this.#warm.connect;
    const pool = new Pool(origin, { ...clientOptions, connections, connect });
    this.#pools.set(name, pool);
    return pool;
  }

  /** Closes itself when its connection has ended, which it does when its only request has. */
  #openSingle(origin: string, isPatient: boolean): Client {
    requireHttp(origin);
    const connect = isPatient ? this.#patientDial : this.#dial;
    const client = new Client(origin, { ...clientOptions, connect });
    this.#single.add(client);
    // In the next turn: what is closed already takes no request.
    queueMicrotask(() => {
      client
        .close()
        .catch(ignore)
        .finally(() => this.#single.delete(client));
    });
    return client;
  }

  #makeRoom(): void {
    if (this.#pools.size < this.#options.originCountMax) return;
    for (const [origin, pool] of this.#pools) {
      this.#pools.delete(origin);
      pool.close().catch(ignore);
      return;
    }
  }
}

function requireHttp(origin: string): void {
  if (!origin.startsWith('https://') && !origin.startsWith('http://'))
    throw new TypeError('The address of a provider must begin with http:// or https://.');
}

function watching(dial: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    dial(options, (...result) => {
      const [, socket] = result;
      if (socket) watchConnection(socket);
      callback(...result);
    });
}

/** A pool that was closed or destroyed already is what was asked for. */
function ignore(): void {}
