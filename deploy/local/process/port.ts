import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below the range from which systems give ports to outgoing connections (32768 on Linux, 49152
 * elsewhere): a port that is remembered is not taken by a client in the meantime.
 */
const PORT_FIRST = 20_000;
const PORT_LAST = 32_000;
const ATTEMPTS_MAX = 200;

/** Whether a listener could be opened on `host` and `port` at this moment. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = await tryListen(port, host);
  if (server !== undefined) await close(server);
  return server !== undefined;
}

/**
 * `count` different loopback ports that were free a moment ago. All are held until the last is
 * known, so that no two are equal; between this answer and their use a stranger may take one.
 * @throws Error when hardly any port is free
 */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const held = new Map<number, Server>();
  for (let attempt = 0; held.size < count; attempt += 1) {
    if (attempt === ATTEMPTS_MAX) throw new Error(`no free port after ${ATTEMPTS_MAX} attempts`);
    const port = randomInt(PORT_FIRST, PORT_LAST);
    const server = held.has(port) ? undefined : await tryListen(port, '127.0.0.1');
    if (server !== undefined) held.set(port, server);
  }
  await Promise.all([...held.values()].map(close));
  return [...held.keys()];
}

/** One loopback port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const [port] = await findFreePorts(1);
  if (port === undefined) throw new Error('no port');
  return port;
}

/** @returns undefined when the port is taken, or is not ours to take */
function tryListen(port: number, host: string): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
