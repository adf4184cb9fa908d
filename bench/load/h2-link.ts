import { connect, type Socket } from 'node:net';
import {
  clientGreeting,
  frame,
  frameFlag,
  frameHeadBytes,
  frameType,
  windowUpdate,
} from './h2-frame.ts';

/** After so many bytes the connection's window is topped up. */
const windowTopUpBytes = 64 * 1024 * 1024;

/** What comes over a link. A payload is to be used at once, or copied. */
export interface LinkEvents {
  frame(type: number, flags: number, streamId: number, payload: Buffer): void;
  /** The link is gone, whoever ended it. */
  closed(): void;
}

/** An HTTP/2 connection to loopback: it answers settings and pings, and gives on frames of streams. */
export class Http2Link {
  readonly #socket: Socket;
  readonly #events: LinkEvents;
  #pending: Buffer = Buffer.alloc(0);
  #untoldBytes = 0;
  #receivedBytes = 0;

  constructor(port: number, events: LinkEvents) {
    this.#events = events;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => events.closed());
    this.#socket.write(clientGreeting());
  }

  /** Bytes that came, the framing included. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** Sends whole frames. */
  write(frames: Buffer): void {
    this.#socket.write(frames);
  }

  /** Reads no more until {@link resume}: what comes waits in buffers of the system, and then at the sender. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#receivedBytes += bytes.length;
    this.#untoldBytes += bytes.length;
    if (this.#untoldBytes > windowTopUpBytes) {
      this.#socket.write(windowUpdate(this.#untoldBytes));
      this.#untoldBytes = 0;
    }
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    let at = 0;
    while (this.#pending.length - at >= frameHeadBytes) {
      const end = at + frameHeadBytes + this.#pending.readUIntBE(at, 3);
      if (this.#pending.length < end) break;
      this.#takeFrame(at, end);
      at = end;
    }
    this.#pending = this.#pending.subarray(at);
  }

  #takeFrame(at: number, end: number): void {
    const type = this.#pending[at + 3] ?? 0;
    const flags = this.#pending[at + 4] ?? 0;
    const streamId = this.#pending.readUInt32BE(at + 5);
    const payload = this.#pending.subarray(at + frameHeadBytes, end);
    const acknowledged = (flags & frameFlag.ack) !== 0;
    if (type === frameType.settings && !acknowledged)
      this.#socket.write(frame(frameType.settings, frameFlag.ack, 0, Buffer.alloc(0)));
    else if (type === frameType.ping && !acknowledged)
      this.#socket.write(frame(frameType.ping, frameFlag.ack, 0, payload));
    else if (type === frameType.goAway) this.#socket.destroy();
    else this.#events.frame(type, flags, streamId, payload);
  }
}
