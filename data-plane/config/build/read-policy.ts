import type {
  DetectorName,
  Operation,
  PromptAction,
  PromptPolicy,
  PromptRule,
  Route,
  RoutingRule,
} from '../../../policy/resource.ts';
import type { PromptRule__Output } from '../../../proto/generated/gatehouse/config/v1/PromptRule.ts';
import type { RoutingRule__Output } from '../../../proto/generated/gatehouse/config/v1/RoutingRule.ts';
import { decodeResource } from '../../../proto/resource.ts';
import type { RawResource } from '../resource-store.ts';
import { InvalidResource } from './fault.ts';
import { optionalText, requireList, requireText, requireTexts, requireWord } from './field.ts';
import { requireOwner } from './read-resource.ts';

const CONDITION_LENGTH_MAX = 8_192;
const TIMEOUT_MS_MAX = 3_600_000;
const operations: readonly Operation[] = ['chat', 'embedding'];
const detectors: readonly DetectorName[] = ['secret'];
const actions: readonly PromptAction[] = ['block', 'reroute'];

/** @throws InvalidResource */
export function readRoute({ id, tenantId, body }: RawResource): Route {
  const wire = decodeResource('route', body);
  requireOwner(wire.tenantId, tenantId);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    operation: requireWord(operations, wire.operation, 'operation'),
    policy: { rules: requireList(wire.rules, 'rules').map(readRoutingRule) },
    promptPolicyId: optionalText(wire.promptPolicyId, 'prompt_policy_id'),
    firstTokenTimeoutMs: requireTimeout(wire.firstTokenTimeoutMs, 'first_token_timeout_ms'),
    totalTimeoutMs: requireTimeout(wire.totalTimeoutMs, 'total_timeout_ms'),
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
  };
}

function readRoutingRule(wire: RoutingRule__Output): RoutingRule {
  return {
    name: requireText(wire.name, 'rules.name'),
    when: requireCondition(wire.when, 'rules.when'),
    require: requireCondition(wire.require, 'rules.require'),
    split: requireList(wire.split, 'rules.split').map(({ targetId, weight }) => ({
      targetId: requireText(targetId, 'rules.split.target_id'),
      weight,
    })),
    fallbackTargetIds: requireTexts(wire.fallbackTargetIds, 'rules.fallback_target_ids'),
  };
}

function readPromptRule(wire: PromptRule__Output): PromptRule {
  const action = requireWord(actions, wire.action, 'rules.action');
  const rerouteRouteId = optionalText(wire.rerouteRouteId, 'rules.reroute_route_id');
  if ((action === 'reroute') !== (rerouteRouteId !== undefined))
    throw new InvalidResource('rules.reroute_route_id goes with the action reroute, and only so');
  return {
    name: requireText(wire.name, 'rules.name'),
    detector: requireWord(detectors, wire.detector, 'rules.detector'),
    action,
    rerouteRouteId,
  };
}

function requireCondition(value: string, field: string): string {
  if (value.length > CONDITION_LENGTH_MAX)
    throw new InvalidResource(`${field} has more than ${CONDITION_LENGTH_MAX} characters`);
  return value;
}

function requireTimeout(value: number, field: string): number {
  if (value < 1 || value > TIMEOUT_MS_MAX)
    throw new InvalidResource(`${field} is not between 1 and ${TIMEOUT_MS_MAX}`);
  return value;
}
