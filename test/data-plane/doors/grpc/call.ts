import type { Metadata, ServiceError, StatusObject } from '@grpc/grpc-js';
import { statusContract } from '../../../../proto/contract/status.ts';
import type { ChatRequest } from '../../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ChatResponse__Output } from '../../../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamResponse__Output } from '../../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import { metadataOf, type OpenDoor } from './open-door.ts';

/** All that a caller sees of a unary call. */
export interface UnaryOutcome {
  readonly error: ServiceError | undefined;
  readonly reply: ChatResponse__Output | undefined;
  /** Initial metadata. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly trailers: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly deadline?: number;
}

/** Calls `Chat` and waits for its end. */
export function callChat(
  open: OpenDoor,
  request: ChatRequest,
  options: CallOptions = {},
): Promise<UnaryOutcome> {
  return new Promise((resolve) => {
    let head = {};
    let outcome: Pick<UnaryOutcome, 'error' | 'reply'>;
    const call = open.client.Chat(
      request,
      metadataOf(options.metadata ?? {}),
      options.deadline === undefined ? {} : { deadline: options.deadline },
      (error, reply) => {
        outcome = { error: error ?? undefined, reply };
      },
    );
    call.on('metadata', (metadata: Metadata) => {
      head = metadata.getMap();
    });
    call.on('status', (status: StatusObject) => {
      // The callback of grpc-js comes after `status`.
      setImmediate(() => resolve({ ...outcome, head, trailers: status.metadata.getMap() }));
    });
  });
}

/** All that a caller sees of a stream. */
export interface StreamOutcome {
  readonly events: readonly ChatStreamResponse__Output[];
  readonly status: StatusObject;
  readonly head: Readonly<Record<string, unknown>>;
}

/** Calls `ChatStream` and waits for its end. */
export function callStream(
  open: OpenDoor,
  request: ChatRequest,
  options: CallOptions = {},
): Promise<StreamOutcome> {
  return new Promise((resolve) => {
    const events: ChatStreamResponse__Output[] = [];
    let head = {};
    const call = open.client.ChatStream({ chat: request }, metadataOf(options.metadata ?? {}));
    call.on('metadata', (metadata: Metadata) => {
      head = metadata.getMap();
    });
    call.on('data', (event: ChatStreamResponse__Output) => events.push(event));
    call.on('error', () => {});
    call.on('status', (status: StatusObject) => resolve({ events, status, head }));
  });
}

/** What `grpc-status-details-bin` says, by type name. */
export function readDetails(metadata: Metadata): Readonly<Record<string, unknown>> {
  const [value] = metadata.get('grpc-status-details-bin');
  if (!(value instanceof Buffer)) return {};
  const { details } = statusContract.Status.deserialize(value);
  return Object.fromEntries(details.map((detail) => readDetail(detail)));
}

function readDetail(detail: unknown): readonly [string, unknown] {
  const { type_url: typeUrl, value } = detail as { type_url: string; value: Buffer };
  switch (typeUrl) {
    case 'type.googleapis.com/google.rpc.ErrorInfo':
      return ['ErrorInfo', statusContract.ErrorInfo.deserialize(value)];
    case 'type.googleapis.com/google.rpc.RetryInfo':
      return ['RetryInfo', statusContract.RetryInfo.deserialize(value)];
    case 'type.googleapis.com/google.rpc.BadRequest':
      return ['BadRequest', statusContract.BadRequest.deserialize(value)];
    default:
      return [typeUrl, value];
  }
}
