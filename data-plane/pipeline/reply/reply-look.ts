import type { FindingKind, Match } from '../../../policy/inspect/detector.ts';
import type { PromptPart } from '../../../policy/inspect/inspected-text.ts';
import { lookAt } from '../../../policy/inspect/sighting.ts';
import type { Placeholders } from '../../../policy/prompt-part/placeholders.ts';
import { redactText, type Stretch } from '../../../policy/prompt-part/redact-text.ts';
import type { PromptFinding } from '../../../policy/prompt-policy.ts';
import type { ReplyJudge, ReplyPlace } from '../../../policy/reply/reply-judge.ts';
import type { Originals } from '../../../policy/reply/restore-text.ts';
import type { SeenReply } from '../exchange.ts';
import { promptBlocked } from '../prompt/prompt-blocked.ts';
import { reached } from '../reached.ts';

/** What looking at a reply depends on. */
interface ReplyLookOptions {
  /** Undefined when no rule is about replies: texts only have put back what was taken out. */
  readonly judge: ReplyJudge | undefined;
  readonly placeholders: Placeholders;
  /** Whether the caller asked for words that are JSON. */
  readonly saysJson: boolean;
  /** Told of all that rules have found, whenever there is more. */
  readonly onFound: (findings: readonly PromptFinding[]) => void;
}

/** Looks at the texts of one reply by the rules of its call, and knows what is put back in them. */
export class ReplyLook {
  readonly judge: ReplyJudge | undefined;
  readonly #placeholders: Placeholders;
  readonly #saysJson: boolean;
  readonly #onFound: (findings: readonly PromptFinding[]) => void;
  /** Since the last time that it was asked whether the reply may go on. */
  #hasFound = false;
  #hasLooked = false;
  #textCount = 0;
  #characterCount = 0;

  constructor({ judge, placeholders, saysJson, onFound }: ReplyLookOptions) {
    this.judge = judge;
    this.#placeholders = placeholders;
    this.#saysJson = saysJson;
    this.#onFound = onFound;
  }

  /** What is put back, as it is; undefined when it is nothing. */
  get originals(): Originals | undefined {
    const { originals } = this.#placeholders;
    return originals.size === 0 ? undefined : originals;
  }

  /** The same for words: where the caller asked for JSON, a placeholder stands within a string. */
  get originalsOfWords(): Originals | undefined {
    const { originals } = this;
    if (originals === undefined || !this.#saysJson) return originals;
    const escaped = Array.from(originals, ([placeholder, value]) => {
      return [placeholder, JSON.stringify(value).slice(1, -1)] as const;
    });
    return new Map(escaped);
  }

  /** What rules were given and saw so far; undefined when nothing has come, or no rule looks. */
  get seen(): SeenReply | undefined {
    if (this.judge === undefined || !this.#hasLooked) return undefined;
    const { looks: inspectedBy, found } = this.judge;
    const amount = { texts: this.#textCount, characters: this.#characterCount };
    return { amount, inspectedBy, found };
  }

  /** Counts what is looked at: the first piece of a text, or one that it goes on with. None is the reply that says nothing. */
  measure(piece: string, isFirst: boolean): void {
    this.#hasLooked = true;
    if (isFirst) this.#textCount += 1;
    this.#characterCount += piece.length;
  }

  note(where: ReplyPlace, match: Match, value: string): void {
    this.judge?.note(where, match, value);
    this.#hasFound = true;
  }

  /** What stands for it by what was found so far; undefined leaves it in. */
  placeholderOf(part: PromptPart, stretch: Stretch, value: string): string | undefined {
    const { judge } = this;
    for (const kind of stretch.kinds)
      if (judge?.takesOutNow(kind, part)) return this.#placeholders.replyOf(stretch.kind, value);
    return undefined;
  }

  /** Call after each look. @throws GatewayError prompt_blocked when a rule ends the reply by what was found so far */
  requireNoStop(): void {
    const { judge } = this;
    if (judge === undefined || !this.#hasFound) return;
    this.#hasFound = false;
    this.#onFound(judge.findings);
    const { stop } = judge;
    if (stop?.verdict.action === 'block')
      throw promptBlocked(stop.policy, { ...stop.verdict, isLeft: false, refused: 'reply' });
  }

  /**
   * Looks at a whole text in which nothing can be taken out.
   *
   * @throws GatewayError prompt_blocked when a rule says that it should be, or ends the reply
   */
  passWhole(where: ReplyPlace, text: string): void {
    for (const kind of this.#noteAll(where, text))
      if (this.judge?.takesOutNow(kind, where.part)) this.refuse(kind);
  }

  /**
   * The text without what rules take out of it.
   *
   * @param isFit whether a text may stand there
   * @throws GatewayError prompt_blocked when a rule ends the reply, or what is left is not fit
   */
  redactWhole(where: ReplyPlace, text: string, isFit: (redacted: string) => boolean): string {
    const { judge } = this;
    const kinds = new Set<FindingKind>();
    for (const kind of this.#noteAll(where, text))
      if (judge?.takesOutNow(kind, where.part)) kinds.add(kind);
    if (judge === undefined || kinds.size === 0) return text;
    const placeholderOf = ({ kind }: Stretch, value: string) =>
      this.#placeholders.replyOf(kind, value);
    const redacted = redactText(judge.inspector, text, { kinds, placeholderOf });
    const left = lookAt(judge.inspector, [{ ...where, text: redacted }]).counts.get(where.part);
    const isFitToLeave = isFit(redacted);
    for (const kind of kinds) if (!isFitToLeave || left?.has(kind)) this.refuse(kind);
    return redacted;
  }

  /** @throws GatewayError prompt_blocked: a rule takes out such a thing, and cannot where this one stands */
  refuse(kind: FindingKind): never {
    const { policy, rule } = reached(this.judge?.redactorOf(kind), 'rule');
    const findings = this.judge?.findings ?? [];
    throw promptBlocked(policy, { rule, findings, isLeft: true, refused: 'reply' });
  }

  #noteAll(where: ReplyPlace, text: string): ReadonlySet<FindingKind> {
    this.measure(text, true);
    const kinds = new Set<FindingKind>();
    this.judge?.inspector.find(text, (match) => {
      kinds.add(match.kind);
      this.note(where, match, text.slice(match.start, match.end));
    });
    this.requireNoStop();
    return kinds;
  }
}
