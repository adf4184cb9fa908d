import type { Inspector, Report } from '../../../policy/inspect/detector.ts';
import {
  type OutsideName,
  outsideKind,
  outsideName,
} from '../../../policy/inspect/outside/outside-kind.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import {
  looksAt,
  type RuleOutcome,
  type RuleReason,
} from '../../../policy/prompt-part/rule-outcome.ts';
import { type CompiledPromptPolicy, outsideOf } from '../../../policy/prompt-policy.ts';
import { KnownMatches } from '../../inspect/known-matches.ts';
import type { AskedText } from '../../inspect/outside/answer.ts';
import type { Exchange } from '../exchange.ts';
import type { AskingParts, OutsideDesk } from '../prompt/ask-outside.ts';
import { judgeOf } from '../prompt/judge.ts';
import { addUnseen, type Unseen } from '../prompt/outside-look.ts';
import { requireReplySeen } from '../prompt/unseen-rule.ts';
import { reached } from '../reached.ts';

/** Notes the texts that are looked at, and finds nothing. */
export class TextCollector implements Inspector {
  readonly texts = new Set<string>();

  find(text: string, _report: Report): void {
    if (text !== '') this.texts.add(text);
  }
}

interface Asking {
  readonly policy: CompiledPromptPolicy;
  readonly rule: PromptRule;
  readonly name: OutsideName;
}

/** One to ask, and for how long. */
interface Asked {
  readonly detector: OutsideDetector;
  readonly timeoutMs: number;
}

/** What rules about the reply of one call ask elsewhere: each detector once, about all of its texts. */
export class ReplyQuestion {
  /** Whether something may follow for the caller: then nothing may leave before it is answered. */
  readonly holds: boolean;
  readonly #exchange: Exchange;
  readonly #asking: readonly Asking[];
  readonly #policies: readonly CompiledPromptPolicy[];
  readonly #parts: AskingParts;
  #unseenBy: Unseen;

  constructor(exchange: Exchange, policies: readonly CompiledPromptPolicy[], parts: AskingParts) {
    this.#exchange = exchange;
    this.#policies = policies;
    this.#parts = parts;
    this.#asking = policies.flatMap((policy) =>
      policy.rules.flatMap((rule) => {
        const name = looksAt(rule, 'output') ? outsideOf(rule) : undefined;
        return name === undefined ? [] : { policy, rule, name };
      }),
    );
    this.holds = this.#asking.some(({ rule }) => mayAct(rule));
    this.#unseenBy = addUnseen(undefined, this.#names(), 'not_reached');
  }

  /** Why a rule has not looked; undefined when it has. */
  reasonOf({ policy, rule }: Pick<RuleOutcome, 'policy' | 'rule'>): RuleReason | undefined {
    const asking = this.#asking.find((one) => one.policy.name === policy && one.rule.name === rule);
    return asking && this.#unseenBy.get(asking.name);
  }

  /**
   * What they find in these texts, each of which is a whole one of the reply.
   *
   * @throws GatewayError policy_error for a rule that lets nothing go on that it could not look at; deadline_exceeded, caller_left
   */
  async ask(texts: Iterable<string>): Promise<Inspector> {
    const { desk, clock, judge: options } = this.#parts;
    const unique = Array.from(texts, (text): AskedText => ({ part: 'reply', text }));
    const found = new KnownMatches();
    if (desk === undefined) {
      this.#unseenBy = addUnseen(undefined, this.#names(), 'not_sent');
      return found;
    }
    this.#unseenBy = addUnseen(undefined, this.#names(), 'unreachable');
    const judge = options && judgeOf(this.#exchange, options);
    const leftMs = (this.#exchange.deadlineAtMs ?? Number.POSITIVE_INFINITY) - clock.unixMs();
    await Promise.all(
      this.#listAsked(leftMs).map((asked) => this.#askOne(desk, asked, { unique, judge, found })),
    );
    this.#requireSeen();
    return found;
  }

  /** The reply is more than anybody is asked about. @throws GatewayError policy_error, likewise */
  giveUp(): void {
    this.#unseenBy = addUnseen(undefined, this.#names(), 'too_large');
    this.#requireSeen();
  }

  #requireSeen(): void {
    const told = { unseenBy: this.#unseenBy, nowMs: this.#parts.clock.unixMs() };
    requireReplySeen(this.#exchange, this.#policies, told);
  }

  async #askOne(
    desk: OutsideDesk,
    { detector, timeoutMs }: Asked,
    { unique, judge, found }: Question,
  ): Promise<void> {
    const { requestId, callerLeft } = this.#exchange;
    const inquiry = { texts: unique, requestId, timeoutMs, callerLeft, judge };
    const answer = await desk.ask(detector, inquiry);
    const name = outsideName(detector.id);
    if ('reason' in answer) {
      this.#unseenBy = addUnseen(this.#unseenBy, [name], answer.reason);
      return;
    }
    this.#unseenBy = new Map([...this.#unseenBy].filter(([one]) => one !== name));
    for (const { textIndex, kind: word, start, end, score } of answer.findings) {
      const kind = outsideKind(detector.id, word, score);
      const { text } = reached(unique[textIndex], 'text');
      found.note(text, { detector: 'outside', kind, start, end });
    }
  }

  #names(): readonly OutsideName[] {
    return [...new Set(this.#asking.map(({ name }) => name))];
  }

  /** The shortest time of all holds, as for requests. */
  #listAsked(leftMs: number): readonly Asked[] {
    return this.#names().flatMap((name) => {
      const asking = this.#asking.filter((one) => one.name === name);
      const detector = asking[0]?.policy.findOutside(name);
      const times = asking.flatMap(({ rule }) => rule.timeoutMs ?? []);
      return detector === undefined
        ? []
        : [{ detector, timeoutMs: Math.min(detector.timeoutMs, leftMs, ...times) }];
    });
  }
}

interface Question {
  readonly unique: readonly AskedText[];
  readonly judge: ReturnType<typeof judgeOf> | undefined;
  readonly found: KnownMatches;
}

/** Undefined when no rule of these policies asks elsewhere about replies, which makes nothing. */
export function questionOf(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  parts: AskingParts,
): ReplyQuestion | undefined {
  const asks = policies.some(({ reply, rules }) => reply !== undefined && rules.some(asksOfReply));
  return asks ? new ReplyQuestion(exchange, policies, parts) : undefined;
}

function asksOfReply(rule: PromptRule): boolean {
  return rule.detector === 'outside' && looksAt(rule, 'output');
}

/** A rule that only watches, or flags and is open, changes nothing for the caller, whatever is found. */
function mayAct({ mode, action, onFailure }: PromptRule): boolean {
  return mode !== 'monitor' && !(action === 'flag' && onFailure === 'open');
}
