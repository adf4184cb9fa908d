import type { IncomingMessage } from 'node:http';
import { GatewayError, toGatewayError } from '../../errors.ts';
import type { HttpDoorLimits } from './door-limits.ts';
import type { HttpCall } from './http-call.ts';

/** Bytes of the bodies of all calls in progress: the one counter of a door. */
export interface BodyLoad {
  bytes: number;
}

/** Bounds and counter for one body. */
export interface BodyBounds {
  readonly limits: HttpDoorLimits;
  /**
   * Raised by what is read, and so is `bodyBytes` of the call: whoever ends the call lowers it by
   * that.
   */
  readonly load: BodyLoad;
  /** Asked at most once a body, and only when much is held. @throws GatewayError when nobody is known by the key */
  readonly checkCaller: () => void;
}

/** What came of reading. */
export type BodyOutcome = { readonly body: Buffer } | { readonly error: GatewayError };

/**
 * Checks what the headers say about the body before any of it is read.
 *
 * @throws GatewayError invalid_request for a compressed body, body_too_large
 */
export function checkBodyHeaders(request: IncomingMessage, limits: HttpDoorLimits): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new GatewayError('invalid_request', 'Send the body without compression.', {
      param: 'content-encoding',
    });
  }
  if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytesMax) {
    throw tooLarge(limits);
  }
}

/**
 * Reads a body to its end, within its bounds, and says once what came of it. A caller who leaves
 * is `caller_left`.
 */
export function readBody(
  call: HttpCall,
  bounds: BodyBounds,
  done: (outcome: BodyOutcome) => void,
): void {
  new BodyReader(call, bounds, done).start();
}

class BodyReader {
  readonly #call: HttpCall;
  readonly #bounds: BodyBounds;
  readonly #done: (outcome: BodyOutcome) => void;
  readonly #chunks: Buffer[] = [];
  #timer: NodeJS.Timeout | undefined = undefined;
  #isChecked = false;

  constructor(call: HttpCall, bounds: BodyBounds, done: (outcome: BodyOutcome) => void) {
    this.#call = call;
    this.#bounds = bounds;
    this.#done = done;
  }

  start(): void {
    this.#timer = setTimeout(this.#onTimeout, this.#bounds.limits.bodyTimeoutMs);
    this.#call.request.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose);
  }

  readonly #onData = (chunk: Buffer): void => {
    const { limits, load } = this.#bounds;
    this.#call.bodyBytes += chunk.length;
    load.bytes += chunk.length;
    if (this.#call.bodyBytes > limits.bodyBytesMax) this.#fail(tooLarge(limits));
    else if (load.bytes > limits.bodyBytesTotalMax) this.#fail(overloaded());
    else if (load.bytes <= limits.bodyBytesUncheckedMax || this.#isKnown())
      this.#chunks.push(chunk);
  };

  /** Strangers must not use up what there is for all. Ends the reading when the caller is one. */
  #isKnown(): boolean {
    if (this.#isChecked) return true;
    this.#isChecked = true;
    try {
      this.#bounds.checkCaller();
      return true;
    } catch (thrown) {
      this.#fail(toGatewayError(thrown));
      return false;
    }
  }

  readonly #onEnd = (): void => {
    const [first] = this.#chunks;
    const whole = this.#chunks.length === 1 && first !== undefined;
    this.#finish({ body: whole ? first : Buffer.concat(this.#chunks) });
  };

  readonly #onClose = (): void => {
    this.#fail(new GatewayError('caller_left', 'The caller left before its request was whole.'));
  };

  readonly #onTimeout = (): void => {
    this.#fail(
      new GatewayError(
        'request_timeout',
        'The body did not come in time: send it at once, or over a faster connection.',
      ),
    );
  };

  #fail(error: GatewayError): void {
    this.#finish({ error });
  }

  #finish(outcome: BodyOutcome): void {
    clearTimeout(this.#timer);
    const { request } = this.#call;
    request.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose);
    this.#done(outcome);
  }
}

function tooLarge(limits: HttpDoorLimits): GatewayError {
  return new GatewayError('body_too_large', `Send a body of at most ${limits.bodyBytesMax} bytes.`);
}

function overloaded(): GatewayError {
  return new GatewayError('overloaded', 'The node holds too many requests: try again later.', {
    retryAfterS: 1,
  });
}
