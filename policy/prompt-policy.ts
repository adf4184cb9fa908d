import type { FindingKind } from './inspect/detector.ts';
import { isKindOf } from './inspect/finding-kind.ts';
import type { PromptPart } from './inspect/inspected-text.ts';
import {
  type OutsideName,
  outsideName,
  reachesScore,
  unscored,
} from './inspect/outside/outside-kind.ts';
import type { PromptAction, PromptRule, RuleDetector } from './inspect/prompt-rule.ts';
import { type Look, looksOf, plainKind, uniteLooks } from './inspect/settings/look.ts';
import type { Sighting, Sightings } from './inspect/sighting.ts';
import type { OutsideDetector } from './prompt-part/outside-detector.ts';
import { type ExceptedCall, findException } from './prompt-part/rule-exception.ts';
import type { PromptPolicy } from './resource.ts';

/** What a rule found: kinds, counts and places, never the text. */
export interface PromptFinding {
  /** Name of the policy. */
  readonly policy: string;
  readonly rule: string;
  readonly detector: RuleDetector;
  /** `aws_access_key`, `private_key`, ... */
  readonly kind: FindingKind;
  /** As it was seen, when that was with scores: see `OutsideKind`. Those that count for the rule. */
  readonly scored?: readonly FindingKind[];
  readonly count: number;
  readonly action: PromptAction;
  /** In which it was found. */
  readonly parts: readonly PromptPart[];
  /** How many in each of the parts, in their order. */
  readonly partCounts: readonly number[];
  readonly seen: readonly Sighting[];
  /** Set when the rule only watches: nothing follows. */
  readonly monitored?: true;
  /** Name of the exception of the rule that leaves it alone: nothing follows. */
  readonly exception?: string;
  /** Set when it was found in the reply. */
  readonly direction?: 'output';
  /** Set when what is taken out is put back in the answer. */
  readonly restores?: true;
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

/** What rules say of one direction. */
export interface CompiledRules {
  /** Those that the rules ask, each once, by name; none when there are no rules. */
  readonly looks: readonly Look[];
  /**
   * What follows when that was seen, by looks among which are its own, in a call of the application that came at that moment
   * (Unix milliseconds). Without the two no exception holds.
   */
  judge(sightings: Sightings, applicationId?: string, atMs?: number): PromptVerdict;
}

/** What rules say of replies. Nothing is moved any more: a rule that would do it blocks. */
export interface ReplyRules extends CompiledRules {
  /** Name of the first rule that may take out a thing of that kind. */
  redactorOf(kind: FindingKind): string | undefined;
}

/** Judges what was seen in one request. */
export interface CompiledPromptPolicy extends CompiledRules {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly JudgedRule[];
  /** Detectors that run elsewhere and that rules about what is sent ask, each once. */
  readonly outside: readonly OutsideName[];
  /** Of `outside`; undefined for what is not there, and wherever nobody is asked. */
  findOutside(name: OutsideName): OutsideDetector | undefined;
  /** Judges what is seen in its reply; undefined when no rule is about replies. */
  readonly reply: ReplyRules | undefined;
  /** What a caller is told besides when the rule of that name refuses. */
  adviceOf(rule: string): PromptAdvice;
}

/** In words of the author of the policy. */
export type PromptAdvice = Pick<PromptRule, 'message' | 'contact'>;

/** Compiles a policy once per snapshot. All rules are evaluated; `outsideById` has what they may ask of the tenant. */
export function compilePromptPolicy(
  { id, name, rules }: PromptPolicy,
  outsideById: ReadonlyMap<string, OutsideDetector> = nobody,
): CompiledPromptPolicy {
  const judged = rules.map((rule): JudgedRule => ({ ...rule, looks: looksOf(rule) }));
  const ofReply = judged.filter(({ direction = 'input' }) => direction !== 'input');
  const ofRequest = judged.filter(({ direction }) => direction !== 'output');
  const outside = ofRequest.flatMap((rule) => outsideOf(rule) ?? []);
  return {
    id,
    name,
    rules: judged,
    outside: outside.length === 0 ? nothing : [...new Set(outside)].toSorted(),
    findOutside: (one) => outsideById.get(one.slice('outside/'.length)),
    ...compileRules(name, ofRequest),
    reply: ofReply.length === 0 ? undefined : compileReplyRules(name, ofReply),
    adviceOf: (rule) => rules.find((one) => one.name === rule) ?? {},
  };
}

const nobody: ReadonlyMap<string, OutsideDetector> = new Map();
const nothing: readonly OutsideName[] = [];

/** The detector elsewhere that a rule asks; undefined when it asks the gateway's own. */
export function outsideOf({
  detector,
  outsideDetectorId = '',
}: Pick<PromptRule, 'detector' | 'outsideDetectorId'>): OutsideName | undefined {
  return detector === 'outside' ? outsideName(outsideDetectorId) : undefined;
}

function compileRules(policy: string, judged: readonly JudgedRule[]): CompiledRules {
  return {
    looks: uniteLooks(judged.flatMap(({ looks }) => looks)),
    judge: (sightings, applicationId = '', atMs = Number.POSITIVE_INFINITY) =>
      judged.length === 0 || sightings.counts.size === 0
        ? clean
        : judge(policy, judged, { sightings, applicationId, atMs }),
  };
}

function compileReplyRules(policy: string, rules: readonly JudgedRule[]): ReplyRules {
  const ofReply = rules.map((rule) => ({ ...rule, parts: undefined, rerouteRouteId: undefined }));
  const { looks, judge: judgeReply } = compileRules(policy, ofReply);
  const redacting = rules.filter(({ action, mode }) => action === 'redact' && mode !== 'monitor');
  return {
    looks,
    judge: (sightings, applicationId, atMs) => {
      const verdict = judgeReply(sightings, applicationId, atMs);
      const findings = verdict.findings.map(
        (finding): PromptFinding => ({ ...finding, direction: 'output' }),
      );
      return { ...verdict, findings };
    },
    redactorOf: (kind) => redacting.find((rule) => isAbout(rule, kind))?.name,
  };
}

/** Whether something follows from a finding. */
export function isActedOn({ monitored, exception }: PromptFinding): boolean {
  return monitored !== true && exception === undefined;
}

/** A rule, and what it judges by. */
export interface JudgedRule extends PromptRule {
  readonly looks: readonly Look[];
}

const clean: PromptVerdict = { action: 'allow', findings: [] };

/** What was seen in which call. */
interface JudgedCall extends ExceptedCall {
  readonly sightings: Sightings;
}

function judge(policy: string, rules: readonly JudgedRule[], call: JudgedCall): PromptVerdict {
  const findings: PromptFinding[] = [];
  let blocking: PromptRule | undefined;
  let rerouting: (PromptRule & { readonly rerouteRouteId: string }) | undefined;
  let redacting: PromptRule | undefined;
  for (const rule of rules) {
    const found = findingsOf(policy, rule, call);
    if (found.length === 0) continue;
    findings.push(...found);
    if (rule.action === 'flag' || !found.some(isActedOn)) continue;
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

/** Of one kind, in the parts in which the same exception holds, or none. */
interface Gathered {
  readonly kind: FindingKind;
  readonly exception: string | undefined;
  /** As it was seen. */
  readonly asSeen: Set<FindingKind>;
  count: number;
  readonly parts: PromptPart[];
  readonly partCounts: number[];
}

/** Empty when the rule does not hold; only what is excepted where it would hold without its exceptions. */
function findingsOf(
  policy: string,
  rule: JudgedRule,
  { sightings, ...call }: JudgedCall,
): readonly PromptFinding[] {
  const { name, minCount = 1, detector, action, mode, restore } = rule;
  const gathered = gather(rule, sightings, call);
  const excepted = gathered.filter(({ exception }) => exception !== undefined);
  if (countAll(gathered) < minCount) return [];
  const holds = excepted.length === 0 || countAll(gathered) - countAll(excepted) >= minCount;
  return (holds ? gathered : excepted).map((one) => {
    const { kind, exception, asSeen, count, parts, partCounts } = one;
    const seen = sightings.seen.filter((it) => asSeen.has(it.kind) && parts.includes(it.part));
    const isScored = asSeen.size > 1 || !asSeen.has(kind);
    return {
      policy,
      rule: name,
      detector,
      kind,
      ...(isScored && { scored: [...asSeen] }),
      count,
      action,
      parts,
      partCounts,
      seen,
      ...(mode === 'monitor' && { monitored: true }),
      ...(exception !== undefined && { exception }),
      ...(restore && { restores: true }),
    };
  });
}

function gather(rule: JudgedRule, { counts }: Sightings, call: ExceptedCall): Gathered[] {
  const gathered: Gathered[] = [];
  for (const [part, found] of counts) {
    if (rule.parts !== undefined && !rule.parts.includes(part)) continue;
    for (const [kind, count] of found) {
      if (!isAbout(rule, kind)) continue;
      const exception = findException(rule.exceptions, { kind: plainKind(kind), part }, call)?.name;
      addTo(gathered, { kind, exception, part, count });
    }
  }
  return gathered;
}

interface Counted extends Pick<Gathered, 'kind' | 'exception' | 'count'> {
  readonly part: PromptPart;
}

function addTo(gathered: Gathered[], { kind: asSeen, exception, part, count }: Counted): void {
  const kind = unscored(asSeen);
  const known = gathered.find((one) => one.kind === kind && one.exception === exception);
  if (known === undefined) {
    const kinds = new Set([asSeen]);
    gathered.push({ kind, exception, asSeen: kinds, count, parts: [part], partCounts: [count] });
    return;
  }
  known.asSeen.add(asSeen);
  known.count += count;
  if (known.parts.at(-1) === part) {
    known.partCounts.push((known.partCounts.pop() ?? 0) + count);
    return;
  }
  known.parts.push(part);
  known.partCounts.push(count);
}

function countAll(gathered: readonly Gathered[]): number {
  return gathered.reduce((sum, { count }) => sum + count, 0);
}

function isAbout(rule: JudgedRule, kind: FindingKind): boolean {
  const { detector, kinds, settings, looks, minScore } = rule;
  const plain = plainKind(kind);
  if (kinds !== undefined && !kinds.includes(plain)) return false;
  if (detector === 'outside')
    return kind.startsWith(`${outsideOf(rule)}/`) && reachesScore(kind, minScore);
  if (kind.startsWith('outside/')) return false;
  if (plain.length < kind.length) {
    const tag = kind.slice(plain.length);
    return looks.some((look) => typeof look !== 'string' && look.tag === tag);
  }
  const allowed: readonly string[] | undefined = settings?.languages;
  return isKindOf(detector, kind) && allowed?.includes(kind) !== true;
}
