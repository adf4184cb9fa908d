import type { InnerNetworks } from '../../../policy/network/inner-network.ts';
import type { ReplyHandler, UpstreamCall } from '../../upstream/http1/outgoing-call.ts';
import { TransportFault } from '../../upstream/http1/transport-fault.ts';
import { UpstreamPools } from '../../upstream/upstream-pools.ts';
import { createAddressGuard } from './address-guard.ts';
import { ANSWER_BYTES_MAX } from './answer.ts';
import type { DetectorCall, DetectorReply, DetectorTransport } from './transport.ts';

const CONNECT_TIMEOUT_MS = 3_000;
/** To one origin; calls beyond it wait under their own deadlines. */
const CONNECTIONS_MAX = 64;
const ORIGINS_MAX = 256;
const OK = 200;

/** JSON over HTTP: docs/outside-detectors.md. Redirects are not followed. */
export class HttpDetectorTransport implements DetectorTransport {
  readonly #pools: UpstreamPools;

  constructor(networks: InnerNetworks) {
    this.#pools = new UpstreamPools({
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      patientTimeoutMs: CONNECT_TIMEOUT_MS,
      connectionCountMax: CONNECTIONS_MAX,
      originCountMax: ORIGINS_MAX,
      guard: createAddressGuard(networks),
    });
  }

  ask(call: DetectorCall, done: (reply: DetectorReply) => void): () => void {
    const request = encode(call);
    const send = (onFreshConnection: boolean) => {
      const choice = { onFreshConnection, connectTimeoutMs: CONNECT_TIMEOUT_MS };
      this.#pools.dispatch(request, reply, choice);
    };
    const reply = new HttpReply(done, () => send(true));
    send(false);
    return () => reply.cancel();
  }

  close(): Promise<void> {
    return this.#pools.close(0);
  }
}

function encode({ detector, texts, requestId, credential }: DetectorCall) {
  const { origin, pathname, search } = new URL(detector.address);
  const headers = ['content-type', 'application/json', 'accept', 'application/json'];
  if (credential !== undefined) headers.push('authorization', `Bearer ${credential}`);
  const body = Buffer.from(JSON.stringify({ requestId, texts }));
  return { origin, path: pathname + search, headers, body };
}

/** One answer on its way, with a bound on its bytes. */
class HttpReply implements ReplyHandler {
  #done: ((reply: DetectorReply) => void) | undefined;
  #call: UpstreamCall | undefined;
  #status = 0;
  #byteCount = 0;
  readonly #pieces: Buffer[] = [];
  #sendAgain: (() => void) | undefined;

  /** `sendAgain` takes a connection that nobody has used. */
  constructor(done: (reply: DetectorReply) => void, sendAgain: () => void) {
    this.#done = done;
    this.#sendAgain = sendAgain;
  }

  cancel(): void {
    this.#done = undefined;
    this.#call?.abort();
  }

  onRequestStart(call: UpstreamCall): boolean {
    this.#call = call;
    return this.#done !== undefined;
  }

  onResponseStart(status: number): void {
    this.#status = status;
    if (status !== OK) this.#end({ reason: 'refused' });
  }

  onResponseData(bytes: Buffer): void {
    if (this.#done === undefined) return;
    this.#byteCount += bytes.length;
    if (this.#byteCount > ANSWER_BYTES_MAX) this.#end({ reason: 'invalid_answer' });
    else this.#pieces.push(bytes);
  }

  onResponseEnd(): void {
    if (this.#done === undefined || this.#status !== OK) return;
    try {
      this.#finish({ answer: JSON.parse(Buffer.concat(this.#pieces).toString('utf8')) });
    } catch {
      this.#finish({ reason: 'invalid_answer' });
    }
  }

  /** A connection that its server closed in the same moment has carried nothing: that is no fault of the detector. */
  onResponseError(error: Error): void {
    const sendAgain = this.#sendAgain;
    this.#sendAgain = undefined;
    if (error instanceof TransportFault && error.isStale && this.#done && sendAgain) {
      this.#call = undefined;
      sendAgain();
      return;
    }
    const isGarbage = error instanceof TransportFault && error.kind === 'framing';
    this.#finish({ reason: isGarbage ? 'invalid_answer' : 'unreachable' });
  }

  /** The rest of the answer is of no use: its connection goes, so that nobody has to read it. */
  #end(reply: DetectorReply): void {
    const call = this.#call;
    this.#finish(reply);
    call?.abort();
  }

  #finish(reply: DetectorReply): void {
    const done = this.#done;
    this.#done = undefined;
    done?.(reply);
  }
}
