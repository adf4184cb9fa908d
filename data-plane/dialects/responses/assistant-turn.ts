import type { ContentPart, Json, JsonObject, Message, ToolCall } from '../../inference.ts';

/** Gathers what the assistant said, thought and called between two words of others: one message of the inner shape. */
export class AssistantTurn {
  #parts: ContentPart[] = [];
  #toolCalls: ToolCall[] = [];
  /** Joined at the end only: one by one, each would copy those before it. */
  #extra: [string, Json][] = [];
  #begun = false;

  /** Words of one item, in their place among the parts; fields of the item that have no place. */
  addWords(content: string | readonly ContentPart[], extra: JsonObject | undefined): void {
    this.#begun = true;
    if (typeof content === 'string') this.#parts.push({ kind: 'text', text: content });
    else for (const part of content) this.#parts.push(part);
    if (extra !== undefined) for (const field of Object.entries(extra)) this.#extra.push(field);
  }

  addPart(part: ContentPart): void {
    this.#begun = true;
    this.#parts.push(part);
  }

  addCall(call: ToolCall): void {
    this.#begun = true;
    this.#toolCalls.push(call);
  }

  /** Appends the message, when there is one, and begins the next turn. */
  endInto(messages: Message[]): void {
    if (!this.#begun) return;
    messages.push({
      role: 'assistant',
      content: contentOf(this.#parts),
      ...(this.#toolCalls.length === 0 ? undefined : { toolCalls: this.#toolCalls }),
      ...(this.#extra.length === 0 ? undefined : { extra: Object.fromEntries(this.#extra) }),
    });
    this.#parts = [];
    this.#toolCalls = [];
    this.#extra = [];
    this.#begun = false;
  }
}

/** One text is a string: many servers take the words of an assistant in no other form. */
function contentOf(parts: readonly ContentPart[]): Message['content'] {
  const [first] = parts;
  if (first === undefined) return undefined;
  const isBareText = parts.length === 1 && first.kind === 'text' && first.extra === undefined;
  return isBareText ? first.text : parts;
}
