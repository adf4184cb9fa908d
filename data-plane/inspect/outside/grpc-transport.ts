import {
  type ChannelCredentials,
  type ClientUnaryCall,
  credentials,
  Metadata,
  status,
} from '@grpc/grpc-js';
import type { InnerNetworks } from '../../../policy/network/inner-network.ts';
import { detectorContract } from '../../../proto/contract/detector.ts';
import type { DetectorServiceClient } from '../../../proto/generated/gatehouse/detector/v1/DetectorService.ts';
import { findDialable } from './address-guard.ts';
import { ANSWER_BYTES_MAX } from './answer.ts';
import type { DetectorCall, DetectorReply, DetectorTransport } from './transport.ts';

/** Channels that are kept open; the one that was opened first goes when one more is needed. */
const CHANNELS_MAX = 256;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/** `gatehouse.detector.v1.DetectorService`. A channel is opened to an address that may be dialled, and anew when it breaks. */
export class GrpcDetectorTransport implements DetectorTransport {
  readonly #networks: InnerNetworks;
  readonly #clients = new Map<string, DetectorServiceClient>();

  constructor(networks: InnerNetworks) {
    this.#networks = networks;
  }

  ask(call: DetectorCall, done: (reply: DetectorReply) => void): () => void {
    let isEnded = false;
    let sent: ClientUnaryCall | undefined;
    const finish = (reply: DetectorReply) => {
      if (!isEnded) done(reply);
      isEnded = true;
    };
    this.#clientOf(call.detector.address).then(
      (client) => {
        if (isEnded) return;
        if (client === undefined) finish({ reason: 'unreachable' });
        else sent = this.#send(client, call, finish);
      },
      () => finish({ reason: 'unreachable' }),
    );
    return () => {
      isEnded = true;
      sent?.cancel();
    };
  }

  close(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
    return Promise.resolve();
  }

  #send(
    client: DetectorServiceClient,
    { detector, texts, requestId, credential, timeoutMs }: DetectorCall,
    finish: (reply: DetectorReply) => void,
  ): ClientUnaryCall {
    const metadata = new Metadata();
    if (credential !== undefined) metadata.set('authorization', `Bearer ${credential}`);
    const options = { deadline: Date.now() + timeoutMs };
    return client.inspect({ texts: [...texts], requestId }, metadata, options, (error, answer) => {
      if (error === null) finish({ answer });
      else {
        if (error.code === status.UNAVAILABLE) this.#forget(detector.address, client);
        finish({ reason: reasonOf(error.code) });
      }
    });
  }

  async #clientOf(address: string): Promise<DetectorServiceClient | undefined> {
    const known = this.#clients.get(address);
    if (known !== undefined) return known;
    const { protocol, hostname, host, port } = new URL(address);
    const dialable = await findDialable(hostname, this.#networks);
    if (dialable === undefined) return undefined;
    const meanwhile = this.#clients.get(address);
    if (meanwhile !== undefined) return meanwhile;
    const isTls = protocol === 'https:';
    const number = port === '' ? (isTls ? HTTPS_PORT : HTTP_PORT) : Number(port);
    const at = dialable.family === 6 ? `ipv6:[${dialable.address}]` : `ipv4:${dialable.address}`;
    const client = new detectorContract.DetectorService(`${at}:${number}`, credentialsOf(isTls), {
      'grpc.default_authority': host,
      'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
      'grpc.max_send_message_length': -1,
      'grpc.enable_retries': 0,
      ...(isTls && { 'grpc.ssl_target_name_override': hostname.replace(/^\[(.*)\]$/, '$1') }),
    });
    this.#makeRoom();
    this.#clients.set(address, client);
    return client;
  }

  /** The name may lead elsewhere by now. */
  #forget(address: string, client: DetectorServiceClient): void {
    if (this.#clients.get(address) !== client) return;
    this.#clients.delete(address);
    client.close();
  }

  #makeRoom(): void {
    if (this.#clients.size < CHANNELS_MAX) return;
    const [oldest] = this.#clients;
    if (oldest !== undefined) this.#forget(...oldest);
  }
}

function credentialsOf(isTls: boolean): ChannelCredentials {
  return isTls ? credentials.createSsl() : credentials.createInsecure();
}

function reasonOf(code: status): 'deadline' | 'unreachable' | 'refused' {
  if (code === status.DEADLINE_EXCEEDED) return 'deadline';
  return code === status.UNAVAILABLE ? 'unreachable' : 'refused';
}
