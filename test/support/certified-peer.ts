import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ChannelCredentials, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { configContract } from '../../proto/contract/config.ts';
import { usageContract } from '../../proto/contract/usage.ts';
import type { StreamResponse__Output } from '../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { ReportResponse__Output } from '../../proto/generated/gatehouse/usage/v1/ReportResponse.ts';
import { createSealingKeyPair } from '../../proto/sealed-box.ts';
import type { PeerFiles } from './certificates.ts';

/** Addresses are no names of TLS; the tests look at identities. */
const OPTIONS = {
  'grpc.ssl_target_name_override': 'control-plane.test',
  'grpc.use_local_subchannel_pool': 1,
};

/** What the far side has said so far. */
export interface Heard<Message> {
  readonly received: readonly Message[];
  readonly failure: ServiceError | undefined;
  readonly ended: boolean;
}

/** A caller of the door for nodes that a test moves by hand. */
export interface ConfigPeer extends Heard<StreamResponse__Output>, Disposable {
  hello(nodeId: string, pool?: string): void;
  /** Acknowledges the newest update. */
  acknowledge(): void;
}

export interface UsagePeer extends Heard<ReportResponse__Output>, Disposable {
  /** An empty batch: nothing to write, but somebody to speak for. */
  report(nodeId: string, batch: number): void;
}

/** Credentials of the files as they are at this moment; without a certificate when `shows` is false. */
export function peerCredentials(files: PeerFiles, shows = true): ChannelCredentials {
  const [ca, key, certificate] = [files.caFile, files.keyFile, files.certificateFile].map((file) =>
    readFileSync(file),
  );
  const checkServerIdentity = () => undefined;
  return shows
    ? credentials.createSsl(ca, key, certificate, { checkServerIdentity })
    : credentials.createSsl(ca, null, null, { checkServerIdentity });
}

/** Opens a stream of ConfigService on a connection of its own. */
export function openConfigPeer(
  address: string,
  channel: ChannelCredentials,
  token?: string,
): ConfigPeer {
  const client = new configContract.ConfigService(address, channel, OPTIONS);
  const stream = client.Stream(metadataOf(token));
  const heard = listen<StreamResponse__Output>(stream);
  return {
    hello: (nodeId, pool = '') =>
      void stream.write({
        hello: {
          nodeId,
          pool,
          instanceId: randomBytes(16).toString('hex'),
          schemaMin: 1,
          schemaMax: 2,
          sealingPublicKey: createSealingKeyPair().publicKey,
        },
      }),
    acknowledge: () => {
      const update = heard.received.findLast((message) => message.update)?.update;
      if (!update) throw new Error('there is no update to acknowledge');
      const { nonce, to: now, digest } = update;
      stream.write({ verdict: { nonce, outcome: 'OUTCOME_APPLIED', now, digest } });
    },
    get received() {
      return heard.received;
    },
    get failure() {
      return heard.failure();
    },
    get ended() {
      return heard.ended();
    },
    [Symbol.dispose]: () => {
      stream.cancel();
      client.close();
    },
  };
}

/** Opens a stream of UsageService on a connection of its own. */
export function openUsagePeer(
  address: string,
  channel: ChannelCredentials,
  token?: string,
): UsagePeer {
  const client = new usageContract.UsageService(address, channel, OPTIONS);
  const stream = client.Report(metadataOf(token));
  const heard = listen<ReportResponse__Output>(stream);
  return {
    report: (nodeId, batch) => void stream.write({ nodeId, batch }),
    get received() {
      return heard.received;
    },
    get failure() {
      return heard.failure();
    },
    get ended() {
      return heard.ended();
    },
    [Symbol.dispose]: () => {
      stream.cancel();
      client.close();
    },
  };
}

function metadataOf(token: string | undefined): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

function listen<Message>(stream: NodeJS.ReadableStream) {
  const received: Message[] = [];
  let failure: ServiceError | undefined;
  let ended = false;
  stream.on('data', (message: Message) => received.push(message));
  stream.on('error', (error: ServiceError) => {
    failure ??= error;
  });
  stream.on('end', () => {
    ended = true;
  });
  return { received, failure: () => failure, ended: () => ended };
}
