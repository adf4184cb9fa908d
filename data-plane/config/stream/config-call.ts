import { type ClientOptions, credentials, Metadata } from '@grpc/grpc-js';
import type { StreamRequest } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse__Output } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import { configContract } from '../../../proto/load.ts';
import type { Secret } from '../../secret.ts';

/** Largest message of the control plane: a part of an update. */
const MESSAGE_BYTES_MAX = 8 * 1_048_576;

/**
 * Options of every channel to the control plane. Each dial has a connection of its own, because our backoff decides when to
 * try again and grpc-js would add its own of up to two minutes. No proxy stands between the planes.
 */
export const CHANNEL_OPTIONS: ClientOptions = {
  'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
};

/** One stream on one connection. */
export interface ConfigCall {
  /** Ends when the stream ends, throws when it breaks. The next message is taken only when asked for. */
  readonly messages: AsyncIterable<StreamResponse__Output>;
  /** Nothing happens when the stream is over. */
  write(message: StreamRequest): void;
  close(): void;
}

/** Dials; the first failure shows when the messages are read. */
export function openConfigCall(address: string, token: Secret<string>): ConfigCall {
  const client = new configContract.ConfigService(
    address,
    credentials.createInsecure(),
    CHANNEL_OPTIONS,
  );
  const stream = client.Stream(bearer(token));
  // A stream that is cancelled fails once more after nobody reads it.
  stream.on('error', () => undefined);
  return {
    messages: stream,
    write: (message) => {
      if (stream.writable) stream.write(message);
    },
    close: () => {
      stream.cancel();
      client.close();
    },
  };
}

/** Metadata by which a node shows who it is. */
export function bearer(token: Secret<string>): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token.reveal()}`);
  return metadata;
}
