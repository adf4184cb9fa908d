import type { JsonObject } from '../../inference.ts';

/** Life of an item; the last one of a reply that was cut short is `incomplete`. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** What an item is made of; what its kind has no place for is empty. */
export interface ItemContent {
  readonly kind: 'message' | 'reasoning' | 'call';
  readonly id: string;
  /** Words, thoughts, or arguments as JSON text. */
  readonly text: string;
  /** Words with which the model declined; for a message only. */
  readonly refusal?: string;
  /** Of the words, rendered; absent when the provider told none. */
  readonly logprobs?: readonly JsonObject[] | undefined;
  /** For reasoning: see `renderSeal`. */
  readonly seal: string | undefined;
  readonly callId: string;
  readonly name: string;
}

const prefixes = { message: 'msg', reasoning: 'rs', call: 'fc' } as const;

/** Id of an item: unique over all replies, since it holds the id of the request. */
export function itemId(kind: ItemContent['kind'], requestId: string, index: number): string {
  return `${prefixes[kind]}_${requestId}_${index}`;
}

/** The part of a message that holds its words. */
export function renderTextPart(text: string, logprobs: readonly JsonObject[] = []): JsonObject {
  return { type: 'output_text', annotations: [], logprobs, text };
}

/** The part of a reasoning item that holds its thoughts. */
export function renderSummaryPart(text: string): JsonObject {
  return { type: 'summary_text', text };
}

/** One item of `output` (OpenAI API reference, responses/object), whole. */
export function renderItem(content: ItemContent, status: ItemStatus): JsonObject {
  const { kind, id, text, seal, callId, name } = content;
  switch (kind) {
    case 'message':
      return { id, type: 'message', status, role: 'assistant', content: partsOf(content) };
    case 'reasoning':
      return {
        id,
        type: 'reasoning',
        status,
        summary: text === '' ? [] : [renderSummaryPart(text)],
        ...(seal === undefined ? undefined : { encrypted_content: seal }),
      };
    case 'call':
      return { id, type: 'function_call', status, call_id: callId, name, arguments: text };
  }
}

function partsOf({ text, refusal, logprobs }: ItemContent): JsonObject[] {
  const parts = text === '' ? [] : [renderTextPart(text, logprobs)];
  return refusal === undefined ? parts : [...parts, { type: 'refusal', refusal }];
}
