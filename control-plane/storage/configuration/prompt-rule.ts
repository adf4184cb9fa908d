import { type DecodedResourceBody, readExceptions } from '../../../proto/resource.ts';
import { type PromptRule, takeReleasedSettings } from '../../domain/prompt-policy.ts';

type ReleasedRule = DecodedResourceBody['prompt_policy']['rules'][number];

/** A rule as it was released. Words of closed sets are taken as they are. */
export function readPromptRule(wire: ReleasedRule): PromptRule {
  return {
    name: wire.name,
    detector: wire.detector as PromptRule['detector'],
    outsideDetectorId: wire.outsideDetectorId || undefined,
    onFailure: (wire.onFailure || undefined) as PromptRule['onFailure'],
    timeoutMs: wire.timeoutMs || undefined,
    action: wire.action as PromptRule['action'],
    rerouteRouteId: wire.rerouteRouteId || undefined,
    kinds: wire.kinds.length === 0 ? undefined : wire.kinds,
    settings: wire.settings ? takeReleasedSettings(wire.settings) : undefined,
    direction: (wire.direction || undefined) as PromptRule['direction'],
    parts: wire.parts.length === 0 ? undefined : (wire.parts as PromptRule['parts']),
    minCount: wire.minCount || undefined,
    minScore: wire.minScore || undefined,
    restore: wire.restore || undefined,
    mode: (wire.mode || undefined) as PromptRule['mode'],
    message: wire.message || undefined,
    contact: wire.contact || undefined,
    exceptions: readExceptions(wire.exceptions) as PromptRule['exceptions'],
  };
}
