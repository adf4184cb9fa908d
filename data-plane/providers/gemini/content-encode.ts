import { GatewayError } from '../../errors.ts';
import type { ContentPart, Json, JsonObject, Message, ToolCall } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';
import { refuseSeveralNames } from '../participant-name.ts';
import { openGoogleSeal } from '../seal.ts';
import { encodePart } from './part-encode.ts';
import type { Surface } from './surface.ts';
import { findCallSignature, stepSignature } from './thought-signature.ts';
import { encodeArguments, encodeToolResult } from './tool-encode.ts';

/** A conversation, and for whom. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** The same messages as the caller sent them, with the signatures of their tool calls. */
  readonly signed: readonly Message[];
  readonly providerModel: string;
  readonly surface: Surface;
}

/** One turn: Google's wire knows `user` and `model`, in which roles alternate. */
interface Content {
  readonly role: 'user' | 'model';
  readonly parts: JsonObject[];
}

/**
 * Messages as `systemInstruction` and `contents`. What system and developer say goes first, in its order; neighbours of one role
 * become one turn; a tool's result is a part of a user's turn. Names: see
 * {@link refuseSeveralNames}.
 *
 * @throws GatewayError invalid_request with the path of what has no place here
 */
export function encodeContents(conversation: Conversation): JsonObject {
  refuseSeveralNames(conversation.messages);
  const encoder = new ContentEncoder(conversation);
  for (const [index, message] of conversation.messages.entries()) encoder.add(message, index);
  return encoder.result();
}

/** A call of a tool that has gone by. */
interface KnownCall {
  readonly name: string;
  readonly order: number;
}

interface Result {
  readonly part: JsonObject;
  /** Of its call. */
  readonly order: number;
}

class ContentEncoder {
  readonly #conversation: Conversation;
  readonly #system: JsonObject[] = [];
  readonly #contents: Content[] = [];
  /** By id, the calls so far: a result names its function, not only its call. */
  readonly #calls = new Map<string, KnownCall>();
  #callCount = 0;
  /** Results of tools that came one after another. */
  #results: Result[] = [];

  constructor(conversation: Conversation) {
    this.#conversation = conversation;
  }

  add(message: Message, index: number): void {
    const path = `messages.${index}`;
    if (message.role !== 'tool') this.#pushResults();
    switch (message.role) {
      case 'system':
      case 'developer':
        for (const part of encodeSystem(message, path)) this.#system.push(part);
        break;
      case 'user':
        this.#push(
          'user',
          partsOf(message).map((part, place) => encodeUserPart(part, path, place)),
        );
        break;
      case 'tool':
        this.#results.push(this.#encodeResult(message, path));
        break;
      case 'assistant':
        this.#push('model', this.#encodeAnswer(message, index));
        break;
    }
  }

  result(): JsonObject {
    this.#pushResults();
    if (this.#contents.length === 0) {
      throw new GatewayError(
        'invalid_request',
        'Send at least one message of a user: the target answers no instructions alone.',
        { param: 'messages' },
      );
    }
    const contents: readonly Json[] = this.#contents.map(({ role, parts }) => ({ role, parts }));
    return this.#system.length === 0
      ? { contents }
      : { systemInstruction: { parts: this.#system }, contents };
  }

  /** Nothing for a message without parts: this wire refuses an empty turn. */
  #push(role: Content['role'], parts: readonly JsonObject[]): void {
    if (parts.length === 0) return;
    const last = this.#contents.at(-1);
    if (last?.role !== role) this.#contents.push({ role, parts: [...parts] });
    // One by one: a caller may send more parts than a call takes arguments.
    else for (const part of parts) last.parts.push(part);
  }

  /** In the order of the calls: where calls have no id, their results are told apart by it. */
  #pushResults(): void {
    if (this.#results.length === 0) return;
    const sorted = this.#results.toSorted((one, other) => one.order - other.order);
    this.#push(
      'user',
      sorted.map(({ part }) => part),
    );
    this.#results = [];
  }

  #getCall({ toolCallId }: Message, path: string): KnownCall {
    const call = this.#calls.get(toolCallId ?? '');
    if (call === undefined) {
      throw new GatewayError(
        'invalid_request',
        'Send the assistant message with the tool call before its result: no earlier call has this id.',
        { param: `${path}.tool_call_id` },
      );
    }
    return call;
  }

  #encodeResult(message: Message, path: string): Result {
    const { name, order } = this.#getCall(message, path);
    const id = this.#conversation.surface === 'gemini' ? message.toolCallId : undefined;
    const result = encodeToolResult(message, partsOf(message), path);
    const functionResponse = { ...(id !== undefined && { id }), name, ...result };
    return { part: { functionResponse }, order };
  }

  #encodeAnswer(message: Message, index: number): JsonObject[] {
    const answer = new Answer();
    for (const [place, part] of partsOf(message).entries()) {
      if (part.kind === 'reasoning') answer.think(part.text, openGoogleSeal(part.signature));
      else if (part.kind !== 'text')
        answer.say(encodePart(part, `messages.${index}.content.${place}`));
      else if (part.text !== '') answer.say({ text: part.text });
    }
    for (const [place, call] of (message.toolCalls ?? []).entries()) {
      const path = `messages.${index}.tool_calls.${place}`;
      const sent = this.#conversation.signed[index]?.toolCalls?.[place];
      answer.call(this.#encodeCall(call, path), findCallSignature(sent));
    }
    return answer.parts(stepSignature(this.#conversation.providerModel));
  }

  #encodeCall({ id, name, arguments: text }: ToolCall, path: string): JsonObject {
    this.#calls.set(id, { name, order: this.#callCount });
    this.#callCount += 1;
    const args = encodeArguments(text, `${path}.function.arguments`);
    // Vertex pairs calls and results by their order, and older versions of it refuse an id.
    return { ...(this.#conversation.surface === 'gemini' && { id }), name, args };
  }
}

/** The parts of one model's turn. A signature stands on the part after the thoughts that it seals. */
class Answer {
  readonly #parts: JsonObject[] = [];
  #pending: string | undefined;
  #firstCallAt: number | undefined;

  /** Thoughts without a signature of Google are another model's: they are left out. */
  think(text: string, signature: string | undefined): void {
    if (signature === undefined) return;
    this.#flush();
    if (text !== '') this.#parts.push({ text, thought: true });
    this.#pending = signature;
  }

  say(part: JsonObject): void {
    this.#parts.push(sealed(part, this.#pending));
    this.#pending = undefined;
  }

  call(functionCall: JsonObject, signature: string | undefined): void {
    if (signature !== undefined && signature !== this.#pending) this.#flush();
    this.#firstCallAt ??= this.#parts.length;
    this.#parts.push(sealed({ functionCall }, signature ?? this.#pending));
    this.#pending = undefined;
  }

  /** @param standIn signature of the first call when it has none; undefined when the model asks for none */
  parts(standIn: string | undefined): JsonObject[] {
    this.#flush();
    const at = this.#firstCallAt;
    const first = at === undefined ? undefined : this.#parts[at];
    if (at !== undefined && first !== undefined && standIn !== undefined)
      this.#parts[at] = { thoughtSignature: standIn, ...first };
    return this.#parts;
  }

  /** A signature with no part of its own stands on an empty text, as streams bring it. */
  #flush(): void {
    if (this.#pending !== undefined) this.#parts.push(sealed({ text: '' }, this.#pending));
    this.#pending = undefined;
  }
}

function sealed(part: JsonObject, thoughtSignature: string | undefined): JsonObject {
  return thoughtSignature === undefined ? part : { ...part, thoughtSignature };
}

function partsOf({ content }: Message): readonly ContentPart[] {
  if (content === undefined) return [];
  return typeof content === 'string' ? [{ kind: 'text', text: content }] : content;
}

function encodeUserPart(part: ContentPart, path: string, place: number): JsonObject {
  return encodePart(part, `${path}.content.${place}`);
}

function encodeSystem(message: Message, path: string): JsonObject[] {
  return partsOf(message).map((part, place) => {
    if (part.kind === 'text') return { text: part.text };
    throw foreignField(`${path}.content.${place}`);
  });
}
