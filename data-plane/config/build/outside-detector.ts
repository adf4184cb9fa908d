import {
  detectorProtocols,
  OUTSIDE_DETECTOR_LIMITS,
  OUTSIDE_KIND,
  type OutsideDetector,
  type OutsideJudge,
} from '../../../policy/prompt-part/outside-detector.ts';
import type { OutsideJudge__Output } from '../../../proto/generated/gatehouse/config/v1/OutsideJudge.ts';
import { decodeResource } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { InvalidResource } from './fault.ts';
import { requireList, requireRange, requireText, requireWord } from './field.ts';
import { requireOwner } from './read-resource.ts';

const ADDRESS_MAX = 500;

/** @throws InvalidResource */
export function readOutsideDetector({ id, tenantId, body }: RawResource): OutsideDetector {
  const wire = decodeResource('outside_detector', body);
  const { timeoutMsMin, timeoutMsMax, batchSizeMax } = OUTSIDE_DETECTOR_LIMITS;
  requireOwner(wire.tenantId, tenantId);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    protocol: requireWord(detectorProtocols, wire.protocol, 'protocol'),
    address: wire.protocol === 'judge' ? '' : requireAddress(wire.address),
    kinds: requireKinds(wire.kinds),
    timeoutMs: requireRange(wire.timeoutMs, 'timeout_ms', [timeoutMsMin, timeoutMsMax]),
    batchSize: requireRange(wire.batchSize, 'batch_size', [1, batchSizeMax]),
    ...(wire.protocol === 'judge' && { judge: requireJudge(wire.judge) }),
  };
}

function requireJudge(wire: OutsideJudge__Output | null): OutsideJudge {
  if (wire === null) throw new InvalidResource('judge is missing');
  const { callsPerMinuteMax, outputTokensMin, outputTokensMax } = OUTSIDE_DETECTOR_LIMITS;
  const calls = [1, callsPerMinuteMax] as const;
  const tokens = [outputTokensMin, outputTokensMax] as const;
  return {
    routeId: requireText(wire.routeId, 'judge.route_id'),
    instruction: wire.instruction,
    callsPerMinuteMax: requireRange(wire.callsPerMinuteMax, 'judge.calls_per_minute_max', calls),
    outputTokensMax: requireRange(wire.outputTokensMax, 'judge.output_tokens_max', tokens),
  };
}

function requireAddress(address: string): string {
  if (address.length <= ADDRESS_MAX && URL.canParse(address) && /^https?:/.test(address))
    return address;
  throw new InvalidResource('address is not one of http or https');
}

function requireKinds(kinds: readonly string[]): readonly string[] {
  if (kinds.length === 0) throw new InvalidResource('kinds is empty');
  const wrong = requireList(kinds, 'kinds').find((kind) => !OUTSIDE_KIND.test(kind));
  if (wrong === undefined) return kinds;
  throw new InvalidResource('kinds has a word that no kind is');
}
