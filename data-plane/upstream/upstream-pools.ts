import type { Dispatcher } from 'undici';
import { buildConnector, Client, Pool } from 'undici';
import type { EncodedRequest } from '../providers/provider.ts';
import { watchConnection } from './kept-alive.ts';
import { type WarmCounter, WarmSockets, warmLimits } from './warm-sockets.ts';

/** Bounds of the connections to providers. */
export interface UpstreamPoolsOptions {
  /** Milliseconds to a usable connection, TLS included. */
  readonly connectTimeoutMs: number;
  /** Connections to one origin; further calls to it wait for one under their own deadlines. */
  readonly connectionCountMax: number;
  /** Origins with a pool; the oldest pool is closed when one more is needed. */
  readonly originCountMax: number;
}

/** 10,000 open streams are the target of scale for one node; an origin is a provider's address. */
const defaultUpstreamPoolsOptions: UpstreamPoolsOptions = {
  connectTimeoutMs: 5_000,
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

/** Keep-alive connections to providers, one pool for each origin. HTTP/1.1, one request at a time on a connection. */
export class UpstreamPools {
  readonly #options: UpstreamPoolsOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #warm: WarmSockets;
  readonly #dial: buildConnector.connector;
  /** Connections for one request each. */
  readonly #single = new Set<Client>();

  /** `warmed` counts what becomes of the connections that {@link warm} is asked for. */
  constructor(
    options: UpstreamPoolsOptions = defaultUpstreamPoolsOptions,
    warmed: WarmCounter = { inc: ignore },
  ) {
    this.#options = options;
    const { connectTimeoutMs: timeout, originCountMax: maxCachedSessions } = options;
    this.#dial = watching(buildConnector({ timeout, maxCachedSessions, allowH2: false }));
    this.#warm = new WarmSockets(this.#dial, warmLimits, warmed);
  }

  /**
   * Opens a connection to each origin that nothing was sent to yet, so that its first call finds one. Resolves within
   * 500 ms, whatever cannot be reached; never rejects.
   */
  readonly warm = (origins: readonly string[]): Promise<void> =>
    this.#warm.open(origins.filter((origin) => !this.#pools.has(origin)));

  /**
   * Sends a request; everything else comes through the handler, which does its own timing. `onFreshConnection` opens one for
   * this request alone.
   *
   * @throws TypeError when the origin is not http or https
   */
  dispatch(
    request: EncodedRequest,
    handler: Dispatcher.DispatchHandler,
    onFreshConnection = false,
  ): void {
    const { origin } = request;
    const to = onFreshConnection
      ? this.#openSingle(origin)
      : (this.#pools.get(origin) ?? this.#open(origin));
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

  #open(origin: string): Pool {
    requireHttp(origin);
    this.#makeRoom();
    const connections = this.#options.connectionCountMax;
    const pool = new Pool(origin, { ...clientOptions, connections, connect: this.#warm.connect });
    this.#pools.set(origin, pool);
    return pool;
  }

  /** Closes itself when its connection has ended, which it does when its only request has. */
  #openSingle(origin: string): Client {
    requireHttp(origin);
    const client = new Client(origin, { ...clientOptions, connect: this.#dial });
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
