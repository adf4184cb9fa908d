import { configContract } from '../../../proto/contract/config.ts';
import type { StreamResponse } from '../../../proto/generated/gatehouse/config/v1/StreamResponse.ts';

const { service } = configContract.ConfigService;

/** A message that was encoded once for all nodes, or one that is for one node only. */
export type Response = StreamResponse | Buffer;

/** ConfigService, but that a message may come encoded: what many nodes get is encoded once. */
export const encodedConfigService: typeof service = {
  ...service,
  Stream: {
    ...service.Stream,
    responseSerialize: (message: Response) =>
      Buffer.isBuffer(message) ? message : encodeResponse(message),
  },
};

/** The bytes of a message, to be written as they are. */
export function encodeResponse(message: StreamResponse): Buffer {
  return service.Stream.responseSerialize(message);
}
