import { TransportFault } from './transport-fault.ts';

/** Headers of a reply: names in lower case and values by turns, in the order in which they came. */
export type HeaderList = readonly string[];

/** How long the body of a reply is: bytes, or where it ends. */
export type BodyLength = number | 'chunked' | 'until-close';

/** Status line and headers of one reply. */
export interface ReplyHead {
  readonly status: number;
  readonly headers: HeaderList;
  readonly bodyLength: BodyLength;
  /** Milliseconds for which the connection may be kept for another request; 0 when it ends with this reply. */
  readonly keepAliveMs: number;
}

/**
 * Idle connections are dropped before common servers do it (Node closes after 5 s), unless the server's `keep-alive` header
 * promises longer: a request that meets a closing connection costs a fallback.
 */
export const unusedKeptMs = 4_000;
/** How much sooner than its server has said a connection is dropped, and how long it is kept at most. */
const hintMarginMs = 2_000;
const hintedMsMax = 600_000;

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?$/;
/** A control character, or a CR or LF that is no part of a line's end. */
const badCharacter = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|[^\r]\n|^\n/;
/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const length = /^\d{1,15}$/;
const hint = /(?:^|[,;\s])timeout\s*=\s*(\d{1,9})/i;

/** What the headers say about the message itself; the one object of a head that changes while it is read. */
interface Framing {
  contentLength: number | undefined;
  isChunked: boolean;
  isClosing: boolean;
  hintedMs: number | undefined;
}

/**
 * Reads a head, each line with its end, without the empty line behind it. Stricter than RFC 9112 allows where readers differ: what two
 * of them could understand in two ways is refused.
 *
 * @throws TransportFault framing
 */
export function readReplyHead(text: string): ReplyHead {
  if (badCharacter.test(text)) throw malformed('a character that does not belong there');
  const lineEnd = text.indexOf('\r\n');
  const [, minor, code] = statusLine.exec(text.slice(0, lineEnd)) ?? [];
  if (code === undefined) throw malformed('a status line of another protocol');
  const framing: Framing = {
    contentLength: undefined,
    isChunked: false,
    // Connections of HTTP/1.0 are used once: what keeps them alive was never agreed on.
    isClosing: minor === '0',
    hintedMs: undefined,
  };
  const headers = readHeaders(text, lineEnd + 2, framing);
  const status = Number(code);
  const bodyLength = bodyLengthOf(status, framing);
  const isLast = framing.isClosing || bodyLength === 'until-close';
  return { status, headers, bodyLength, keepAliveMs: isLast ? 0 : keptFor(framing.hintedMs) };
}

/** Checks the lines behind a chunked body, which nobody needs. @throws TransportFault framing */
export function checkTrailers(text: string): void {
  if (badCharacter.test(text))
    throw malformed('a character in its trailers that does not belong there');
  readHeaders(text, 0, undefined);
}

function readHeaders(text: string, start: number, framing: Framing | undefined): HeaderList {
  const headers: string[] = [];
  let at = start;
  while (at < text.length) {
    const end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    // A line that begins with a blank, which continued the one before it in older times, has no name either.
    const name = text.slice(at, colon).toLowerCase();
    if (colon < 0 || colon > end || !token.test(name)) throw malformed('a header without a name');
    const value = withoutBlanks(text, colon + 1, end);
    if (framing !== undefined) noteFraming(framing, name, value);
    headers.push(name, value);
    at = end + 2;
  }
  return headers;
}

/** Only blanks and tabs are blanks here: `trim` would take what is part of a value, or makes it none. */
function withoutBlanks(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (from < to && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function noteFraming(framing: Framing, name: string, value: string): void {
  if (name === 'content-length') {
    if (framing.contentLength !== undefined || !length.test(value))
      throw malformed('a content-length that is none, or two of them');
    framing.contentLength = Number(value);
  } else if (name === 'transfer-encoding') {
    if (framing.isChunked || value.toLowerCase() !== 'chunked')
      throw malformed('a transfer-encoding that nobody asked for');
    framing.isChunked = true;
  } else if (name === 'connection') {
    if (/(?:^|,)\s*close\s*(?:,|$)/i.test(value)) framing.isClosing = true;
  } else if (name === 'keep-alive') {
    const seconds = hint.exec(value)?.[1];
    if (seconds !== undefined) framing.hintedMs = Number(seconds) * 1_000;
  }
}

/** RFC 9112 section 6.3. */
function bodyLengthOf(status: number, { contentLength, isChunked }: Framing): BodyLength {
  if (isChunked && contentLength !== undefined) throw malformed('a length and chunks');
  if (status < 200 || status === 204 || status === 304) return 0;
  if (isChunked) return 'chunked';
  return contentLength ?? 'until-close';
}

function keptFor(hintedMs: number | undefined): number {
  if (hintedMs === undefined) return unusedKeptMs;
  return Math.max(0, Math.min(hintedMs - hintMarginMs, hintedMsMax));
}

function malformed(what: string): TransportFault {
  return new TransportFault('framing', `The reply has ${what}.`);
}
