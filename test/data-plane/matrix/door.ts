/** Where a node listens, and a key of one of its tenants. */
export interface Access {
  readonly httpUrl: string;
  readonly grpcAddress: string;
  readonly apiKey: string;
}

/**
 * What a provider may do wrong: refuse the gateway's credential, not know the model, ask for a pause, refuse the request, or
 * stop midway.
 */
export type Fault = 'credential' | 'unknown_model' | 'rate_limited' | 'rejected' | 'cut';

/** A question in one turn. */
export interface Question {
  /** Name of the route. */
  readonly model: string;
  readonly text: string;
  /** Of the application, before what is asked. */
  readonly instructions?: string;
  readonly temperature?: number;
  readonly outputTokensMax?: number;
  /** Whether the tool `weather` may be called. */
  readonly tools: boolean;
  readonly streamed: boolean;
  /** Told of each piece of text of a streamed reply as it comes. */
  readonly onText?: (text: string) => void;
}

/** A call of a tool, as a program reads it from its SDK. */
export interface Call {
  readonly id: string;
  readonly name: string;
  /** Parsed. */
  readonly arguments: unknown;
}

/** A whole reply, or what a streamed one came to: the same for every door. */
export interface Reply {
  readonly text: string;
  readonly calls: readonly Call[];
  /** In the words of the door. */
  readonly finish: string | null | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Sends the conversation with this reply as it came and one result for each call, in the same way. */
  answerCalls(results: readonly string[]): Promise<Reply>;
}

/** What a program learns from a call that failed. */
export interface Failure {
  /** Class of the error in the SDK, or the name of the status over gRPC. */
  readonly type: string;
  /** Our word of the closed list. */
  readonly code: unknown;
  /** `x-gatehouse-error` of the headers; undefined when the reply had begun before it failed. */
  readonly header: string | undefined;
  /** Seconds. */
  readonly retryAfterS: number | undefined;
}

/** A client of one door, of the official SDK where there is one. */
export interface Client {
  /** Rejects with the SDK's own error. */
  ask(question: Question): Promise<Reply>;
  /** Reads what `ask` rejected with; throws it again when it is none of the SDK's errors. */
  readFailure(thrown: unknown): Failure;
  close(): void;
}

/** One door of the matrix. */
export interface Door {
  readonly name: string;
  /** How it says that a reply ended by itself, in order to have tools called, and at its bound. */
  readonly finish: { readonly stop: string; readonly calls: string; readonly length: string };
  /** See {@link Failure}. */
  readonly failureTypes: Readonly<Record<Fault, string>>;
  open(access: Access): Client;
}

/** JSON schema of the arguments of the tool `weather`. */
export const weatherParameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;
