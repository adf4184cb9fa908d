import { configContract } from '../../../proto/contract/config.ts';
import type { StreamRequest } from '../../../proto/generated/gatehouse/config/v1/StreamRequest.ts';
import type { StreamResponse__Output } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';
import type { ControlPlaneDial } from './control-plane-dial.ts';

/** One stream on one connection. */
export interface ConfigCall {
  /** Ends when the stream ends, throws when it breaks. The next message is taken only when asked for. */
  readonly messages: AsyncIterable<StreamResponse__Output>;
  /** Nothing happens when the stream is over. */
  write(message: StreamRequest): void;
  close(): void;
}

/** Dials; the first failure shows when the messages are read. */
export function openConfigCall(dial: ControlPlaneDial): ConfigCall {
  const client = new configContract.ConfigService(
    dial.address,
    dial.credentials(),
    dial.channelOptions,
  );
  const stream = client.Stream(dial.metadata());
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
