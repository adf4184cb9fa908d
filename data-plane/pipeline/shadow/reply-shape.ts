import { isDeepStrictEqual } from 'node:util';
import { type ChatEvent, type ChatReply, isOfFirstChoice } from '../../inference.ts';

/** Characters of the arguments of tools that are kept of one reply; beyond them its calls are not compared. */
const ARGUMENT_CHARS_MAX = 262_144;
const CALLS_MAX = 128;

interface CalledTool {
  name: string;
  arguments: string;
}

/** How a reply ended and what tools it called: what is compared of two replies. Never a word of their text. */
export interface ReplyShape {
  /** Undefined when it is not known. */
  readonly finishReason: string | undefined;
  /** In their order; undefined when they are not known. */
  readonly toolCalls: readonly Readonly<CalledTool>[] | undefined;
}

/** Of a reply that cannot be looked at. */
export const unknownShape: ReplyShape = { finishReason: undefined, toolCalls: undefined };

/** Whether two replies agree. `same_tools`: the same tools in the same order, with other arguments. */
export interface Agreement {
  readonly finish: 'same' | 'different' | 'unknown';
  readonly toolCalls: 'none' | 'same' | 'same_tools' | 'different' | 'unknown';
}

/** Collects the shape of a reply from its pieces. */
export class ShapeCollector {
  readonly #calls = new Map<number, CalledTool>();
  #argumentChars = 0;
  #finishReason: string | undefined;

  /** Of several answers, only the first counts. */
  add(event: ChatEvent): void {
    if (!isOfFirstChoice(event)) return;
    if (event.kind === 'finish') this.#finishReason = event.reason;
    if (event.kind !== 'tool_call') return;
    this.#argumentChars += event.arguments.length;
    if (this.#isTooMuch()) return;
    const call = this.#calls.get(event.index) ?? { name: '', arguments: '' };
    call.name ||= event.name ?? '';
    call.arguments += event.arguments;
    this.#calls.set(event.index, call);
  }

  shape(): ReplyShape {
    const toolCalls = this.#isTooMuch() ? undefined : [...this.#calls.values()];
    return { finishReason: this.#finishReason, toolCalls };
  }

  #isTooMuch(): boolean {
    return this.#argumentChars > ARGUMENT_CHARS_MAX || this.#calls.size >= CALLS_MAX;
  }
}

/** The shape of a whole reply. */
export function shapeOf({ finishReason, message }: ChatReply): ReplyShape {
  return { finishReason, toolCalls: message.toolCalls ?? [] };
}

export function compareShapes(one: ReplyShape, other: ReplyShape): Agreement {
  return { finish: compareFinish(one, other), toolCalls: compareCalls(one, other) };
}

function compareFinish(one: ReplyShape, other: ReplyShape): Agreement['finish'] {
  if (one.finishReason === undefined || other.finishReason === undefined) return 'unknown';
  return one.finishReason === other.finishReason ? 'same' : 'different';
}

function compareCalls(
  { toolCalls: ones }: ReplyShape,
  { toolCalls: others }: ReplyShape,
): Agreement['toolCalls'] {
  if (ones === undefined || others === undefined) return 'unknown';
  if (ones.length === 0 && others.length === 0) return 'none';
  const isSameTools =
    ones.length === others.length && ones.every(({ name }, at) => name === others[at]?.name);
  if (!isSameTools) return 'different';
  const isSame = ones.every((call, at) => hasEqual(call.arguments, others[at]?.arguments ?? ''));
  return isSame ? 'same' : 'same_tools';
}

/** As JSON, where both are. */
function hasEqual(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    return isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
  } catch {
    return false;
  }
}
