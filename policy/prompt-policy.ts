import type { FindingKind } from './inspect/detector.ts';
import { isKindOf } from './inspect/finding-kind.ts';
import type { PromptPart } from './inspect/inspected-text.ts';
import type { DetectorName, PromptAction, PromptRule } from './inspect/prompt-rule.ts';
import type { Sighting, Sightings } from './inspect/sighting.ts';
import type { PromptPolicy } from './resource.ts';

/** What a rule found: kinds, counts and places, never the text. */
export interface PromptFinding {
  /** Name of the policy. */
  readonly policy: string;
  readonly rule: string;
  readonly detector: DetectorName;
  /** `aws_access_key`, `private_key`, ... */
  readonly kind: FindingKind;
  readonly count: number;
  readonly action: PromptAction;
  /** In which it was found. */
  readonly parts: readonly PromptPart[];
  readonly seen: readonly Sighting[];
  /** Set when the rule only watches: nothing follows. */
  readonly monitored?: true;
}

/** What follows from the findings: the strictest action wins (block before reroute before redact before flag); what rules that only watch have found changes nothing. */
export type PromptVerdict =
  | { readonly action: 'allow'; readonly findings: readonly PromptFinding[] }
  | StoppingVerdict<'block'>
  | StoppingVerdict<'redact'>
  | {
      readonly action: 'reroute';
      readonly rule: string;
      readonly routeId: string;
      readonly findings: readonly PromptFinding[];
    };

/** One that names the rule, and nothing besides. */
export interface StoppingVerdict<Action extends PromptAction> {
  readonly action: Action;
  readonly rule: string;
  readonly findings: readonly PromptFinding[];
}

/** Judges what was seen in one request. */
export interface CompiledPromptPolicy {
  readonly id: string;
  readonly name: string;
  /** Those that its rules ask, each once. */
  readonly detectors: readonly DetectorName[];
  /** What follows when that was seen, by detectors among which are its own. */
  judge(sightings: Sightings): PromptVerdict;
  /** What a caller is told besides when the rule of that name refuses. */
  adviceOf(rule: string): PromptAdvice;
}

/** In words of the author of the policy. */
export type PromptAdvice = Pick<PromptRule, 'message' | 'contact'>;

/** Compiles a policy once per snapshot. All rules are evaluated. */
export function compilePromptPolicy({ id, name, rules }: PromptPolicy): CompiledPromptPolicy {
  return {
    id,
    name,
    detectors: [...new Set(rules.map(({ detector }) => detector))].toSorted(),
    judge: (sightings) =>
      rules.length === 0 || sightings.counts.size === 0 ? clean : judge(name, rules, sightings),
    adviceOf: (rule) => rules.find((one) => one.name === rule) ?? {},
  };
}

/** Whether something follows from a finding. */
export function isActedOn({ monitored }: PromptFinding): boolean {
  return monitored !== true;
}

const clean: PromptVerdict = { action: 'allow', findings: [] };

function judge(policy: string, rules: readonly PromptRule[], sightings: Sightings): PromptVerdict {
  const findings: PromptFinding[] = [];
  let blocking: PromptRule | undefined;
  let rerouting: (PromptRule & { readonly rerouteRouteId: string }) | undefined;
  let redacting: PromptRule | undefined;
  for (const rule of rules) {
    const found = findingsOf(policy, rule, sightings);
    if (found.length === 0) continue;
    findings.push(...found);
    if (rule.mode === 'monitor' || rule.action === 'flag') continue;
    const { rerouteRouteId } = rule;
    // A reroute that names no route cannot be honoured: the strict reading keeps the text inside.
    if (rule.action === 'redact') redacting ??= rule;
    else if (rule.action === 'block' || rerouteRouteId === undefined) blocking ??= rule;
    else rerouting ??= { ...rule, rerouteRouteId };
  }
  if (blocking !== undefined) return { action: 'block', rule: blocking.name, findings };
  if (rerouting !== undefined) {
    const { name: rule, rerouteRouteId: routeId } = rerouting;
    return { action: 'reroute', rule, routeId, findings };
  }
  if (redacting !== undefined) return { action: 'redact', rule: redacting.name, findings };
  return { action: 'allow', findings };
}

/** Empty when the rule does not hold. */
function findingsOf(
  policy: string,
  rule: PromptRule,
  sightings: Sightings,
): readonly PromptFinding[] {
  const { name, minCount = 1 } = rule;
  const byKind = new Map<FindingKind, { count: number; parts: PromptPart[] }>();
  let total = 0;
  for (const [part, counts] of sightings.counts) {
    if (rule.parts !== undefined && !rule.parts.includes(part)) continue;
    for (const [kind, count] of counts) {
      if (!isAbout(rule, kind)) continue;
      const known = byKind.get(kind) ?? { count: 0, parts: [] };
      byKind.set(kind, { count: known.count + count, parts: [...known.parts, part] });
      total += count;
    }
  }
  if (total < minCount) return [];
  const { detector, action, mode } = rule;
  return Array.from(byKind, ([kind, { count, parts }]) => {
    const seen = sightings.seen.filter((one) => one.kind === kind && parts.includes(one.part));
    const finding = { policy, rule: name, detector, kind, count, action, parts, seen };
    return mode === 'monitor' ? { ...finding, monitored: true } : finding;
  });
}

function isAbout({ detector, kinds }: PromptRule, kind: FindingKind): boolean {
  return isKindOf(detector, kind) && (kinds === undefined || kinds.includes(kind));
}
