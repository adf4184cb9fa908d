import { gunzipSync } from 'node:zlib';
import { configContract } from '../../../proto/contract/config.ts';
import type { PackedUpdate__Output } from '../../../proto/generated/gatehouse/config/v1/PackedUpdate.ts';
import type { Update__Output } from '../../../proto/generated/gatehouse/config/v1/Update.ts';

/** As the contract bounds it: what a few bytes could be blown up to. */
const UNPACKED_BYTES_MAX = 8 * 1_048_576;
const { responseDeserialize } = configContract.ConfigService.service.Stream;

/** The part as it was before it was packed, in about 1 ms for 128 KiB; undefined when it is none, or too large. */
export function unpackUpdate({
  gzip,
}: Pick<PackedUpdate__Output, 'gzip'>): Update__Output | undefined {
  try {
    const bytes = gunzipSync(gzip, { maxOutputLength: UNPACKED_BYTES_MAX });
    return responseDeserialize(bytes).update ?? undefined;
  } catch {
    return undefined;
  }
}
