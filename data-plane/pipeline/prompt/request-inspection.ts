import type { Inspector } from '../../../policy/inspect/detector.ts';
import type { InspectedText } from '../../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import { joinInspectors } from '../../../policy/inspect/outside/join-inspectors.ts';
import type { Look } from '../../../policy/inspect/settings/look.ts';
import {
  joinLooks,
  nothingSeen,
  type Sightings,
  sightingsOf,
} from '../../../policy/inspect/sighting.ts';
import { measureTexts, type TextAmounts } from '../../../policy/inspect/text-amount.ts';
import type { Placeholders } from '../../../policy/prompt-part/placeholders.ts';
import { type RedactedKinds, redactorOf } from '../../../policy/prompt-part/redactor.ts';
import type { InferenceRequest } from '../../inference.ts';
import type { InspectionThread } from '../../inspect/inspection-thread.ts';
import { KnownMatches } from '../../inspect/known-matches.ts';
import { lookEach } from '../../inspect/look-each.ts';
import type { Answer, Question, ToldSightings } from '../../inspect/message.ts';
import { unpackMatches } from '../../inspect/packed-matches.ts';
import { buffersOf, packTexts } from '../../inspect/packed-texts.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { Exchange } from '../exchange.ts';
import { after } from './after.ts';
import { refuseUninspected, tooMuchToTakeOut } from './inspection-refusal.ts';
import { InspectionWait } from './inspection-wait.ts';
import {
  collectRequestTexts,
  lookAtTexts,
  lookWith,
  type RequestLook,
  type RequestTexts,
} from './look-at-request.ts';
import { redactRequest } from './redact-request.ts';

/**
 * Texts of a call that are looked at at once, in characters: 0.2 ms for what people write, 5 ms for the slowest text that is known. What is
 * longer goes to the thread (decision 50).
 */
export const charsAtOnceMax = 16_384;

/** What is taken out of a request, and what stands for it. */
export interface RequestRedaction {
  readonly looks: readonly Look[];
  readonly kinds: RedactedKinds;
  readonly placeholders: Placeholders;
  /** What detectors that run elsewhere have found; undefined where none was asked. */
  readonly elsewhere: Inspector | undefined;
}

/**
 * Looks at requests and takes things out of them: of short ones at once, of long ones in the thread. While a call waits, it ends when its
 * caller leaves, its deadline comes or its key is revoked.
 */
export class RequestInspection {
  readonly #thread: InspectionThread;
  readonly #clock: Clock;

  constructor(thread: InspectionThread, clock: Clock) {
    this.#thread = thread;
    this.#clock = clock;
  }

  /**
   * @throws InspectionFailure where nobody has looked: what follows is for the rules to say
   * @throws GatewayError caller_left, deadline_exceeded, unknown_key; both in the promise
   */
  look(
    exchange: Exchange,
    request: InferenceRequest,
    looks: readonly Look[],
  ): RequestLook | Promise<RequestLook> {
    const texts = collectRequestTexts(request);
    const amounts = measureTexts(texts.apart);
    if (amounts.characters + countChars(texts.joined) > charsAtOnceMax)
      return this.#lookElsewhere(exchange, texts, { looks, amounts });
    const { seen, faults } = lookEach(looks, (some) => lookAtTexts(texts, some));
    return { sightings: seen.reduce(joinLooks, nothingSeen), amounts, faults };
  }

  /**
   * What is still there when it was taken out, of what these looks and detectors elsewhere know.
   *
   * @throws GatewayError policy_error, overloaded where it could not be looked at, and as above: in the promise
   */
  lookAgain(
    exchange: Exchange,
    redacted: InferenceRequest,
    { looks, elsewhere }: RequestRedaction,
  ): Sightings | Promise<Sightings> {
    const looking = this.look(exchange, redacted, looks);
    const looked = looking instanceof Promise ? looking.catch(refuseUninspected) : looking;
    return after(looked, ({ sightings, faults: [first] }) => {
      if (first !== undefined) throw first.fault;
      return elsewhere === undefined
        ? sightings
        : joinLooks(sightings, lookWith(elsewhere, collectRequestTexts(redacted)));
    });
  }

  /** As above. What stands where nothing can be taken out is still there: see {@link redactRequest}. */
  redact(
    exchange: Exchange,
    request: InferenceRequest,
    redaction: RequestRedaction,
  ): InferenceRequest | Promise<InferenceRequest> {
    const texts = listRedacted(request, redaction.kinds);
    if (countChars(texts) > charsAtOnceMax)
      return this.#redactElsewhere(exchange, { request, redaction, texts }).catch(
        refuseUninspected,
      );
    return redactBy(inspectorOf(redaction.looks), request, redaction);
  }

  async #lookElsewhere(
    exchange: Exchange,
    texts: RequestTexts,
    { looks, amounts }: { readonly looks: readonly Look[]; readonly amounts: TextAmounts },
  ): Promise<RequestLook> {
    const apart = packTexts(texts.apart);
    const joined = packTexts(texts.joined);
    const answer = await this.#ask(exchange, { kind: 'look', looks, apart, joined });
    if (answer.kind !== 'look') throw new Error('The thread answered another question.');
    const sightings = answer.seen
      .map((told) => joinLooks(place(told.apart, texts.apart), place(told.joined, texts.joined)))
      .reduce(joinLooks, nothingSeen);
    return { sightings, amounts, faults: answer.faults };
  }

  async #redactElsewhere(
    exchange: Exchange,
    { request, redaction, texts }: LongRedaction,
  ): Promise<InferenceRequest> {
    const { looks, kinds: byPart } = redaction;
    const kinds = new Set([...byPart.taken.values()].flatMap((ofPart) => [...ofPart]));
    const packed = packTexts(texts);
    const answer = await this.#ask(exchange, { kind: 'find', looks, kinds, texts: packed });
    if (answer.kind !== 'find') throw new Error('The thread answered another question.');
    if (answer.matches === undefined) throw tooMuchToTakeOut();
    const matches = unpackMatches(answer.matches, texts.length);
    const known = new KnownMatches();
    for (const [index, { text }] of texts.entries())
      for (const match of matches[index] ?? []) known.note(text, match);
    return redactBy(known, request, redaction);
  }

  #ask(exchange: Exchange, question: Question): Promise<Answer> {
    const wait = new InspectionWait(exchange, this.#clock);
    const packed = question.kind === 'look' ? [question.apart, question.joined] : [question.texts];
    this.#thread
      .ask({
        question,
        chars: packed.reduce((sum, { whole }) => sum + whole.length, 0),
        buffers: packed.flatMap(buffersOf),
        isWanted: () => wait.isOpen,
      })
      .then(wait.answer, wait.fail);
    return wait.promise;
  }
}

/** What the thread has seen, with places and values of the texts that it was given. */
function place({ counts, seen }: ToldSightings, texts: readonly InspectedText[]): Sightings {
  const placed = seen.flatMap(({ text: position, match }) => {
    const text = texts[position];
    return text === undefined ? [] : sightingsOf(text, match);
  });
  return { counts, seen: placed };
}

interface LongRedaction {
  readonly request: InferenceRequest;
  readonly redaction: RequestRedaction;
  readonly texts: readonly InspectedText[];
}

function redactBy(
  own: Inspector,
  request: InferenceRequest,
  { kinds, placeholders, elsewhere }: RequestRedaction,
): InferenceRequest {
  const inspector = joinInspectors(own, elsewhere);
  return redactRequest(request, redactorOf(inspector, kinds, placeholders));
}

/** Each text once of which something may be taken out. */
function listRedacted(
  request: InferenceRequest,
  { taken }: RedactedKinds,
): readonly InspectedText[] {
  const texts = new Map<string, InspectedText>();
  redactRequest(request, (text, part) => {
    if (taken.has(part)) texts.set(text, { text, part, place: undefined });
    return text;
  });
  return [...texts.values()];
}

function countChars(texts: readonly InspectedText[]): number {
  let chars = 0;
  for (const { text } of texts) chars += text.length;
  return chars;
}
