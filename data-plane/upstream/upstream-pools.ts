import type { Dispatcher } from 'undici';
import { buildConnector, Pool } from 'undici';
import type { EncodedRequest } from '../providers/provider.ts';
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

/** Keep-alive connections to providers, one pool for each origin. HTTP/1.1, one request at a time on a connection. */
export class UpstreamPools {
  readonly #options: UpstreamPoolsOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #warm: WarmSockets;

  /** `warmed` counts what becomes of the connections that {@link warm} is asked for. */
  constructor(
    options: UpstreamPoolsOptions = defaultUpstreamPoolsOptions,
    warmed: WarmCounter = { inc: ignore },
  ) {
    this.#options = options;
    const { connectTimeoutMs: timeout, originCountMax: maxCachedSessions } = options;
    const dial = buildConnector({ timeout, maxCachedSessions, allowH2: false });
    this.#warm = new WarmSockets(dial, warmLimits, warmed);
  }

  /**
   * Opens a connection to each origin that nothing was sent to yet, so that its first call finds one. Resolves within
   * 500 ms, whatever cannot be reached; never rejects.
   */
  readonly warm = (origins: readonly string[]): Promise<void> =>
    this.#warm.open(origins.filter((origin) => !this.#pools.has(origin)));

  /**
   * Sends a request; everything else comes through the handler, which does its own timing.
   *
   * @throws TypeError when the origin is not http or https
   */
  dispatch(request: EncodedRequest, handler: Dispatcher.DispatchHandler): void {
    const pool = this.#pools.get(request.origin) ?? this.#open(request.origin);
    pool.dispatch(
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
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    const cut = setTimeout(() => {
      for (const pool of pools) pool.destroy().catch(ignore);
    }, timeoutMs);
    await Promise.allSettled(pools.map((pool) => pool.close()));
    clearTimeout(cut);
  }

  #open(origin: string): Pool {
    if (!origin.startsWith('https://') && !origin.startsWith('http://')) {
      throw new TypeError('The address of a provider must begin with http:// or https://.');
    }
    this.#makeRoom();
    const pool = new Pool(origin, {
      connections: this.#options.connectionCountMax,
      connect: this.#warm.connect,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: idleTimeoutMs,
      maxHeaderSize: responseHeaderBytesMax,
    });
    this.#pools.set(origin, pool);
    return pool;
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

/** A pool that was closed or destroyed already is what was asked for. */
function ignore(): void {}
