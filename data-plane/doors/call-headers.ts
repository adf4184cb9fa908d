import { GatewayError } from '../errors.ts';

/** Headers (HTTP) or metadata (gRPC) of a call, by lower-case name. */
export type IncomingHeaders = Readonly<Record<string, unknown>>;

/** What the headers of a call say to the gateway, the same over every door. */
export interface CallHeaders {
  /** The presented key; undefined when there was none. */
  readonly credential: string | undefined;
  readonly requestedWorkload: string | undefined;
  /** Flat entries of `x-gatehouse-metadata`, and `session` from `x-gatehouse-session`, which wins. */
  readonly claimed: Readonly<Record<string, string>>;
  /** Value of `x-gatehouse-timeout-ms`; undefined when there was none. */
  readonly timeoutMs: number | undefined;
  /** Whether `x-gatehouse-explain` asks for the decision. */
  readonly explain: boolean;
}

const claimedEntriesMax = 16;
const claimedNameCharsMax = 64;
const claimedValueCharsMax = 256;
const claimedHeaderCharsMax = 8192;
const workloadCharsMax = 128;
/** One hour: longer than any total timeout of a route. */
const timeoutMsMax = 3_600_000;

const nothingClaimed: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Reads `authorization: Bearer` or `x-api-key` (the former wins), `x-gatehouse-workload`, `x-gatehouse-metadata`,
 * `x-gatehouse-session`, `x-gatehouse-timeout-ms` and `x-gatehouse-explain`. Other schemes of `authorization` are no credential.
 *
 * @throws GatewayError invalid_request, with the header as `param`
 */
export function readCallHeaders(headers: IncomingHeaders): CallHeaders {
  return {
    credential: readCredential(headers),
    requestedWorkload: readWorkload(text(headers['x-gatehouse-workload'])),
    claimed: withSession(
      readClaimed(text(headers['x-gatehouse-metadata'])),
      text(headers['x-gatehouse-session']),
    ),
    timeoutMs: readTimeoutMs(text(headers['x-gatehouse-timeout-ms'])),
    explain: readExplain(text(headers['x-gatehouse-explain'])),
  };
}

/** The presented key: a bearer token, else `x-api-key`; undefined when there is neither. */
export function readCredential(headers: IncomingHeaders): string | undefined {
  const authorization = text(headers['authorization']);
  if (authorization !== undefined && /^bearer /i.test(authorization)) {
    const token = authorization.slice('bearer '.length).trim();
    if (token !== '') return token;
  }
  const apiKey = text(headers['x-api-key'])?.trim();
  return apiKey === '' ? undefined : apiKey;
}

/** A header that came twice is not one value, so it counts as absent. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readWorkload(value: string | undefined): string | undefined {
  const workload = value?.trim();
  if (workload === undefined || workload === '') return undefined;
  if (workload.length > workloadCharsMax)
    throw headerFault('x-gatehouse-workload', `must have at most ${workloadCharsMax} characters`);
  return workload;
}

function readTimeoutMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const timeoutMs = /^\d{1,7}$/.test(value) ? Number(value) : Number.NaN;
  if (!(timeoutMs >= 1 && timeoutMs <= timeoutMsMax))
    throw headerFault(
      'x-gatehouse-timeout-ms',
      `must be a whole number of milliseconds from 1 to ${timeoutMsMax}`,
    );
  return timeoutMs;
}

function readExplain(value: string | undefined): boolean {
  if (value === undefined || value === '0') return false;
  if (value === '1') return true;
  throw headerFault('x-gatehouse-explain', 'must be 1, or 0');
}

function readClaimed(value: string | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return nothingClaimed;
  const entries = Object.entries(parseFlatObject(value));
  if (entries.length > claimedEntriesMax)
    throw metadataFault(`must have at most ${claimedEntriesMax} entries`);
  // Own properties whatever the name: `__proto__` is an entry like any other.
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, readClaimedValue(name, entry)] as const),
  );
}

/** The session counts as one of the entries, so that records stay within their bound. */
function withSession(
  claimed: Readonly<Record<string, string>>,
  value: string | undefined,
): Readonly<Record<string, string>> {
  const session = value?.trim();
  if (session === undefined || session === '') return claimed;
  if (session.length > claimedValueCharsMax)
    throw headerFault(
      'x-gatehouse-session',
      `must have at most ${claimedValueCharsMax} characters`,
    );
  const all = Object.fromEntries([...Object.entries(claimed), ['session', session] as const]);
  if (Object.keys(all).length > claimedEntriesMax)
    throw metadataFault(`must have at most ${claimedEntriesMax} entries, the session included`);
  return all;
}

function parseFlatObject(value: string): object {
  if (value.length > claimedHeaderCharsMax)
    throw metadataFault(`must have at most ${claimedHeaderCharsMax} characters`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw metadataFault('must be a JSON object');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw metadataFault('must be a JSON object');
  return parsed;
}

function readClaimedValue(name: string, value: unknown): string {
  if (name === '' || name.length > claimedNameCharsMax)
    throw metadataFault(`must have names of 1 to ${claimedNameCharsMax} characters`);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw metadataFault('must have only strings, numbers and booleans as values');
  const written = String(value);
  if (written.length > claimedValueCharsMax)
    throw metadataFault(`must have values of at most ${claimedValueCharsMax} characters`);
  return written;
}

function metadataFault(rule: string): GatewayError {
  return headerFault('x-gatehouse-metadata', rule);
}

function headerFault(name: string, rule: string): GatewayError {
  return new GatewayError('invalid_request', `The header ${name} ${rule}.`, { param: name });
}
