import type { ChatRequest, ContentPart, InferenceRequest } from '../inference.ts';
import { collectTexts } from './text/request-text.ts';

/**
 * Framing of a message and of the reply: 4 and 3 tokens (OpenAI cookbook, "How to count tokens with tiktoken").
 * A file counts as one picture at least. Pictures: 85 tokens in low detail, else 765, the figure of a square of 1024 pixels (OpenAI guide on vision).
 */
const messageTokens = 4;
const replyTokens = 3;
const lowDetailImageTokens = 85;
const imageTokens = 765;

/**
 * Tokens of a text, without a vocabulary: a quarter of its UTF-16 units, and three eighths of each byte that its UTF-8
 * form has beyond them. English comes to 4 characters a token, Cyrillic to 1.6, Chinese to 1. 0.1 µs per KB.
 */
export function estimateTextTokens(text: string): number {
  const units = text.length;
  const extraBytes = Buffer.byteLength(text) - units;
  return Math.ceil(units / 4 + (extraBytes * 3) / 8);
}

/**
 * Input tokens of a request, estimated: its texts, the framing of its messages, its pictures, its token lists. The routing
 * stage counts once for each call, into its exchange.
 */
export function estimateInputTokens(request: InferenceRequest): number {
  let tokens = 0;
  for (const { text } of collectTexts(request)) tokens += estimateTextTokens(text);
  if (request.operation === 'chat') return tokens + framingTokens(request);
  for (const input of request.inputs) {
    if (typeof input !== 'string') tokens += input.length;
  }
  return tokens;
}

function framingTokens(request: ChatRequest): number {
  let tokens = replyTokens + request.messages.length * messageTokens;
  for (const { content } of request.messages) {
    if (typeof content === 'string' || content === undefined) continue;
    for (const part of content) tokens += attachmentTokens(part);
  }
  return tokens;
}

function attachmentTokens(part: ContentPart): number {
  if (part.kind === 'file') return imageTokens;
  if (part.kind !== 'image') return 0;
  return part.detail === 'low' ? lowDetailImageTokens : imageTokens;
}
