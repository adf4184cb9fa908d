import type { InspectedText } from '../../../policy/inspect/inspected-text.ts';
import {
  type OutsideName,
  outsideKind,
  outsideName,
} from '../../../policy/inspect/outside/outside-kind.ts';
import { joinLooks, lookAt } from '../../../policy/inspect/sighting.ts';
import { measureTexts } from '../../../policy/inspect/text-amount.ts';
import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import { type CompiledPromptPolicy, outsideOf } from '../../../policy/prompt-policy.ts';
import type { AskedText } from '../../inspect/outside/answer.ts';
import type { OutsideDetectors } from '../../inspect/outside/outside-detectors.ts';
import type { OutsideAnswer } from '../../inspect/outside/question.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { Exchange } from '../exchange.ts';
import { reached } from '../reached.ts';
import { type JudgeOptions, judgeOf } from './judge.ts';
import { collectRequestTexts, type RequestTexts } from './look-at-request.ts';
import { addUnseen, OutsideLook } from './outside-look.ts';

/** Who asks detectors that run elsewhere. */
export type OutsideDesk = Pick<OutsideDetectors, 'ask'>;

/** What asking depends on. Without a desk nothing is sent: for calls that are only explained. */
export interface AskingParts {
  readonly desk: OutsideDesk | undefined;
  readonly clock: Clock;
  /** Asks models of the caller's own routes; undefined where nothing is sent. */
  readonly judge?: JudgeOptions | undefined;
}

/** One to ask, with how long. */
interface Asked {
  readonly detector: OutsideDetector;
  readonly timeoutMs: number;
}

/**
 * Asks the outside detectors of these policies that have not looked at the call yet, each once, all at a time. Adds to `found` and
 * `askedOf`, or to `unseenBy`, and sets `outside`. They are spared when a rule blocks already.
 *
 * @returns undefined when nobody is to be asked: then nothing is waited for
 */
export function askOutside(
  exchange: Exchange,
  policies: readonly CompiledPromptPolicy[],
  { desk, clock, judge }: AskingParts,
): Promise<void> | undefined {
  const names = listUnasked(exchange, policies);
  if (names.length === 0) return undefined;
  const { id: applicationId } = reached(exchange.application, 'application');
  const isBlocked = policies.some(
    ({ judge }) => judge(exchange.found, applicationId, exchange.receivedAtMs).action === 'block',
  );
  if (isBlocked || desk === undefined) {
    const reason = isBlocked ? 'blocked_before' : 'not_sent';
    exchange.unseenBy = addUnseen(exchange.unseenBy, names, reason);
    return undefined;
  }
  const leftMs = (exchange.deadlineAtMs ?? Number.POSITIVE_INFINITY) - clock.unixMs();
  const asked = names.flatMap((name) => findAsked(name, policies, leftMs) ?? []);
  const missing = names.filter((name) => !asked.some(({ detector }) => is(detector, name)));
  if (missing.length > 0) exchange.unseenBy = addUnseen(exchange.unseenBy, missing, 'unreachable');
  return ask(exchange, asked, { desk, judge });
}

function is({ id }: OutsideDetector, name: OutsideName): boolean {
  return outsideName(id) === name;
}

const nobody: readonly OutsideName[] = [];

/** Makes no list where no policy asks one. */
function listUnasked(
  { askedOf, unseenBy }: Exchange,
  policies: readonly CompiledPromptPolicy[],
): readonly OutsideName[] {
  if (policies.every(({ outside }) => outside.length === 0)) return nobody;
  const names = new Set(policies.flatMap(({ outside }) => outside));
  return [...names].filter((name) => !askedOf.includes(name) && unseenBy?.has(name) !== true);
}

/** The shortest time of all holds: the detector's, of the rules that ask it, and what the caller has left. */
function findAsked(
  name: OutsideName,
  policies: readonly CompiledPromptPolicy[],
  leftMs: number,
): Asked | undefined {
  const asking = policies.filter(({ outside }) => outside.includes(name));
  const detector = asking[0]?.findOutside(name);
  if (detector === undefined) return undefined;
  const rules = asking.flatMap((policy) => policy.rules);
  const times = rules.flatMap((rule) => (outsideOf(rule) === name ? (rule.timeoutMs ?? []) : []));
  return { detector, timeoutMs: Math.min(detector.timeoutMs, leftMs, ...times) };
}

async function ask(
  exchange: Exchange,
  asked: readonly Asked[],
  { desk, judge: options }: Pick<AskingParts, 'judge'> & { readonly desk: OutsideDesk },
): Promise<void> {
  const { requestId, callerLeft } = exchange;
  const texts = collectRequestTexts(reached(exchange.request, 'request'));
  exchange.lookedAt = measureTexts(texts.apart);
  const unique = listOnce(texts);
  const judge = options && judgeOf(exchange, options);
  const answers = await Promise.all(
    asked.map(({ detector, timeoutMs }) =>
      desk.ask(detector, { texts: unique, requestId, timeoutMs, callerLeft, judge }),
    ),
  );
  const look = exchange.outside ?? new OutsideLook();
  exchange.outside = look;
  for (const [at, { detector }] of asked.entries())
    note(exchange, look, { detector, unique, answer: answers[at] ?? { reason: 'unreachable' } });
  for (const { text, pieces } of texts.joined) if (pieces) look.spread(text, pieces);
  const seen = joinLooks(lookAt(look.found, texts.apart), lookAt(look.found, texts.joined));
  exchange.found = joinLooks(exchange.found, seen);
}

interface Answered {
  readonly detector: OutsideDetector;
  readonly unique: readonly AskedText[];
  readonly answer: OutsideAnswer;
}

function note(exchange: Exchange, look: OutsideLook, { detector, unique, answer }: Answered): void {
  const name = outsideName(detector.id);
  if ('reason' in answer) {
    exchange.unseenBy = addUnseen(exchange.unseenBy, [name], answer.reason);
    return;
  }
  exchange.askedOf = exchange.askedOf.concat(name);
  for (const { textIndex, kind: word, start, end, score } of answer.findings) {
    const kind = outsideKind(detector.id, word, score);
    const { text } = reached(unique[textIndex], 'text');
    look.note(text, { detector: 'outside', kind, start, end });
  }
}

/** Each text of each part once, however often it stands there; none that is empty. */
function listOnce({ apart, joined }: RequestTexts): readonly AskedText[] {
  const once = new Map<string, AskedText>();
  const add = ({ text, part }: InspectedText) => {
    if (text !== '') once.set(`${part} ${text}`, { part, text });
  };
  apart.forEach(add);
  joined.forEach(add);
  return [...once.values()];
}
