import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type PeerCertificate } from 'node:tls';
import { type ChannelCredentials, type ClientOptions, credentials, Metadata } from '@grpc/grpc-js';
import {
  CONTROL_PLANE_IDENTITY,
  identityOf,
  nodeIdentity,
  notAfterSeconds,
} from '../../../proto/peer-certificate.ts';
import { nodeOfProcess } from '../../../proto/process-name.ts';
import type { Secret } from '../../secret.ts';
import type { TlsFiles } from '../../settings.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import { hostOf } from './loopback.ts';
import { readTlsFiles } from './tls-files.ts';

/** Largest message of the control plane: a part of an update. */
const MESSAGE_BYTES_MAX = 8 * 1_048_576;
/** A name of TLS is never an address (RFC 6066, section 3); the identity is what is checked. */
const SERVER_NAME_OF_ADDRESS = 'control-plane.gatehouse.internal';

/**
 * Options of every channel to the control plane. Each dial has a connection of its own, because our backoff decides when to
 * try again and grpc-js would add its own of up to two minutes. No proxy stands between the planes.
 */
const CHANNEL_OPTIONS: ClientOptions = {
  'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
};

/** Whom to dial, and how to show who dials. */
export interface ControlPlaneDialOptions {
  /** host:port. */
  readonly address: string;
  /** Of a node or a worker; the certificate is that of the node. */
  readonly nodeId: string;
  /** Pool that it belongs to; empty when it belongs to none. */
  readonly pool: string;
  /** Undefined when certificates alone say who a node is. */
  readonly token: Secret<string> | undefined;
  /** Undefined speaks in the clear: for loopback only. */
  readonly tls: TlsFiles | undefined;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
}

/**
 * What each connection to the control plane is made with. The files are read at each dial, so a rotated certificate is
 * in use from the next one on, and open streams stay as they are; files that make no sense change nothing.
 */
export class ControlPlaneDial {
  readonly address: string;
  /** Names this run of the node. */
  readonly instanceId = randomBytes(16).toString('hex');
  readonly channelOptions: ClientOptions;
  readonly #options: ControlPlaneDialOptions;
  #credentials: ChannelCredentials;

  /** @throws Error in words for the operator when the files cannot be used */
  constructor(options: ControlPlaneDialOptions) {
    this.#options = options;
    this.address = options.address;
    this.channelOptions =
      isIP(hostOf(options.address)) === 0
        ? CHANNEL_OPTIONS
        : { ...CHANNEL_OPTIONS, 'grpc.ssl_target_name_override': SERVER_NAME_OF_ADDRESS };
    try {
      this.#credentials = this.#read();
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`GATEHOUSE_NODE_TLS_*_FILE: ${words}`, { cause });
    }
  }

  /** For one channel. */
  credentials(): ChannelCredentials {
    try {
      this.#credentials = this.#read();
    } catch (error) {
      this.#options.logger.error(
        { err: error },
        'the certificate files cannot be used; the last ones stay',
      );
    }
    return this.#credentials;
  }

  /** Of one call. */
  metadata(): Metadata {
    const metadata = new Metadata();
    const { token } = this.#options;
    if (token !== undefined) metadata.set('authorization', `Bearer ${token.reveal()}`);
    return metadata;
  }

  #read(): ChannelCredentials {
    const { tls, nodeId, pool, metrics } = this.#options;
    if (tls === undefined) return credentials.createInsecure();
    const identity = nodeIdentity(nodeOfProcess(nodeId) ?? nodeId, pool);
    const { certificate: cert, key, ca } = readTlsFiles(tls, identity);
    const context = createSecureContext({ cert, key, ca });
    metrics.config.certificateNotAfter.set(notAfterSeconds(cert));
    return credentials.createFromSecureContext(context, { checkServerIdentity });
  }
}

/** The authority is checked already; a node of the same authority must not pass for the control plane. */
function checkServerIdentity(_host: string, { raw }: PeerCertificate): Error | undefined {
  if (identityOf(new X509Certificate(raw)) === CONTROL_PLANE_IDENTITY) return undefined;
  return new Error(`the server's certificate does not carry the URI ${CONTROL_PLANE_IDENTITY}`);
}
