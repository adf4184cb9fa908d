import { randomFillSync } from 'node:crypto';
import { credentials, Metadata } from '@grpc/grpc-js';
import {
  type GrpcDoorLimits,
  grpcDoorLimits,
} from '../../../../data-plane/doors/grpc/door-limits.ts';
import { createGrpcDoor, type GrpcDoor } from '../../../../data-plane/doors/grpc/grpc-door.ts';
import { createRequestIds } from '../../../../data-plane/doors/request-id.ts';
import { GatewayError, toGatewayError } from '../../../../data-plane/errors.ts';
import type { Usage } from '../../../../data-plane/inference.ts';
import type { Arrival, ReplyHead, ReplyTail } from '../../../../data-plane/pipeline/exchange.ts';
import { inferenceContract } from '../../../../proto/contract/inference.ts';

/** A door on a free port with the pipeline of the test behind it, and a client of it. */
export interface OpenDoor extends AsyncDisposable {
  readonly door: GrpcDoor;
  readonly address: string;
  readonly client: InstanceType<typeof inferenceContract.InferenceService>;
  /** Calls that got as far as the pipeline. */
  readonly arrivals: readonly Arrival[];
}

export interface OpenDoorOptions {
  readonly handle: (arrival: Arrival) => void;
  readonly isReady?: () => boolean;
  readonly limits?: Partial<GrpcDoorLimits>;
  readonly onConnectionRefused?: () => void;
}

export const usage: Usage = {
  inputTokens: 11,
  outputTokens: 7,
  cachedReadTokens: 3,
  cachedWriteTokens: 0,
  reasoningTokens: 2,
  estimated: false,
};
export const head: ReplyHead = {
  routeName: 'smart',
  targetName: 'mini@east',
  attemptCount: 2,
  limits: undefined,
  budgetLeftNanoUsd: undefined,
};
export const tail: ReplyTail = {
  usage,
  costNanoUsd: 12_345n,
  explanation: undefined,
  decision: 'authenticated,granted,clean,drawn',
};

/** Opens the door; what the handler throws is the reply's failure, as in the pipeline. */
export async function openDoor(options: OpenDoorOptions): Promise<OpenDoor> {
  const arrivals: Arrival[] = [];
  const door = createGrpcDoor({
    handle: (arrival) => {
      arrivals.push(arrival);
      try {
        options.handle(arrival);
      } catch (thrown) {
        arrival.sink.fail(toGatewayError(thrown));
      }
    },
    explainCall: () => {
      throw new GatewayError('not_ready', 'Nothing stands behind this door.');
    },
    checkCaller,
    listRoutes: (credential) => {
      checkCaller(credential);
      return [
        { name: 'smart', operation: 'chat' },
        { name: 'vectors', operation: 'embedding' },
      ];
    },
    revision: () => 42n,
    now: Date.now,
    nextRequestId: createRequestIds({ now: Date.now, randomFill: randomFillSync }),
    isReady: options.isReady ?? (() => true),
    onConnectionRefused: options.onConnectionRefused ?? (() => undefined),
    limits: { ...grpcDoorLimits, ...options.limits },
  });
  const address = `127.0.0.1:${await door.bind('127.0.0.1:0')}`;
  const client = new inferenceContract.InferenceService(address, credentials.createInsecure());
  return {
    door,
    address,
    client,
    arrivals,
    [Symbol.asyncDispose]: async () => {
      client.close();
      door.close();
    },
  };
}

function checkCaller(credential: string | undefined): void {
  if (credential !== 'good-key') throw new GatewayError('unknown_key', 'The key is not known.');
}

/** Answers any call: whole ones at once, streams in two pieces. */
export function answerAll(arrival: Arrival): void {
  const request = arrival.parse();
  const { sink } = arrival;
  if (request.operation === 'embedding') {
    const embedding = { vectors: request.inputs.map((_, index) => [index, 0.5]) };
    sink.answer(head, { kind: 'embedding', embedding, usage }, tail);
  } else if (request.stream) {
    sink.begin(head);
    sink.writeEvent({ kind: 'text', text: 'Hel' });
    sink.writeEvent({ kind: 'text', text: 'lo' });
    sink.writeEvent({ kind: 'finish', reason: 'stop' });
    sink.writeEvent({ kind: 'usage', usage });
    sink.end(tail);
  } else {
    const message = { role: 'assistant', content: 'Hello' } as const;
    const chat = { id: 'reply-1', message, finishReason: 'stop' } as const;
    sink.answer(head, { kind: 'chat', chat, usage }, tail);
  }
}

/** The smallest chat. */
export const hello = {
  model: 'smart',
  messages: [{ role: 'ROLE_USER', content: [{ text: 'Hi' }] }],
} as const;

/** The same for the client, whose types want mutable lists. */
export function helloRequest() {
  return {
    model: hello.model,
    messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'Hi' }] }],
  };
}

export function metadataOf(entries: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(entries)) metadata.set(name, value);
  return metadata;
}

/** A message as gRPC frames it, without compression. */
export function frameOf(message: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
