import { inferenceContract } from '../../../../proto/contract/inference.ts';
import { GatewayError } from '../../../errors.ts';
import type { ChatRequest, EmbeddingRequest } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import { parseChat } from './parse-chat.ts';
import { parseEmbed } from './parse-embed.ts';
import { WireText } from './wire-text.ts';

const { Chat, ChatStream, Embed, Explain } = inferenceContract.InferenceService.service;

/** Bytes of a `ChatRequest` in the inner shape. @throws GatewayError invalid_request */
export function decodeChat(message: Buffer): ChatRequest {
  return parseChat(decode(Chat.requestDeserialize, message), false, new WireText(message));
}

/** Bytes of a `ChatStreamRequest` in the inner shape. @throws GatewayError invalid_request */
export function decodeChatStream(message: Buffer): ChatRequest {
  const { chat } = decode(ChatStream.requestDeserialize, message);
  if (chat === null) throw invalidField('chat', 'must be set');
  return parseChat(chat, true, new WireText(message));
}

/** Bytes of an `EmbedRequest` in the inner shape. @throws GatewayError invalid_request */
export function decodeEmbed(message: Buffer): EmbeddingRequest {
  return parseEmbed(decode(Embed.requestDeserialize, message), new WireText(message));
}

/** The call that an `ExplainRequest` asks about, in the inner shape. @throws GatewayError invalid_request */
export function decodeExplain(message: Buffer): ChatRequest | EmbeddingRequest {
  const asked = decode(Explain.requestDeserialize, message);
  const text = new WireText(message);
  if (asked.embed) return parseEmbed(asked.embed, text);
  const chat = asked.chatStream ? asked.chatStream.chat : asked.chat;
  if (!chat) throw invalidField(asked.chatStream ? 'chat_stream.chat' : 'call', 'must be set');
  return parseChat(chat, Boolean(asked.chatStream), text);
}

function decode<Message>(deserialize: (bytes: Buffer) => Message, bytes: Buffer): Message {
  try {
    return deserialize(bytes);
  } catch (cause) {
    throw new GatewayError('invalid_request', 'The message is not of the type of this method.', {
      cause,
    });
  }
}
