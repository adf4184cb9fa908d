import { credentials, Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import type { ChatRequest } from '../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ChatResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import { type Answer, CALL_MS, type Call, Cut, type Door, NoAnswer } from './question.ts';

/** A node that was restarted is dialled again soon: the usual back-off would hide what it answers meanwhile. */
const RECONNECT_MS = {
  'grpc.initial_reconnect_backoff_ms': 20,
  'grpc.max_reconnect_backoff_ms': 100,
};

/** What grpc-js saw of a call. */
interface Outcome {
  readonly head: Metadata;
  readonly end: StatusObject;
  readonly text: string;
}

type Client = InstanceType<typeof inferenceContract.InferenceService>;

/** Asks over gRPC, `Chat` or `ChatStream`. */
export function openGrpcDoor(grpcAddress: string): Door {
  const { InferenceService } = inferenceContract;
  const client = new InferenceService(grpcAddress, credentials.createInsecure(), RECONNECT_MS);
  return {
    name: 'grpc',
    ask: async (call) => {
      const outcome = await (call.stream ? askStream(client, call) : askWhole(client, call));
      return readAnswer(outcome);
    },
    [Symbol.dispose]: () => client.close(),
  };
}

function requestOf({ question: { model }, text }: Call): ChatRequest {
  return { model, messages: [{ role: 'ROLE_USER', content: [{ text }] }] };
}

function prepare({ question: { key } }: Call) {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${key}`);
  return { metadata, options: { deadline: Date.now() + CALL_MS } };
}

function askWhole(client: Client, call: Call): Promise<Outcome> {
  const { metadata, options } = prepare(call);
  return new Promise((resolve) => {
    let head = new Metadata();
    let reply: ChatResponse__Output | undefined;
    client
      .Chat(requestOf(call), metadata, options, (_, replied) => {
        reply = replied;
      })
      .on('metadata', (initial: Metadata) => {
        head = initial;
      })
      // The callback of grpc-js comes after `status`.
      .on('status', (end: StatusObject) =>
        setImmediate(() => {
          const parts = reply?.message?.content ?? [];
          resolve({ head, end, text: parts.map(({ text }) => text ?? '').join('') });
        }),
      );
  });
}

function askStream(client: Client, call: Call): Promise<Outcome> {
  const { metadata, options } = prepare(call);
  return new Promise((resolve) => {
    let head = new Metadata();
    let text = '';
    client
      .ChatStream({ chat: requestOf(call) }, metadata, options)
      .on('metadata', (initial: Metadata) => {
        head = initial;
      })
      .on('data', (event: ChatStreamResponse__Output) => {
        text += event.text ?? '';
      })
      .on('error', () => {})
      .on('status', (end: StatusObject) => resolve({ head, end, text }));
  });
}

/** A refusal has its facts in the trailers, an answer in the initial metadata. */
function readAnswer({ head, end, text }: Outcome): Answer {
  const entry = (name: string) => {
    const key = `x-gatehouse-${name}`;
    return String(end.metadata.get(key)[0] ?? head.get(key)[0] ?? '');
  };
  const errorCode = entry('error');
  if (end.code !== status.OK && errorCode === '') {
    if (end.code === status.UNAVAILABLE) throw new Cut(end.details);
    throw new NoAnswer(`${status[end.code]}: ${end.details}`);
  }
  return {
    requestId: entry('request-id'),
    revision: BigInt(entry('revision')),
    status: end.code,
    target: entry('target'),
    errorCode,
    text: end.code === status.OK ? text : undefined,
  };
}
