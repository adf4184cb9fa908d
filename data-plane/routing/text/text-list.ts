import type {
  InspectedText,
  PromptPart,
  TextPlace,
} from '../../../policy/inspect/inspected-text.ts';
import type { ChatRequest } from '../../inference.ts';

/** Texts of a request, each with the part that it is and the place where it stands. */
export class TextList {
  readonly texts: InspectedText[] = [];
  #part: PromptPart = 'option';
  #place: TextPlace | undefined;

  /** What is added from now on is of that part and place. */
  at(part: PromptPart, list: TextPlace['list'], position = 0): void {
    this.#part = part;
    this.#place = { list, position };
  }

  /** The same place, another part; returns the part until now. */
  as(part: PromptPart): PromptPart {
    const former = this.#part;
    this.#part = part;
    return former;
  }

  /** What is added from now on is made of several pieces. */
  across(part: PromptPart): void {
    this.#part = part;
    this.#place = undefined;
  }

  add(text: string | undefined, pieces?: readonly string[], places?: readonly TextPlace[]): void {
    if (text === undefined) return;
    this.texts.push({ text, part: this.#part, place: this.#place, pieces, places });
  }
}

const partByRole: Readonly<Record<ChatRequest['messages'][number]['role'], PromptPart>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool_result',
};

/** What a message of that role says. */
export function partOf(role: ChatRequest['messages'][number]['role']): PromptPart {
  return partByRole[role];
}
