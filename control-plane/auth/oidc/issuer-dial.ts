import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import type { InnerNetworks } from '../../../policy/network/inner-network.ts';

const CONNECT_TIMEOUT_MS = 3_000;
/** From the dial to the last byte of the answer. */
const ANSWER_TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 512 * 1024;
/** Requests under way, to all issuers: beyond it one fails at once. */
const UNDER_WAY_MAX = 200;
/** Sockets to one issuer. */
const CONNECTIONS_MAX = 4;

/** A request to an issuer. */
export interface IssuerRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

type Sent = Required<IssuerRequest>;

/**
 * Asks issuers. Where a name leads is looked at when it is dialled, so that it cannot lead elsewhere a moment later:
 * inside only where the operator's list says so. Redirects are not followed; time and size of an answer are bounded.
 */
export class IssuerDial {
  readonly #networks: InnerNetworks;
  readonly #agent: Agent;
  #underWayCount = 0;

  constructor(networks: InnerNetworks) {
    this.#networks = networks;
    this.#agent = new Agent({
      connect: { lookup: createLookup(networks), timeout: CONNECT_TIMEOUT_MS },
      connections: CONNECTIONS_MAX,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
      maxResponseSize: ANSWER_BYTES_MAX,
    });
  }

  /** @throws Error when the address may not be dialled, or there is no whole answer in time */
  async fetch(
    address: string,
    { method = 'GET', headers = {}, body = '' }: IssuerRequest = {},
  ): Promise<Response> {
    const { hostname } = new URL(address);
    const host = hostname.replace(/^\[|\]$/g, '');
    // An address is dialled without being looked up.
    if (isIP(host) !== 0 && !this.#networks.mayDial(host)) throw refusedAddress(host);
    if (this.#underWayCount >= UNDER_WAY_MAX) throw new Error('too many requests are under way');
    this.#underWayCount += 1;
    try {
      return await this.#send(address, { method, headers, body });
    } finally {
      this.#underWayCount -= 1;
    }
  }

  async #send(address: string, { method, headers, body }: Sent): Promise<Response> {
    const answer = await request(address, {
      dispatcher: this.#agent,
      method,
      headers,
      body: method === 'POST' ? body : null,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const bytes = await answer.body.arrayBuffer();
    const type = String(answer.headers['content-type'] ?? '');
    const isBodiless = [101, 204, 205, 304].includes(answer.statusCode);
    return new Response(isBodiless ? null : bytes, {
      status: answer.statusCode,
      headers: { 'content-type': type },
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function createLookup(networks: InnerNetworks): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, []);
      const usable = found.filter(({ address }) => networks.mayDial(address));
      const [first] = usable;
      if (first === undefined) return callback(refusedAddress(host), []);
      if (options.all === true) return callback(null, usable);
      return callback(null, first.address, first.family);
    });
  };
}

function refusedAddress(host: string): Error {
  return new Error(
    `${host} is inside: list its network in GATEHOUSE_INNER_NETWORKS when the control plane may dial it`,
  );
}
