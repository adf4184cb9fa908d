import type { FindingKind, Match } from '../../../policy/inspect/detector.ts';
import type { Stretch } from '../../../policy/prompt-part/redact-text.ts';
import type { ReplyPlace } from '../../../policy/reply/reply-judge.ts';
import { TextRestorer } from '../../../policy/reply/restore-text.ts';
import { TextWindow, type WindowOwner } from '../../../policy/reply/text-window.ts';
import type { ReplyLook } from './reply-look.ts';

/** Words or thoughts of one answer as they come: looked at, then with what was taken out of the request put back. */
export class SpokenText implements WindowOwner {
  readonly #where: ReplyPlace;
  readonly #look: ReplyLook;
  readonly #window: TextWindow | undefined;
  readonly #restorer: TextRestorer | undefined;
  #isChanged = false;
  #hasBegun = false;

  /** @param isRestored false leaves placeholders where they are */
  constructor(where: ReplyPlace, look: ReplyLook, isRestored: boolean) {
    this.#where = where;
    this.#look = look;
    const { judge, originalsOfWords: originals } = look;
    this.#window = judge && new TextWindow(judge.inspector, this);
    this.#restorer =
      isRestored && originals !== undefined ? new TextRestorer(originals) : undefined;
  }

  /** Takes a piece of what came whole: it leaves with all the rest. */
  add(piece: string): string {
    if (this.#window === undefined) return this.#restore(piece);
    this.#measure(piece);
    this.#window.add(piece);
    return '';
  }

  /** What may leave. @throws GatewayError prompt_blocked */
  push(piece: string): string {
    if (this.#window === undefined) return this.#restore(piece);
    this.#measure(piece);
    const looked = this.#window.push(piece);
    const { tooLong } = this.#window;
    if (tooLong !== undefined) this.#look.refuse(tooLong);
    this.#look.requireNoStop();
    return this.#restore(looked);
  }

  /** All that was held. @throws GatewayError prompt_blocked */
  flush(): string {
    const looked = this.#window?.flush() ?? '';
    this.#look.requireNoStop();
    return this.#restore(looked) + (this.#restorer?.flush() ?? '');
  }

  /** Whether something was taken out since the last time that it was asked. */
  takeChanged(): boolean {
    const isChanged = this.#isChanged;
    this.#isChanged = false;
    return isChanged;
  }

  takesOut(kind: FindingKind): boolean {
    return this.#look.judge?.takesOut(kind) === true;
  }

  found(match: Match, value: string): void {
    this.#look.note(this.#where, match, value);
  }

  placeholderOf(stretch: Stretch, value: string): string | undefined {
    const placeholder = this.#look.placeholderOf(this.#where.part, stretch, value);
    if (placeholder !== undefined) this.#isChanged = true;
    return placeholder;
  }

  #measure(piece: string): void {
    this.#look.measure(piece, !this.#hasBegun);
    this.#hasBegun = true;
  }

  #restore(text: string): string {
    return this.#restorer === undefined || text === '' ? text : this.#restorer.push(text);
  }
}
