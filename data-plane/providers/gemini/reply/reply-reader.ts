import { createHash } from 'node:crypto';
import { isJsonObject } from '../../../dialects/json-body.ts';
import type { ChatEvent, Json, JsonObject } from '../../../inference.ts';
import { protocolError } from '../../failure-word.ts';
import { markGoogleSeal } from '../../seal.ts';
import { carrySignature } from '../thought-signature.ts';
import { readFinishReason } from './finish.ts';
import { addLogprobs, readLogprobs } from './logprobs.ts';

/** Content that the inner shape of a reply has no place for; nothing that a request can ask for here brings it. */
const foreignKinds: readonly string[] = [
  'inlineData',
  'fileData',
  'executableCode',
  'codeExecutionResult',
  'functionResponse',
];

/**
 * Reads `GenerateContentResponse` objects of one reply, the only one or those of a stream in their order. A signature
 * comes before the part that bears it; on a call it rides there too, for callers whose wire has no place for reasoning.
 */
export class ReplyReader {
  #callCount = 0;
  #ended = false;

  /** True when a reason to end came; what still comes is read all the same. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * The pieces of the first candidate; a prompt that was blocked is an answer that was filtered away.
   *
   * @param bytes what `reply` was read from: ids of calls are made from it where the provider gives none
   * @throws GatewayError provider_protocol_error for content that has no place here
   */
  read(reply: JsonObject, bytes: Buffer): ChatEvent[] {
    const events: ChatEvent[] = [];
    const candidate = findCandidate(reply);
    if (candidate !== undefined) {
      for (const part of partsOf(candidate)) this.#readPart(part, reply, bytes, events);
      const logprobs = readLogprobs(candidate['logprobsResult']);
      if (logprobs !== undefined) addLogprobs(events, logprobs);
    }
    const reason =
      readFinishReason(candidate?.['finishReason'], this.#callCount > 0) ??
      (isBlocked(reply) ? 'content_filter' : undefined);
    if (reason !== undefined && !this.#ended) {
      this.#ended = true;
      events.push({ kind: 'finish', reason });
    }
    return events;
  }

  #readPart(part: JsonObject, reply: JsonObject, bytes: Buffer, events: ChatEvent[]): void {
    if (isForeign(part)) {
      throw protocolError('The provider answered with something else than text and tool calls.');
    }
    const { text, thought, thoughtSignature, functionCall } = part;
    const signature =
      typeof thoughtSignature === 'string' && thoughtSignature !== ''
        ? thoughtSignature
        : undefined;
    const isThought = thought === true;
    if (isThought && typeof text === 'string' && text !== '')
      events.push({ kind: 'reasoning', text });
    if (signature !== undefined) {
      events.push({ kind: 'reasoning_signature', signature: markGoogleSeal(signature) });
    }
    if (!isThought && typeof text === 'string' && text !== '') events.push({ kind: 'text', text });
    if (functionCall === undefined || functionCall === null) return;
    const index = this.#callCount;
    this.#callCount += 1;
    events.push({
      kind: 'tool_call',
      index,
      ...readCall(functionCall, { replyId: reply['responseId'], bytes, index }),
      ...(signature !== undefined && { extra: carrySignature(signature) }),
    });
  }
}

/** Whether a reply has a candidate, or says why it has none. */
export function isReply(reply: JsonObject): boolean {
  return findCandidate(reply) !== undefined || isBlocked(reply);
}

/** The inner shape holds one answer. */
function findCandidate({ candidates }: JsonObject): JsonObject | undefined {
  if (!Array.isArray(candidates)) return undefined;
  const list: readonly Json[] = candidates;
  return list.find((item): item is JsonObject => isJsonObject(item) && (item['index'] ?? 0) === 0);
}

function isForeign(part: JsonObject): boolean {
  for (const kind of foreignKinds) if (part[kind] !== undefined) return true;
  return false;
}

function isBlocked({ promptFeedback }: JsonObject): boolean {
  return isJsonObject(promptFeedback) && typeof promptFeedback['blockReason'] === 'string';
}

function partsOf({ content }: JsonObject): readonly JsonObject[] {
  const parts = isJsonObject(content) ? content['parts'] : undefined;
  return Array.isArray(parts) ? parts.filter(isJsonObject) : [];
}

/** What an id is made from. */
interface CallPlace {
  readonly replyId: Json | undefined;
  readonly bytes: Buffer;
  readonly index: number;
}

function readCall(
  call: Json,
  place: CallPlace,
): { readonly id: string; readonly name: string; readonly arguments: string } {
  const { id, name, args } = isJsonObject(call) ? call : {};
  if (typeof name !== 'string' || name === '') {
    throw protocolError('The provider answered a tool call without a name.');
  }
  return {
    id: typeof id === 'string' && id !== '' ? id : makeId(place),
    name,
    arguments: writeArguments(args ?? {}),
  };
}

function writeArguments(args: Json): string {
  try {
    return JSON.stringify(args);
  } catch {
    // Nested deeper than the stack of whoever writes it.
    throw protocolError('The provider answered a tool call that is nested too deep.');
  }
}

/** The same for the same reply, and another for every other: 128 bits, within the 40 characters that other providers take. */
function makeId({ replyId, bytes, index }: CallPlace): string {
  const seed = typeof replyId === 'string' && replyId !== '' ? replyId : bytes;
  const hash = createHash('sha256').update(seed).digest('base64url').slice(0, 22);
  return `call_${hash}_${index}`;
}
