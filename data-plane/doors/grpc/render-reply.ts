import type { ChatResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import type { ContentPart as WirePart } from '../../../proto/generated/gatehouse/inference/v1/ContentPart.ts';
import type { EmbedResponse } from '../../../proto/generated/gatehouse/inference/v1/EmbedResponse.ts';
import type { LikelyToken as WireToken } from '../../../proto/generated/gatehouse/inference/v1/LikelyToken.ts';
import type { ReasoningContent as WireReasoning } from '../../../proto/generated/gatehouse/inference/v1/ReasoningContent.ts';
import type { TokenLogprob as WireLogprob } from '../../../proto/generated/gatehouse/inference/v1/TokenLogprob.ts';
import type { Usage as WireUsage } from '../../../proto/generated/gatehouse/inference/v1/Usage.ts';
import type {
  ChatEvent,
  ChatReply,
  ContentPart,
  EmbeddingReply,
  LikelyToken,
  Message,
  Reasoning,
  TokenLogprob,
  Usage,
} from '../../inference.ts';

/** A whole chat as its typed message. Parts that this contract has no place for are left out. */
export function renderChat(routeName: string, chat: ChatReply, usage: Usage): ChatResponse {
  return {
    id: chat.id,
    model: routeName,
    message: {
      role: 'ROLE_ASSISTANT',
      content: renderContent(chat.message.content),
      toolCalls: (chat.message.toolCalls ?? []).map((call) => ({
        id: call.id,
        name: call.name,
        arguments: call.arguments,
      })),
    },
    finishReason: chat.finishReason,
    usage: renderUsage(usage),
    ...(chat.logprobs !== undefined && { logprobs: chat.logprobs.map(renderLogprob) }),
  };
}

/** Vectors as their typed message. */
export function renderEmbedding(
  routeName: string,
  embedding: EmbeddingReply,
  usage: Usage,
): EmbedResponse {
  return {
    model: routeName,
    embeddings: embedding.vectors.map((vector) => ({ values: [...vector] })),
    usage: renderUsage(usage),
  };
}

/** A piece of a stream; undefined for usage, which the door writes once, last, from what was settled. */
export function renderEvent(event: ChatEvent): ChatStreamResponse | undefined {
  switch (event.kind) {
    case 'text':
      return event.logprobs === undefined
        ? { text: event.text }
        : { text: event.text, logprobs: event.logprobs.map(renderLogprob) };
    case 'reasoning':
      return { reasoning: event.text };
    case 'tool_call':
      return {
        toolCall: {
          index: event.index,
          id: event.id ?? '',
          name: event.name ?? '',
          arguments: event.arguments,
        },
      };
    case 'finish':
      return { finishReason: event.reason };
    case 'reasoning_signature':
      return { reasoningSignature: event.signature };
    case 'redacted_reasoning':
      return { redactedReasoning: event.data };
    case 'usage':
      return undefined;
  }
}

/** A whole chat as the pieces of a stream, for a provider that answered whole where a stream was asked for. */
export function splitChat(chat: ChatReply): readonly ChatStreamResponse[] {
  const calls = chat.message.toolCalls ?? [];
  const pieces = partsOf(chat.message.content).flatMap(splitPart);
  return [
    ...pieces,
    ...(chat.logprobs === undefined
      ? []
      : [{ text: '', logprobs: chat.logprobs.map(renderLogprob) }]),
    ...calls.map((call, index) => ({
      toolCall: { index, id: call.id, name: call.name, arguments: call.arguments },
    })),
    { finishReason: chat.finishReason },
  ];
}

function renderLogprob({ top, ...token }: TokenLogprob): WireLogprob {
  return { ...renderToken(token), top: top.map(renderToken) };
}

function renderToken({ token, logprob, bytes }: LikelyToken): WireToken {
  return { token, logprob, ...(bytes !== undefined && { bytes: Buffer.from(bytes) }) };
}

/** Tokens as their typed message. */
export function renderUsage(usage: Usage): WireUsage {
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cachedReadTokens: usage.cachedReadTokens,
    reasoningTokens: usage.reasoningTokens,
    estimated: usage.estimated,
  };
}

function partsOf(content: Message['content']): readonly ContentPart[] {
  if (content === undefined) return [];
  return typeof content === 'string' ? [{ kind: 'text', text: content }] : content;
}

function splitPart(part: ContentPart): readonly ChatStreamResponse[] {
  if (part.kind === 'text') return part.text === '' ? [] : [{ text: part.text }];
  if (part.kind !== 'reasoning') return [];
  const { text, signature, redacted } = part;
  if (redacted !== undefined) return [{ redactedReasoning: redacted }];
  return [
    ...(text === '' ? [] : [{ reasoning: text }]),
    ...(signature === undefined ? [] : [{ reasoningSignature: signature }]),
  ];
}

function renderContent(content: Message['content']): WirePart[] {
  const parts: WirePart[] = [];
  for (const part of partsOf(content)) {
    if (part.kind === 'text') parts.push({ text: part.text });
    if (part.kind === 'image') parts.push({ image: { url: part.url, detail: part.detail ?? '' } });
    if (part.kind === 'reasoning') parts.push({ reasoning: renderReasoning(part) });
  }
  return parts;
}

function renderReasoning({ text, signature, redacted }: Reasoning): WireReasoning {
  return { text, signature: signature ?? '', redacted: redacted ?? '' };
}
