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
  | {
      readonly kind: 'file';
      readonly source: FileSource;
      /** `application/pdf`; undefined when the caller did not say. */
      readonly mediaType?: string;
      readonly name?: string;
      readonly extra?: JsonObject;
    }
  | Reasoning
  /** A block that this gateway does not know; it rides along and is inspected as text. */
  | { readonly kind: 'other'; readonly value: JsonObject };

/** Where the bytes of a file are: base64 in the request, at an address, or with the provider under an id. */
export type FileSource =
  | { readonly form: 'base64'; readonly data: string }
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'url'; readonly url: string }
  | { readonly form: 'id'; readonly id: string };

/** What a model thought before it spoke, in its place among the parts of an assistant's message. */
export interface Reasoning {
  readonly kind: 'reasoning';
  /** Empty when the provider keeps it to itself. */
  readonly text: string;
  /** The provider's own seal over it: must come back unchanged with the message. */
  readonly signature?: string;
  /** In place of text: thoughts that only the provider can read. */
  readonly redacted?: string;
}

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
  /** For a tool: the call failed, and the content says how. */
  readonly isError?: boolean;
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
  readonly topK?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
}

export interface ChatRequest {
  readonly operation: 'chat';
  /** Whose wire `extra` and blocks of kind `other` are of; undefined for a typed call, whose options are the provider's own. */
  readonly dialect: WireDialect | undefined;
  /** Name of the route, as the caller wrote it. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  /** False asks for at most one call of a tool in a reply; undefined leaves it to the provider. */
  readonly parallelToolCalls: boolean | undefined;
  readonly responseFormat: ResponseFormat | undefined;
  readonly sampling: Sampling;
  /** Undefined leaves it to the provider. */
  readonly outputTokensMax: number | undefined;
  /** True when the caller bounded the output by the older name `max_tokens`: some servers know only that one. */
  readonly olderTokensField?: boolean;
  readonly reasoningEffort: string | undefined;
  /** Most tokens of reasoning, for providers that take a number; undefined when the caller gave none. */
  readonly reasoningTokensMax?: number;
  /** low, medium, high or a newer word of the caller's; undefined leaves it to the provider. */
  readonly verbosity?: string | undefined;
  /** Undefined when the caller did not ask for log probabilities. */
  readonly logprobs?: LogprobsWish | undefined;
  /** Betas of Anthropic's wire that the caller switched on and that do no harm; for targets of that wire. */
  readonly betas?: readonly string[];
  readonly stream: boolean;
  /** Whether the caller asked for usage at the end of a stream. */
  readonly includeUsage: boolean;
  /** Top-level fields that have no place here; they ride along and are inspected as text. */
  readonly extra: JsonObject;
}

/** That each token of the answer come with its log probability. */
export interface LogprobsWish {
  /** How many of the likeliest tokens to tell at each place; undefined for none. */
  readonly topCount: number | undefined;
}

export interface EmbeddingRequest {
  readonly operation: 'embedding';
  /** As in {@link ChatRequest}. */
  readonly dialect: WireDialect | undefined;
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
  /** Those of `cachedWriteTokens` that are kept for an hour, at a price of their own; none when absent. */
  readonly cachedWriteLongTokens?: number;
  readonly reasoningTokens: number;
  /** True when the provider did not say and the gateway counted. */
  readonly estimated: boolean;
}

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** A piece of a streamed chat, in the order of the provider. */
export type ChatEvent = OfChoice &
  (
    | {
        readonly kind: 'text';
        /** Empty where a token is only part of a character: its log probability comes all the same. */
        readonly text: string;
        readonly logprobs?: readonly TokenLogprob[];
        /** Words with which the model declines, where its wire tells them apart. */
        readonly isRefusal?: true;
      }
    | { readonly kind: 'reasoning'; readonly text: string }
    /** Ends the reasoning so far: see {@link Reasoning}. */
    | { readonly kind: 'reasoning_signature'; readonly signature: string }
    /** One whole block of reasoning that only the provider can read. */
    | { readonly kind: 'redacted_reasoning'; readonly data: string }
    | {
        readonly kind: 'tool_call';
        readonly index: number;
        readonly id?: string;
        readonly name?: string;
        readonly arguments: string;
        /** See {@link ToolCall}; with the first piece of a call only. */
        readonly extra?: JsonObject;
      }
    | { readonly kind: 'finish'; readonly reason: FinishReason; readonly stopSequence?: string }
    | { readonly kind: 'usage'; readonly usage: Usage }
  );

/** Which of several answers it is of, where the caller asked for more than one; absent: the first, which is 0. */
interface OfChoice {
  readonly choice?: number;
}

/** Whether an event is of the one answer that every wire has a place for. */
export function isOfFirstChoice({ choice = 0 }: ChatEvent): boolean {
  return choice === 0;
}

/** A token, and how likely it was. */
export interface LikelyToken {
  readonly token: string;
  /** Natural logarithm of its probability. */
  readonly logprob: number;
  /** Its bytes, of which a character may need those of several tokens; undefined when the provider does not say. */
  readonly bytes: readonly number[] | undefined;
}

/** A token of the answer, and the likeliest ones at its place as far as the caller asked for them. */
export interface TokenLogprob extends LikelyToken {
  readonly top: readonly LikelyToken[];
}

/** One answer, whole. */
export interface ChatChoice {
  readonly message: Message;
  readonly finishReason: FinishReason;
  /** Of the words of the answer, in their order; those of a refusal are left out. */
  readonly logprobs?: readonly TokenLogprob[];
}

/** A whole chat reply. */
export interface ChatReply extends ChatChoice {
  readonly id: string;
  /** The one of the caller's texts at which the reply ended, where the provider says. */
  readonly stopSequence?: string;
  /** Further answers, for wires that have a place for them. */
  readonly others?: readonly ChatChoice[];
}

/** Vectors in the order of the inputs. */
export interface EmbeddingReply {
  readonly vectors: readonly (readonly number[])[];
}

/** The dialects of the HTTP door; a reply may pass byte for byte where its provider speaks the same. */
export type WireDialect =
  | 'openai-chat'
  | 'openai-responses'
  | 'openai-embeddings'
  | 'anthropic-messages';

/** A whole reply, in one of two forms: the provider's own bytes when the dialects are equal, else decoded. */
export type WholeReply =
  | { readonly kind: 'raw'; readonly bytes: Buffer; readonly contentType: string }
  | { readonly kind: 'chat'; readonly chat: ChatReply; readonly usage: Usage }
  | { readonly kind: 'embedding'; readonly embedding: EmbeddingReply; readonly usage: Usage };
