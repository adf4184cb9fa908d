import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import type { ChatRequest } from '../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ChatResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import type { Message } from '../../../proto/generated/gatehouse/inference/v1/Message.ts';
import type { ToolCall__Output } from '../../../proto/generated/gatehouse/inference/v1/ToolCall.ts';
import type { ToolCallDelta__Output } from '../../../proto/generated/gatehouse/inference/v1/ToolCallDelta.ts';
import type { Usage__Output } from '../../../proto/generated/gatehouse/inference/v1/Usage.ts';
import { readDetails } from '../doors/grpc/call.ts';
import { type Door, type Failure, type Question, type Reply, weatherParameters } from './door.ts';

type Service = InstanceType<typeof inferenceContract.InferenceService>;

/** A client of the service, with what shows who calls. */
interface Caller {
  readonly service: Service;
  readonly metadata: Metadata;
}

/** What both forms of a reply come to. */
interface Gathered {
  readonly message: Message & { readonly content: readonly { readonly text?: string }[] };
  readonly finish: string;
  readonly usage: Usage__Output | null;
}

const struct = {
  fields: {
    type: { stringValue: weatherParameters.type },
    properties: {
      structValue: {
        fields: {
          city: { structValue: { fields: { type: { stringValue: 'string' } } } },
        },
      },
    },
    required: { listValue: { values: [{ stringValue: 'city' }] } },
  },
};

/** `InferenceService` over gRPC. */
export const typedDoor: Door = {
  name: 'typed gRPC',
  finish: { stop: 'stop', calls: 'tool_calls', length: 'length' },
  failureTypes: {
    credential: 'UNAVAILABLE',
    unknown_model: 'UNAVAILABLE',
    rate_limited: 'RESOURCE_EXHAUSTED',
    rejected: 'INVALID_ARGUMENT',
    cut: 'UNAVAILABLE',
  },
  open: ({ grpcAddress, apiKey }) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${apiKey}`);
    const service = new inferenceContract.InferenceService(
      grpcAddress,
      credentials.createInsecure(),
    );
    const caller = { service, metadata };
    return {
      ask: (question) => ask(caller, question, messagesOf(question)),
      readFailure,
      close: () => service.close(),
    };
  },
};

function messagesOf({ text, instructions }: Question): readonly Message[] {
  const asked: Message = { role: 'ROLE_USER', content: [{ text }] };
  if (instructions === undefined) return [asked];
  return [{ role: 'ROLE_SYSTEM', content: [{ text: instructions }] }, asked];
}

async function ask(
  caller: Caller,
  question: Question,
  messages: readonly Message[],
): Promise<Reply> {
  const { model, temperature, outputTokensMax } = question;
  const request: ChatRequest = {
    model,
    messages: [...messages],
    ...(temperature !== undefined && { sampling: { temperature } }),
    ...(outputTokensMax !== undefined && { outputTokensMax }),
    ...(question.tools && { tools: [{ name: 'weather', parameters: struct }] }),
  };
  const { message, finish, usage } = question.streamed
    ? await gather(caller, question, request)
    : await callWhole(caller, request);
  const calls = (message.toolCalls ?? []).map((call) => ({
    id: call.id ?? '',
    name: call.name ?? '',
    arguments: JSON.parse(call.arguments ?? ''),
  }));
  return {
    text: message.content.map(({ text }) => text ?? '').join(''),
    calls,
    finish,
    inputTokens: Number(usage?.inputTokens),
    outputTokens: Number(usage?.outputTokens),
    answerCalls: (results) => {
      const answers = calls.map(
        ({ id }, index): Message => ({
          role: 'ROLE_TOOL',
          toolCallId: id,
          content: [{ text: results[index] ?? '' }],
        }),
      );
      return ask(caller, question, [...messages, message, ...answers]);
    },
  };
}

function callWhole({ service, metadata }: Caller, request: ChatRequest): Promise<Gathered> {
  return new Promise((resolve, reject) => {
    service.Chat(request, metadata, (error, reply?: ChatResponse__Output) => {
      if (error !== null || !reply?.message) reject(error ?? new Error('no message'));
      else resolve({ message: reply.message, finish: reply.finishReason, usage: reply.usage });
    });
  });
}

function gather(
  { service, metadata }: Caller,
  { onText }: Question,
  chat: ChatRequest,
): Promise<Gathered> {
  const calls: ToolCall__Output[] = [];
  let text = '';
  let finish = '';
  let usage: Usage__Output | null = null;
  return new Promise((resolve, reject) => {
    const stream = service.ChatStream({ chat }, metadata);
    stream.on('data', (event: ChatStreamResponse__Output) => {
      text += event.text ?? '';
      if (event.text !== undefined) onText?.(event.text);
      finish = event.finishReason ?? finish;
      usage = event.usage ?? usage;
      if (event.toolCall) addPiece(calls, event.toolCall);
    });
    stream.on('error', reject);
    stream.on('end', () => {
      const content = text === '' ? [] : [{ text }];
      resolve({ message: { role: 'ROLE_ASSISTANT', content, toolCalls: calls }, finish, usage });
    });
  });
}

function addPiece(calls: ToolCall__Output[], piece: ToolCallDelta__Output): void {
  const call = calls[piece.index] ?? { id: '', name: '', arguments: '' };
  calls[piece.index] = {
    id: call.id + piece.id,
    name: call.name + piece.name,
    arguments: call.arguments + piece.arguments,
  };
}

function readFailure(thrown: unknown): Failure {
  if (!isServiceError(thrown)) throw thrown;
  const { ErrorInfo, RetryInfo } = readDetails(thrown.metadata) as {
    readonly ErrorInfo?: { readonly reason: string };
    readonly RetryInfo?: { readonly retryDelay: { readonly seconds: string } };
  };
  return {
    type: status[thrown.code],
    code: ErrorInfo?.reason,
    header: String(thrown.metadata.get('x-gatehouse-error')[0]),
    retryAfterS: RetryInfo === undefined ? undefined : Number(RetryInfo.retryDelay.seconds),
  };
}

function isServiceError(thrown: unknown): thrown is ServiceError {
  return thrown instanceof Error && 'metadata' in thrown && 'code' in thrown;
}
