import { GatewayError } from '../../errors.ts';
import type { ChatEvent } from '../../inference.ts';
import { HeldCall } from './held-call.ts';
import type { ReplyLook } from './reply-look.ts';
import { SpokenText } from './spoken-text.ts';

type CallEvent = Extract<ChatEvent, { readonly kind: 'tool_call' }>;
type Speech = 'words' | 'refusal' | 'thoughts';

/** Arguments of one answer's calls that are held; all calls of a reply have some 100 KiB. */
const heldCharsMax = 1024 * 1024;
const callCountMax = 1024;

/** Which answer, by what it is looked at, and where it goes. */
export interface AnswerOptions {
  readonly choice: number;
  readonly look: ReplyLook;
  readonly emit: (event: ChatEvent) => void;
  /** True when all of it is there: texts are read at once. */
  readonly isWhole: boolean;
}

/**
 * One answer of a reply on its way through the inspection: takes events in the order of the provider, and emits what may leave.
 * Words and thoughts are texts of their own; each goes on where it was broken off. What speaks ends when something else begins, so
 * that nothing changes its order. Calls of tools leave whole, in the order in which they began. Log probabilities, which spell the
 * words, are left out.
 */
export class Answer {
  readonly #choice: number;
  readonly #look: ReplyLook;
  readonly #emit: (event: ChatEvent) => void;
  readonly #isWhole: boolean;
  readonly #texts = new Map<Speech, SpokenText>();
  readonly #calls: HeldCall[] = [];
  /** The latest call of each index of the provider. */
  readonly #byIndex = new Map<number, HeldCall>();
  #speaks: Speech | undefined;
  #callCount = 0;
  #heldChars = 0;

  constructor({ choice, look, emit, isWhole }: AnswerOptions) {
    this.#choice = choice;
    this.#look = look;
    this.#emit = emit;
    this.#isWhole = isWhole;
  }

  /** @throws GatewayError prompt_blocked, provider_protocol_error for more calls than are held */
  take(event: ChatEvent): void {
    switch (event.kind) {
      case 'text':
        this.#speak(event.isRefusal ? 'refusal' : 'words', event.text);
        return;
      case 'reasoning':
        this.#speak('thoughts', event.text);
        return;
      case 'reasoning_signature':
        this.#endSpeech();
        // The seal is over the very words: it holds no longer when some were taken out.
        if (this.#texts.get('thoughts')?.takeChanged() !== true) this.#emit(event);
        return;
      case 'redacted_reasoning':
        this.#endSpeech();
        this.#emit(event);
        return;
      case 'tool_call':
        this.#endSpeech();
        this.#call(event);
        return;
      case 'finish':
        this.flush();
        this.#emit(event);
        return;
      case 'usage':
        return;
    }
  }

  /** Nothing follows. @throws GatewayError prompt_blocked */
  flush(): void {
    this.#endSpeech();
    this.#releaseCalls(true);
  }

  #speak(speech: Speech, piece: string): void {
    if (this.#speaks !== speech) this.#endSpeech();
    this.#speaks = speech;
    const text = this.#textOf(speech);
    this.#say(speech, this.#isWhole ? text.add(piece) : text.push(piece));
  }

  #endSpeech(): void {
    const speech = this.#speaks;
    this.#speaks = undefined;
    if (speech !== undefined) this.#say(speech, this.#textOf(speech).flush());
  }

  #say(speech: Speech, text: string): void {
    if (text === '') return;
    const choice = this.#choice;
    const kind = speech === 'thoughts' ? 'reasoning' : 'text';
    const event: ChatEvent =
      speech === 'refusal' ? { kind: 'text', text, isRefusal: true } : { kind, text };
    this.#emit(choice === 0 ? event : { ...event, choice });
  }

  #textOf(speech: Speech): SpokenText {
    let text = this.#texts.get(speech);
    if (text === undefined) {
      const place = { list: 'choices', position: this.#choice } as const;
      // Thoughts go back to the model as it had them: many are sealed.
      text = new SpokenText({ part: 'assistant', place }, this.#look, speech !== 'thoughts');
      this.#texts.set(speech, text);
    }
    return text;
  }

  #call(event: CallEvent): void {
    const known = this.#byIndex.get(event.index);
    if (known === undefined || known.isOther(event)) {
      const call = new HeldCall(event);
      this.#byIndex.set(event.index, call);
      this.#calls.push(call);
    } else if (!known.isReleased) {
      known.add(event);
    } else if (event.arguments.trim() === '') {
      return;
    } else {
      throw endedBefore();
    }
    this.#heldChars += event.arguments.length;
    if (this.#heldChars > heldCharsMax || this.#calls.length > callCountMax) throw tooMuchHeld();
    this.#releaseCalls(false);
  }

  #releaseCalls(isEnd: boolean): void {
    for (let call = this.#calls[0]; call !== undefined; call = this.#calls[0]) {
      if (!isEnd && !call.isWhole) return;
      this.#calls.shift();
      this.#heldChars -= call.charCount;
      this.#emit(call.release(this.#look, this.#callCount));
      this.#callCount += 1;
    }
  }
}

function endedBefore(): GatewayError {
  const sentence = 'The provider went on with a tool call that had ended.';
  return new GatewayError('provider_protocol_error', sentence);
}

/** Callers choose how many tools there are, and how much is said to them. */
function tooMuchHeld(): GatewayError {
  const sentence = 'The reply calls tools with more than the gateway holds: ask for less at once.';
  return new GatewayError('provider_protocol_error', sentence, { isOfRequest: true });
}
