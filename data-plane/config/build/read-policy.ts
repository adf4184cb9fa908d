import { type PromptPart, promptParts } from '../../../policy/inspect/inspected-text.ts';
import { findPatternFault } from '../../../policy/inspect/pattern/pattern.ts';
import {
  type PromptAction,
  type PromptRule,
  type PromptRuleMode,
  promptDirections,
  ruleDetectors,
  ruleFailures,
} from '../../../policy/inspect/prompt-rule.ts';
import { takeReleasedSettings } from '../../../policy/inspect/settings/given-settings.ts';
import { lacksSettings } from '../../../policy/inspect/settings/setting-group.ts';
import type { Operation, PromptPolicy, Route } from '../../../policy/resource.ts';
import type { Timers } from '../../../policy/route-part/timers.ts';
import type { PromptRule__Output } from '../../../proto/generated/gatehouse/config/v1/PromptRule.ts';
import type { Route__Output } from '../../../proto/generated/gatehouse/config/v1/Route.ts';
import { decodeResource, readExceptions, readTimers } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { InvalidResource } from './fault.ts';
import { optionalText, requireList, requireText, requireWord } from './field.ts';
import { requireOwner } from './read-resource.ts';
import { readRoutingPolicy } from './read-routing.ts';

const TIMEOUT_MS_MAX = 3_600_000;
const operations: readonly Operation[] = ['chat', 'embedding'];
const actions: readonly PromptAction[] = ['block', 'reroute', 'redact', 'flag'];
const modes: readonly PromptRuleMode[] = ['enforce', 'monitor'];

/** What is told of a route without reading its policy. */
export type RouteSummary = Pick<
  Route,
  'id' | 'tenantId' | 'name' | 'operation' | 'promptPolicyId'
> & {
  /** Whether a rule of it has a ramp. */
  readonly hasRamps: boolean;
};

/** @throws InvalidResource */
export function summariseRoute({ id, tenantId, body }: RawResource): RouteSummary {
  const wire = decodeResource('route', body);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    operation: requireWord(operations, wire.operation, 'operation'),
    promptPolicyId: optionalText(wire.promptPolicyId, 'prompt_policy_id'),
    hasRamps: wire.rules.some(({ ramp }) => ramp !== null),
  };
}

/** @throws InvalidResource */
export function readRoute({ id, tenantId, body }: RawResource): Route {
  const wire = decodeResource('route', body);
  requireOwner(wire.tenantId, tenantId);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    operation: requireWord(operations, wire.operation, 'operation'),
    policy: readRoutingPolicy(wire),
    promptPolicyId: optionalText(wire.promptPolicyId, 'prompt_policy_id'),
    ...requireTimers(wire),
  };
}

/** @throws InvalidResource */
export function readPromptPolicy({ id, tenantId, body }: RawResource): PromptPolicy {
  const wire = decodeResource('prompt_policy', body);
  requireOwner(wire.tenantId, tenantId);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    rules: requireList(wire.rules, 'rules').map(readPromptRule),
    appliesTo: wire.appliesTo ?? undefined,
  };
}

function readPromptRule(wire: PromptRule__Output): PromptRule {
  const action = requireWord(actions, wire.action, 'rules.action');
  const rerouteRouteId = optionalText(wire.rerouteRouteId, 'rules.reroute_route_id');
  if ((action === 'reroute') !== (rerouteRouteId !== undefined))
    throw new InvalidResource('rules.reroute_route_id goes with the action reroute, and only so');
  return {
    name: requireText(wire.name, 'rules.name'),
    ...requireDetector(wire),
    action,
    rerouteRouteId,
    kinds: wire.kinds.length === 0 ? undefined : wire.kinds,
    settings: requireSettings(wire),
    direction:
      wire.direction === ''
        ? undefined
        : requireWord(promptDirections, wire.direction, 'rules.direction'),
    parts: wire.parts.length === 0 ? undefined : wire.parts.map(requirePart),
    minCount: wire.minCount || undefined,
    minScore: requireScore(wire.minScore),
    onFailure:
      wire.onFailure === ''
        ? undefined
        : requireWord(ruleFailures, wire.onFailure, 'rules.on_failure'),
    timeoutMs: wire.timeoutMs || undefined,
    mode: wire.mode === '' ? undefined : requireWord(modes, wire.mode, 'rules.mode'),
    restore: wire.restore || undefined,
    message: wire.message || undefined,
    contact: wire.contact || undefined,
    exceptions: readExceptions(wire.exceptions) as PromptRule['exceptions'],
  };
}

function requireDetector(wire: PromptRule__Output) {
  const detector = requireWord(ruleDetectors, wire.detector, 'rules.detector');
  const outsideDetectorId = optionalText(wire.outsideDetectorId, 'rules.outside_detector_id');
  if ((detector === 'outside') !== (outsideDetectorId !== undefined))
    throw new InvalidResource(
      'rules.outside_detector_id goes with the detector outside, and only so',
    );
  return { detector, outsideDetectorId };
}

function requireScore(score: number): number | undefined {
  if (score === 0) return undefined;
  if (!(score > 0 && score <= 1))
    throw new InvalidResource('rules.min_score is not between 0 and 1');
  return score;
}

function requirePart(word: string): PromptPart {
  return requireWord(promptParts, word, 'rules.parts');
}

/** A pattern that cannot be run, and a detector that is not told what to look for, must not wait for the first call. */
function requireSettings({ detector, settings: wire }: PromptRule__Output): PromptRule['settings'] {
  const settings = wire ? takeReleasedSettings(wire) : undefined;
  for (const { pattern } of settings?.patterns ?? [])
    if (findPatternFault(pattern) !== undefined)
      throw new InvalidResource('rules.settings.patterns has one that cannot be run');
  if (lacksSettings(detector, settings))
    throw new InvalidResource(`rules.settings does not say what ${detector} looks for`);
  return settings;
}

/** Readers that do not know `timers` refuse what has no figures for them, so that nobody writes such a route. */
function requireTimers(wire: Route__Output): Timers {
  requireTimeout(wire.firstTokenTimeoutMs, 'first_token_timeout_ms', 1);
  requireTimeout(wire.totalTimeoutMs, 'total_timeout_ms', 1);
  const timers = readTimers(wire);
  return {
    connectTimeoutMs: requireTimeout(timers.connectTimeoutMs, 'timers.connect_timeout_ms'),
    firstTokenTimeoutMs: requireTimeout(
      timers.firstTokenTimeoutMs,
      'timers.first_token_timeout_ms',
    ),
    idleTimeoutMs: requireTimeout(timers.idleTimeoutMs, 'timers.idle_timeout_ms'),
    totalTimeoutMs: requireTimeout(timers.totalTimeoutMs, 'timers.total_timeout_ms'),
  };
}

function requireTimeout(value: number, field: string, minMs = 0): number {
  if (value < minMs || value > TIMEOUT_MS_MAX)
    throw new InvalidResource(`${field} is not between ${minMs} and ${TIMEOUT_MS_MAX}`);
  return value;
}
