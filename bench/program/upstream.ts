import { type Dispatcher, Pool } from 'undici';

/** Connections to the mock: the pool is never what limits. */
const connectionsMax = 10_240;

/** Pool to the provider at `origin`, made as the gateway makes its own. */
export function openUpstream(origin: string): Pool {
  return new Pool(origin, {
    connections: connectionsMax,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** A chat sent on with `body`. */
export function chatRequest(body: Buffer | string): Dispatcher.DispatchOptions {
  return {
    path: '/v1/chat/completions',
    method: 'POST',
    headers: ['content-type', 'application/json', 'authorization', 'Bearer any'],
    body,
  };
}
