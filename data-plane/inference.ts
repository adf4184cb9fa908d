/** The one inner shape of a call: every dialect parses into it, every provider encodes from it. */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export type Role = 'system' | 'developer' | 'user' | 'assistant' | 'tool';

export type ContentPart =
  | { readonly kind: 'text'; readonly text: string; readonly extra?: JsonObject }
  | {
      readonly kind: 'image';
      readonly url: string;
      readonly detail?: string;
      readonly extra?: JsonObject;
    }
  /** A block that this gateway does not know; it rides along and is inspected as text. */
  | { readonly kind: 'other'; readonly value: JsonObject };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
  /** Fields of the call that have no place here, those of its function under `function`; inspected as text. */
  readonly extra?: JsonObject;
}

export interface Message {
  readonly role: Role;
  /** A string stays one on the way out; undefined when the message has none (an assistant that only calls tools). */
  readonly content: string | readonly ContentPart[] | undefined;
  readonly name?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly toolCallId?: string;
  /** Fields of the message that have no place here. */
  readonly extra?: JsonObject;
}

export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: JsonObject;
  readonly strict?: boolean;
  /** Fields of the tool that have no place here, those of its function under `function`; inspected as text. */
  readonly extra?: JsonObject;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export interface ResponseFormat {
  readonly type: 'text' | 'json_object' | 'json_schema';
  readonly name?: string;
  readonly schema?: JsonObject;
  readonly strict?: boolean;
  /** Fields that have no place here, those beside the schema under `json_schema`; inspected as text. */
  readonly extra?: JsonObject;
}

export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
}

export interface ChatRequest {
  readonly operation: 'chat';
  /** Name of the route, as the caller wrote it. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  readonly responseFormat: ResponseFormat | undefined;
  readonly sampling: Sampling;
  /** Undefined leaves it to the provider. */
  readonly outputTokensMax: number | undefined;
  /** True when the caller bounded the output by the older name `max_tokens`: some servers know only that one. */
  readonly olderTokensField?: boolean;
  readonly reasoningEffort: string | undefined;
  readonly stream: boolean;
  /** Whether the caller asked for usage at the end of a stream. */
  readonly includeUsage: boolean;
  /** Top-level fields that have no place here; they ride along and are inspected as text. */
  readonly extra: JsonObject;
}

export interface EmbeddingRequest {
  readonly operation: 'embedding';
  readonly model: string;
  /** Texts, or token lists as some callers send them. */
  readonly inputs: readonly (string | readonly number[])[];
  /** True when the caller sent one bare string or token list, not a list of them. */
  readonly bare: boolean;
  readonly dimensions: number | undefined;
  readonly extra: JsonObject;
}

export type InferenceRequest = ChatRequest | EmbeddingRequest;

/** Tokens of one attempt. Totals include their parts: input includes cached, output includes reasoning. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedReadTokens: number;
  readonly cachedWriteTokens: number;
  readonly reasoningTokens: number;
  /** True when the provider did not say and the gateway counted. */
  readonly estimated: boolean;
}

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** A piece of a streamed chat, in the order of the provider. */
export type ChatEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | {
      readonly kind: 'tool_call';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments: string;
    }
  | { readonly kind: 'finish'; readonly reason: FinishReason }
  | { readonly kind: 'usage'; readonly usage: Usage };

/** A whole chat reply. */
export interface ChatReply {
  readonly id: string;
  readonly message: Message;
  readonly finishReason: FinishReason;
}

/** Vectors in the order of the inputs. */
export interface EmbeddingReply {
  readonly vectors: readonly (readonly number[])[];
}

/** The dialects in which a reply may pass byte for byte. */
export type WireDialect = 'openai-chat' | 'openai-embeddings';

/** A whole reply, in one of two forms: the provider's own bytes when the dialects are equal, else decoded. */
export type WholeReply =
  | { readonly kind: 'raw'; readonly bytes: Buffer; readonly contentType: string }
  | { readonly kind: 'chat'; readonly chat: ChatReply; readonly usage: Usage }
  | { readonly kind: 'embedding'; readonly embedding: EmbeddingReply; readonly usage: Usage };
