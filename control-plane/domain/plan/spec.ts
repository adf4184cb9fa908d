import type { Application } from '../application.ts';
import type { Grant } from '../grant.ts';
import { toGlobalId } from '../ids.ts';
import type { RuleException } from '../prompt/rule-exception.ts';
import { type Attachment, normalisePromptRule, type PromptPolicy } from '../prompt-policy.ts';
import type { Route, RoutingConstraints, RoutingRule } from '../route.ts';
import { normaliseConstraints, normaliseRule } from '../routing-rule.ts';
import type {
  ApplicationSpec,
  AttachmentSpec,
  ConstraintsSpec,
  GrantSpec,
  PromptPolicySpec,
  RouteSpec,
  RuleExceptionSpec,
  RuleSpec,
} from './document.ts';

/** Names of what rows refer to, by id. What is not among them is told by its id. */
export interface Names {
  readonly target: ReadonlyMap<string, string>;
  readonly model: ReadonlyMap<string, string>;
  readonly application: ReadonlyMap<string, string>;
  readonly promptPolicy: ReadonlyMap<string, string>;
  readonly route: ReadonlyMap<string, string>;
  readonly outsideDetector: ReadonlyMap<string, string>;
}

export function applicationSpec(row: Application): ApplicationSpec {
  const { team, environment, dataClass, rolloutStage } = row;
  return { team, environment, dataClass, rolloutStage };
}

export function grantSpec(row: Grant, names: Names): GrantSpec {
  const { applicationId, modelId, workloads, dataClasses, environments, regions } = row;
  const { monthlySpendNanoUsd, notAfter } = row;
  return {
    ...(applicationId !== null && { application: nameOf(names.application, applicationId) }),
    model: nameOf(names.model, modelId),
    ...(workloads.length > 0 && { workloads }),
    ...(dataClasses.length > 0 && { dataClasses }),
    ...(environments.length > 0 && { environments }),
    ...(regions.length > 0 && { regions }),
    ...(monthlySpendNanoUsd !== null && { monthlySpendNanoUsd }),
    ...(notAfter !== null && { notAfter: notAfter.toISOString() }),
  };
}

export function promptPolicySpec(
  { rules, appliesTo }: PromptPolicy,
  names: Names,
): PromptPolicySpec {
  return {
    rules: rules
      .map(normalisePromptRule)
      .map(({ rerouteRouteId, outsideDetectorId, exceptions, ...rule }) => ({
        ...rule,
        ...(exceptions && { exceptions: exceptions.map((one) => exceptionSpec(one, names)) }),
        ...(outsideDetectorId !== undefined && {
          outsideDetector: nameOf(names.outsideDetector, outsideDetectorId),
        }),
        ...(rerouteRouteId !== undefined && { route: nameOf(names.route, rerouteRouteId) }),
      })),
    ...(appliesTo !== null && { appliesTo: attachmentSpec(appliesTo, names) }),
  };
}

function exceptionSpec(
  { applicationIds, ownerId, expiresAtMs, ...exception }: RuleException,
  names: Names,
): RuleExceptionSpec {
  return {
    ...exception,
    ...(applicationIds && {
      applications: applicationIds.map((id) => nameOf(names.application, id)),
    }),
    owner: toGlobalId('principal', ownerId),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}

function attachmentSpec(attachment: Attachment, names: Names): AttachmentSpec {
  const { everywhere, applicationIds, workloads } = attachment;
  return {
    ...(everywhere && { everywhere }),
    ...(applicationIds.length > 0 && {
      applications: applicationIds.map((id) => nameOf(names.application, id)),
    }),
    ...(workloads.length > 0 && { workloads }),
  };
}

/** What a node has said of a ramp is no part of it. */
export function routeSpec(row: Route, names: Names): RouteSpec {
  const { operation, rules, constraints, promptPolicyId } = row;
  const { connectTimeoutMs, firstTokenTimeoutMs, idleTimeoutMs, totalTimeoutMs } = row;
  return {
    operation,
    rules: rules.map((rule) => ruleSpec(normaliseRule(rule), names)),
    ...constraintsSpec(constraints),
    ...(promptPolicyId !== null && { promptPolicy: nameOf(names.promptPolicy, promptPolicyId) }),
    ...(connectTimeoutMs !== null && { connectTimeoutMs }),
    ...(firstTokenTimeoutMs !== null && { firstTokenTimeoutMs }),
    ...(idleTimeoutMs !== null && { idleTimeoutMs }),
    ...(totalTimeoutMs !== null && { totalTimeoutMs }),
  };
}

function ruleSpec(rule: RoutingRule, names: Names): RuleSpec {
  const { name, when, require, choice, constraints, split, fallbackTargetIds } = rule;
  const { fallbacksByClass = [], hedge, ramp, shadow } = rule;
  const target = (id: string) => nameOf(names.target, id);
  return {
    name,
    ...(when !== '' && { when }),
    ...(require !== '' && { require }),
    ...(choice && { choice }),
    ...constraintsSpec(constraints),
    split: split.map(({ targetId, weight, tier = 0 }) => ({
      target: target(targetId),
      weight,
      ...(tier > 0 && { tier }),
    })),
    ...(fallbackTargetIds.length > 0 && { fallbacks: fallbackTargetIds.map(target) }),
    ...(fallbacksByClass.length > 0 && {
      fallbacksByClass: fallbacksByClass.map(({ on, targetIds }) => ({
        on,
        targets: targetIds.map(target),
      })),
    }),
    ...(hedge && { hedge }),
    ...(ramp && {
      ramp: {
        from: target(ramp.fromTargetId),
        to: target(ramp.toTargetId),
        ...(ramp.stickyBy !== undefined && { stickyBy: ramp.stickyBy }),
        steps: ramp.steps.map(({ atMs, sharePermille }) => ({
          at: new Date(atMs).toISOString(),
          sharePermille,
        })),
        bounds: ramp.bounds,
      },
    }),
    ...(shadow && {
      shadow: {
        target: target(shadow.targetId),
        samplePermille: shadow.samplePermille,
        hourlyCostMaxNanoUsd: shadow.hourlyNanoUsdMax,
      },
    }),
  };
}

function constraintsSpec(constraints: RoutingConstraints | null | undefined): {
  readonly constraints?: ConstraintsSpec;
} {
  const given = normaliseConstraints(constraints);
  if (given === undefined) return {};
  const { regions, dataTerms } = given;
  return {
    constraints: {
      ...(regions.length > 0 && { regions }),
      ...(dataTerms.length > 0 && { dataTerms }),
    },
  };
}

function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) ?? id;
}
