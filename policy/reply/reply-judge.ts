import type { FindingKind, Inspector, Match } from '../inspect/detector.ts';
import type { InspectedText, PromptPart } from '../inspect/inspected-text.ts';
import { inspectorOf } from '../inspect/inspector.ts';
import { joinInspectors } from '../inspect/outside/join-inspectors.ts';
import { type Look, uniteLooks } from '../inspect/settings/look.ts';
import { type Sightings, Tally } from '../inspect/sighting.ts';
import { kindsAsSeen } from '../prompt-part/finding-score.ts';
import { isTakenOut, type JudgedBy } from '../prompt-part/policies-of-call.ts';
import type { ExceptedCall } from '../prompt-part/rule-exception.ts';
import type { CompiledPromptPolicy, PromptFinding, ReplyRules } from '../prompt-policy.ts';

/** Where something was found; the text itself is not needed. */
export type ReplyPlace = Omit<InspectedText, 'text'>;

/** A rule that takes something out, by its name, and its policy. */
export interface Redactor {
  readonly policy: CompiledPromptPolicy;
  readonly rule: string;
}

interface Judging {
  readonly policy: CompiledPromptPolicy;
  readonly rules: ReplyRules;
}

/**
 * Judges one reply while it comes, by the rules about replies of all policies of its call. What was found counts as a whole, over
 * all its parts: a rule holds from its number on, and what came before may have left.
 */
export class ReplyJudge {
  readonly inspector: Inspector;
  /** Those that look, each once, by name. */
  readonly looks: readonly Look[];
  readonly #judging: readonly Judging[];
  readonly #call: ExceptedCall;
  readonly #tally = new Tally();
  #judged: readonly JudgedBy[] = [];
  #findings: readonly PromptFinding[] = [];
  #isStale = false;

  /** @param elsewhere what else finds something in its texts */
  constructor(judging: readonly Judging[], call: ExceptedCall, elsewhere?: Inspector) {
    this.#judging = judging;
    this.#call = call;
    this.looks = uniteLooks(judging.flatMap(({ rules }) => rules.looks));
    this.inspector = joinInspectors(inspectorOf(this.looks), elsewhere);
  }

  /** What they found so far, also where no rule is about it. */
  get found(): Sightings {
    return this.#tally;
  }

  /** All that rules have found so far. */
  get findings(): readonly PromptFinding[] {
    this.#judge();
    return this.#findings;
  }

  /** What ends the reply; undefined as long as nothing does. */
  get stop(): JudgedBy | undefined {
    this.#judge();
    return this.#judged.find(({ verdict }) => verdict.action === 'block');
  }

  /** @param value what was found, for its fingerprint */
  note(where: ReplyPlace, match: Match, value: string): void {
    this.#tally.note(where, match, value);
    this.#isStale = true;
  }

  /** Once for all that a look has found: a reply may be full of it. */
  #judge(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    const { applicationId, atMs } = this.#call;
    this.#judged = this.#judging.map(({ policy, rules }) => ({
      policy,
      verdict: rules.judge(this.#tally, applicationId, atMs),
    }));
    this.#findings = this.#judged.flatMap(({ verdict }) => verdict.findings);
  }

  /** Whether some rule may take out a thing of that kind. */
  takesOut(kind: FindingKind): boolean {
    return this.redactorOf(kind) !== undefined;
  }

  /** Whether a thing of that kind is to be taken out of that part by what was found so far. */
  takesOutNow(kind: FindingKind, part: PromptPart): boolean {
    return this.findings.some(
      (finding) =>
        kindsAsSeen(finding).includes(kind) && finding.parts.includes(part) && isTakenOut(finding),
    );
  }

  /** Who would take out a thing of that kind, by which rule; undefined when nobody would. */
  redactorOf(kind: FindingKind): Redactor | undefined {
    for (const { policy, rules } of this.#judging) {
      const rule = rules.redactorOf(kind);
      if (rule !== undefined) return { policy, rule };
    }
    return undefined;
  }
}

/** Undefined when none of these policies has a rule about replies. `elsewhere` finds something in their texts besides. */
export function judgeOf(
  policies: readonly CompiledPromptPolicy[],
  call: ExceptedCall,
  elsewhere?: Inspector,
): ReplyJudge | undefined {
  const judging = policies.flatMap((policy) =>
    policy.reply === undefined ? [] : [{ policy, rules: policy.reply }],
  );
  return judging.length === 0 ? undefined : new ReplyJudge(judging, call, elsewhere);
}
