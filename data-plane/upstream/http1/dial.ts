import {
  connect as connectTcp,
  isIP,
  type LookupFunction,
  type OnReadOpts,
  type Socket,
} from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Connection } from './connection.ts';
import { TransportFault } from './transport-fault.ts';

/** Opens a connection to an origin and says once what came of it, never before it returns. */
export type Dial = (origin: Origin, done: DialDone) => void;

/** Exactly one of the two. */
export type DialDone = (fault: TransportFault | undefined, opened: Connection | undefined) => void;

/** Where to dial. */
export interface Origin {
  readonly isTls: boolean;
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** As it stands in `host` of a request: with the port where it is not the usual one. */
  readonly host: string;
}

/** How connections are opened. */
export interface DialOptions {
  /** Milliseconds to a usable connection: name, TCP and TLS. */
  readonly timeoutMs: number;
  /** TLS sessions that are remembered, one for each origin. */
  readonly sessionCountMax: number;
  /**
   * Where names lead, and whether an address may be dialled: it throws when not. Absent means wherever the system says; whoever
   * registers providers may name any address.
   */
  readonly guard?: AddressGuard | undefined;
  /** In place of the system's trust; for tests. */
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'checkServerIdentity'>;
}

/** Decides where may be dialled, at the moment of dialling: a name cannot lead elsewhere a moment later. */
export interface AddressGuard {
  readonly lookup: LookupFunction;
  /** For a host that is an address, which is dialled without being looked up. */
  mayDial(address: string): boolean;
}

/** @throws TypeError when it is not http or https */
export function readOrigin(origin: string): Origin {
  const isTls = origin.startsWith('https://');
  if (!isTls && !origin.startsWith('http://'))
    throw new TypeError('The address of a provider must begin with http:// or https://.');
  const { hostname, port, host } = new URL(origin);
  return {
    isTls,
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    host,
  };
}

/** Idle for so long, a connection is probed, so that one whose server is gone does not stay for ever. */
const probeAfterMs = 60_000;

/** TLS is of HTTP/1.1 only, verified by the system's trust, with the name of the host; sessions are used again. */
export function createDial(options: DialOptions): Dial {
  const sessions = new SessionMemory(options.sessionCountMax);
  return (origin, done) => {
    const { guard } = options;
    if (guard !== undefined && isIP(origin.hostname) !== 0 && !guard.mayDial(origin.hostname))
      process.nextTick(done, notOpened(undefined), undefined);
    else new Dialling(origin, done).start(options, sessions);
  };
}

/** A connection on its way. */
class Dialling {
  readonly #origin: Origin;
  #done: DialDone | undefined;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(origin: Origin, done: DialDone) {
    this.#origin = origin;
    this.#done = done;
  }

  start({ timeoutMs, guard, tls }: DialOptions, sessions: SessionMemory): void {
    const { isTls, hostname: host, port } = this.#origin;
    const looked = guard && { lookup: guard.lookup };
    const connection = new Connection((onread) => {
      const socket = isTls
        ? openTls(this.#origin, { ...tls, ...looked, onread }, sessions)
        : connectTcp({ host, port, ...looked, onread });
      return socket
        .setNoDelay(true)
        .setKeepAlive(true, probeAfterMs)
        .once(isTls ? 'secureConnect' : 'connect', () => this.#end(undefined, connection))
        .once('error', (cause) => this.#end(notOpened(cause), undefined))
        .once('close', () => this.#end(notOpened(undefined), undefined));
    });
    this.#timer = setTimeout(() => {
      this.#end(
        new TransportFault('connect', 'The provider took no connection in time.'),
        undefined,
      );
      connection.close();
    }, timeoutMs);
  }

  #end(fault: TransportFault | undefined, opened: Connection | undefined): void {
    clearTimeout(this.#timer);
    const done = this.#done;
    this.#done = undefined;
    done?.(fault, opened);
  }
}

function openTls(
  origin: Origin,
  options: ConnectionOptions & { readonly onread: OnReadOpts },
  sessions: SessionMemory,
): Socket {
  const { hostname, port, host } = origin;
  const session = sessions.find(host);
  const socket = connectTls({
    ...options,
    host: hostname,
    port,
    // An address is no name that a server could be asked for by (RFC 6066 section 3).
    servername: isIP(hostname) === 0 ? hostname : '',
    ALPNProtocols: ['http/1.1'],
    ...(session === undefined ? {} : { session }),
  });
  socket.on('session', (next) => sessions.keep(host, next));
  return socket;
}

function notOpened(cause: unknown): TransportFault {
  return new TransportFault('connect', 'The provider could not be reached.', { cause });
}

/** The newest TLS session of each host, with which the next handshake is shorter. */
class SessionMemory {
  readonly #countMax: number;
  readonly #byHost = new Map<string, Buffer>();

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  find(host: string): Buffer | undefined {
    return this.#byHost.get(host);
  }

  keep(host: string, session: Buffer): void {
    this.#byHost.delete(host);
    this.#byHost.set(host, session);
    const [oldest] = this.#byHost.keys();
    if (oldest !== undefined && this.#byHost.size > this.#countMax) this.#byHost.delete(oldest);
  }
}
