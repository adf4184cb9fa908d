import type { FindingCounts, FindingKind } from './inspect/detector.ts';
import { isKindOf } from './inspect/finding-kind.ts';
import { countFindings, inspectorOf } from './inspect/inspector.ts';
import type { DetectorName, PromptAction, PromptRule } from './inspect/prompt-rule.ts';
import { redactText } from './prompt-part/redact-text.ts';
import type { PromptPolicy } from './resource.ts';

/** What a rule found: kinds and counts, never the text. */
export interface PromptFinding {
  /** Name of the policy. */
  readonly policy: string;
  readonly rule: string;
  readonly detector: DetectorName;
  /** `aws_access_key`, `private_key`, ... */
  readonly kind: FindingKind;
  readonly count: number;
  readonly action: PromptAction;
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

/** Takes things out of texts, each text alone. */
export type Redact = (text: string) => string;

/** Judges the texts of one request. */
export interface CompiledPromptPolicy {
  readonly id: string;
  readonly name: string;
  /** Those that look at the texts, each once. */
  readonly detectors: readonly DetectorName[];
  /** What the detectors find, each text alone. */
  count(texts: Iterable<string>): FindingCounts;
  /** What follows when that much was found. */
  judge(counts: FindingCounts): PromptVerdict;
  /** Puts in the place of each thing of these kinds what `placeholderOf` says of it. */
  redact(kinds: ReadonlySet<FindingKind>, placeholderOf: PlaceholderOf): Redact;
  /** What a caller is told besides when the rule of that name refuses. */
  adviceOf(rule: string): PromptAdvice;
}

/** What stands for a thing of that kind. */
export type PlaceholderOf = (kind: FindingKind, value: string) => string;

/** In words of the author of the policy. */
export type PromptAdvice = Pick<PromptRule, 'message' | 'contact'>;

/** Compiles a policy once per snapshot. All rules are evaluated. */
export function compilePromptPolicy({ id, name, rules }: PromptPolicy): CompiledPromptPolicy {
  const inspector = inspectorOf(rules.map(({ detector }) => detector));
  return {
    id,
    name,
    detectors: inspector.detectors,
    count: (texts) => (rules.length === 0 ? nothing : countFindings(inspector, texts)),
    judge: (counts) =>
      rules.length === 0 || counts.size === 0 ? clean : judge(name, rules, counts),
    redact: (kinds, placeholderOf) => (text) =>
      redactText(inspector, text, { kinds, placeholderOf }),
    adviceOf: (rule) => rules.find((one) => one.name === rule) ?? {},
  };
}

/** Whether something follows from a finding. */
export function isActedOn({ monitored }: PromptFinding): boolean {
  return monitored !== true;
}

/** Of each kind the greater count: for two ways to look at the same texts. */
export function greaterCounts(one: FindingCounts, other: FindingCounts): FindingCounts {
  if (one.size === 0) return other;
  if (other.size === 0) return one;
  const greater = new Map(one);
  for (const [kind, count] of other) greater.set(kind, Math.max(count, one.get(kind) ?? 0));
  return greater;
}

const nothing: FindingCounts = new Map();
const clean: PromptVerdict = { action: 'allow', findings: [] };

function judge(policy: string, rules: readonly PromptRule[], counts: FindingCounts): PromptVerdict {
  const findings: PromptFinding[] = [];
  let blocking: PromptRule | undefined;
  let rerouting: (PromptRule & { readonly rerouteRouteId: string }) | undefined;
  let redacting: PromptRule | undefined;
  for (const rule of rules) {
    const found = findingsOf(policy, rule, counts);
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
  counts: FindingCounts,
): readonly PromptFinding[] {
  const { name, detector, action, kinds, minCount = 1, mode } = rule;
  const findings: PromptFinding[] = [];
  let total = 0;
  for (const [kind, count] of counts) {
    if (!isKindOf(detector, kind) || (kinds !== undefined && !kinds.includes(kind))) continue;
    total += count;
    const finding = { policy, rule: name, detector, kind, count, action };
    findings.push(mode === 'monitor' ? { ...finding, monitored: true } : finding);
  }
  return total < minCount ? [] : findings;
}
