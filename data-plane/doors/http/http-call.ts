import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dialect } from '../../dialects/dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { ReplyIdentity } from './reply-header.ts';

/** One exchange on a connection, from its headers to the end of its reply. */
export interface HttpCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly identity: { -readonly [Field in keyof ReplyIdentity]: ReplyIdentity[Field] };
  /** The caller waits for `100 Continue` before it sends a body. */
  readonly expectsContinue: boolean;
  /**
   * True from the moment on that the node is to end: connections are closed behind their replies.
   */
  readonly isDraining: () => boolean;
  /** What stands behind the path; undefined when nothing does. */
  readonly endpoint: Endpoint | undefined;
  /** In whose shape the call is answered, see {@link dialectFor}. */
  readonly dialect: Dialect;
  /** See `Dialect.answerHeaders`. */
  readonly ownHeaders: readonly string[];
  /** What the body adds to the load of the door until the call is over. */
  bodyBytes: number;
  /**
   * What follows when the connection goes before the reply is over; set when the call is handed
   * on.
   */
  onLeave: (() => void) | undefined;
}
