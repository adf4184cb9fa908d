import type { ChatChoice, ChatEvent, ContentPart, Reasoning, ToolCall } from '../../inference.ts';

/** A whole answer as the pieces that a stream of it would have. What has no place in a stream is left out. */
export function listEvents({ message, finishReason }: ChatChoice): readonly ChatEvent[] {
  const { content, toolCalls = [], extra } = message;
  const refusal = extra?.['refusal'];
  const parts = typeof content === 'string' ? [textPart(content)] : (content ?? []);
  return [
    ...parts.flatMap(eventsOf),
    ...(typeof refusal === 'string' && refusal !== ''
      ? [{ kind: 'text', text: refusal, isRefusal: true } as const]
      : []),
    ...toolCalls.map((call, index) => ({ ...call, kind: 'tool_call', index }) as const),
    { kind: 'finish', reason: finishReason },
  ];
}

/** The reverse of {@link listEvents}, for one answer. */
export class WholeAnswer {
  readonly #parts: ContentPart[] = [];
  readonly #toolCalls: ToolCall[] = [];
  #refusal = '';
  #isThinking = false;

  add(event: ChatEvent): void {
    switch (event.kind) {
      case 'text':
        if (event.isRefusal) this.#refusal += event.text;
        else this.#addText(event.text);
        return;
      case 'reasoning':
        this.#think({ text: event.text });
        return;
      case 'reasoning_signature':
        this.#think({ signature: event.signature });
        this.#isThinking = false;
        return;
      case 'redacted_reasoning':
        this.#isThinking = false;
        this.#parts.push({ kind: 'reasoning', text: '', redacted: event.data });
        return;
      case 'tool_call': {
        const { id = '', name = '', arguments: text, extra } = event;
        this.#toolCalls.push({ id, name, arguments: text, ...(extra && { extra }) });
        return;
      }
      case 'finish':
      case 'usage':
        return;
    }
  }

  /** The answer so far, with whatever else `of` says of it but its words. */
  choice({ finishReason }: ChatChoice): ChatChoice {
    const [first] = this.#parts;
    const isPlain = this.#parts.length === 1 && first?.kind === 'text';
    return {
      message: {
        role: 'assistant',
        content: isPlain ? first.text : first && this.#parts,
        ...(this.#toolCalls.length > 0 && { toolCalls: this.#toolCalls }),
        ...(this.#refusal !== '' && { extra: { refusal: this.#refusal } }),
      },
      finishReason,
    };
  }

  #addText(text: string): void {
    const last = this.#parts.at(-1);
    if (last?.kind !== 'text') this.#parts.push(textPart(text));
    else this.#parts[this.#parts.length - 1] = textPart(last.text + text);
  }

  #think({ text = '', signature }: Partial<Reasoning>): void {
    const last = this.#parts.at(-1);
    const goesOn = this.#isThinking && last?.kind === 'reasoning';
    const known = goesOn ? last : { kind: 'reasoning' as const, text: '' };
    const thought = { ...known, text: known.text + text, ...(signature && { signature }) };
    this.#parts.splice(goesOn ? -1 : this.#parts.length, 1, thought);
    this.#isThinking = true;
  }
}

function eventsOf(part: ContentPart): readonly ChatEvent[] {
  if (part.kind === 'text') return [{ kind: 'text', text: part.text }];
  if (part.kind !== 'reasoning') return [];
  const { text, signature, redacted } = part;
  if (redacted !== undefined) return [{ kind: 'redacted_reasoning', data: redacted }];
  const seal = signature === undefined ? [] : [{ kind: 'reasoning_signature', signature } as const];
  return text === '' ? seal : [{ kind: 'reasoning', text }, ...seal];
}

function textPart(text: string): Extract<ContentPart, { kind: 'text' }> {
  return { kind: 'text', text };
}
