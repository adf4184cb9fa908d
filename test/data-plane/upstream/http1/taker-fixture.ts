import type { OriginPool } from '../../../../data-plane/upstream/http1/origin-pool.ts';
import {
  OutgoingCall,
  type ReplyHandler,
  type UpstreamCall,
} from '../../../../data-plane/upstream/http1/outgoing-call.ts';

/** Takes one reply, and remembers it. */
export class Taker implements ReplyHandler {
  call: UpstreamCall | undefined;
  body = '';
  byteCount = 0;
  readonly outcome: Promise<string | Error>;
  #settle: (outcome: string | Error) => void = () => undefined;
  readonly #onData: (call: UpstreamCall) => void;

  constructor(onData: (call: UpstreamCall) => void = () => undefined) {
    this.#onData = onData;
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  onRequestStart(call: UpstreamCall): boolean {
    this.call = call;
    return true;
  }

  onResponseStart(): void {}

  onResponseData(bytes: Buffer): void {
    this.byteCount += bytes.length;
    if (this.byteCount <= 64) this.body += bytes.toString('latin1');
    if (this.call !== undefined) this.#onData(this.call);
  }

  onResponseEnd(): void {
    this.#settle(this.body);
  }

  onResponseError(error: Error): void {
    this.#settle(error);
  }
}

/** Sends a request; gives the body of the reply, or its fault. */
export function send(
  to: OriginPool,
  taker = new Taker(),
  body = Buffer.from('{}'),
  headers = ['a', 'b'],
) {
  const request = { origin: '', path: '/v1/x?y=1', headers, body };
  to.send(new OutgoingCall(to.host, request, taker));
  return taker.outcome;
}

/** Resolves when a number has stayed the same for so many turns of the event loop. */
export async function sameFor(turnCount: number, read: () => number): Promise<number> {
  let last = read();
  for (let turn = 0; turn < turnCount; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (read() !== last) turn = 0;
    last = read();
  }
  return last;
}
