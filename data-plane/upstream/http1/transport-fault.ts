/**
 * Why a connection could not carry a call: it could not be opened (`connect`), it ended before its reply did (`closed`), or what
 * came on it is no reply (`framing`).
 */
export type TransportFaultKind = 'connect' | 'closed' | 'framing';

/** A fault of a connection, for the log; `cause` is what the system said. */
export class TransportFault extends Error {
  override readonly name = 'TransportFault';
  readonly kind: TransportFaultKind;
  /**
   * True when the connection had carried a reply before and no byte of the next one came. A server may close such a connection
   * at any moment, also just as a request is on its way (RFC 9112 section 9.5): it has not worked on that one.
   */
  readonly isStale: boolean;

  constructor(
    kind: TransportFaultKind,
    message: string,
    { cause, isStale = false }: { readonly cause?: unknown; readonly isStale?: boolean } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.isStale = isStale;
  }
}
