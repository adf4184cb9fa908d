import { isJsonObject } from '../../dialects/json-body.ts';
import type {
  ChatReply,
  ContentPart,
  FinishReason,
  Json,
  JsonObject,
  Message,
  ToolCall,
  Usage,
} from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { parseReply, unknownUsage } from '../json-reply.ts';
import { readUsage } from './usage.ts';

/** A whole reply of Converse in the inner shape. */
export interface DecodedChat {
  readonly chat: ChatReply;
  /** For rendering: marked as estimated when the provider did not count. */
  readonly renderedUsage: Usage;
  readonly usage: Usage | undefined;
}

/**
 * A reply of `POST /model/{modelId}/converse` (Bedrock Runtime API Reference, Converse, 2025).
 *
 * @throws GatewayError provider_protocol_error when it is none
 */
export function decodeChat(body: Buffer): DecodedChat {
  const reply = parseReply(body);
  const output = reply['output'];
  const message = isJsonObject(output) ? output['message'] : undefined;
  if (!isJsonObject(message) || !Array.isArray(message['content'])) {
    throw protocolError('The provider answered a chat without a message.');
  }
  const usage = readUsage(reply['usage']);
  const stopSequence = readStopSequence(reply);
  return {
    chat: {
      // Converse names its replies in a header only.
      id: '',
      message: decodeMessage(message['content']),
      finishReason: readStopReason(reply['stopReason']),
      ...(stopSequence === undefined ? undefined : { stopSequence }),
    },
    renderedUsage: usage ?? unknownUsage,
    usage,
  };
}

/**
 * Why a reply ended (Bedrock Runtime API Reference, Converse, `stopReason`, 2025); an unknown word reads as `stop`.
 *
 * @throws GatewayError provider_protocol_error when the model wrote what Bedrock itself could not read
 */
export function readStopReason(value: Json | undefined): FinishReason {
  switch (value) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool_calls';
    case 'guardrail_intervened':
    case 'content_filtered':
      return 'content_filter';
    case 'malformed_model_output':
    case 'malformed_tool_use':
      throw protocolError('The model behind the provider wrote something that is no answer.');
    default:
      return 'stop';
  }
}

/** The text at which the reply ended, where the model's own fields were asked for and say so. */
export function readStopSequence(owner: JsonObject): string | undefined {
  const fields = owner['additionalModelResponseFields'];
  const text = isJsonObject(fields) ? fields['stop_sequence'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function decodeMessage(blocks: readonly Json[]): Message {
  const parts: ContentPart[] = [];
  const toolCalls: ToolCall[] = [];
  for (const block of blocks) {
    if (!isJsonObject(block)) throw protocolError('The provider answered a block that is none.');
    const call = block['toolUse'];
    if (call === undefined) parts.push(...decodeBlock(block));
    else toolCalls.push(decodeToolCall(call));
  }
  const [first, ...others] = parts;
  const only = first?.kind === 'text' && others.length === 0 ? first.text : undefined;
  return {
    role: 'assistant',
    content: first === undefined ? undefined : (only ?? parts),
    ...(toolCalls.length === 0 ? undefined : { toolCalls }),
  };
}

function decodeBlock(block: JsonObject): readonly ContentPart[] {
  const { text, reasoningContent: thought, citationsContent: cited } = block;
  if (typeof text === 'string') return text === '' ? [] : [{ kind: 'text', text }];
  if (isJsonObject(thought)) return decodeReasoning(thought);
  if (isJsonObject(cited)) return decodeCited(cited['content']);
  return [{ kind: 'other', value: block }];
}

function decodeReasoning(thought: JsonObject): readonly ContentPart[] {
  const { redactedContent: redacted, reasoningText: inner } = thought;
  if (typeof redacted === 'string') return [{ kind: 'reasoning', text: '', redacted }];
  if (!isJsonObject(inner)) return [];
  const { text, signature } = inner;
  return [
    {
      kind: 'reasoning',
      text: typeof text === 'string' ? text : '',
      ...(typeof signature === 'string' && signature !== '' ? { signature } : undefined),
    },
  ];
}

/** Text with its sources beside it: the text is the answer. */
function decodeCited(content: Json | undefined): readonly ContentPart[] {
  if (!Array.isArray(content)) return [];
  const pieces: readonly Json[] = content;
  return pieces.flatMap((piece): readonly ContentPart[] => {
    const text = isJsonObject(piece) ? piece['text'] : undefined;
    return typeof text === 'string' && text !== '' ? [{ kind: 'text', text }] : [];
  });
}

function decodeToolCall(call: Json): ToolCall {
  const { toolUseId: id, name, input } = isJsonObject(call) ? call : {};
  if (typeof id !== 'string' || typeof name !== 'string') {
    throw protocolError('The provider answered a tool call without id or name.');
  }
  return { id, name, arguments: JSON.stringify(input ?? {}) };
}
