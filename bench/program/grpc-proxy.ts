// The floor over gRPC: grpc-js and proto-loader in, JSON and undici dispatch out, nothing looked at.
import {
  Server,
  ServerCredentials,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type { Dispatcher } from 'undici';
import { inferenceContract } from '../../proto/contract/inference.ts';
import type { ChatRequest__Output as ChatRequest } from '../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ChatResponse } from '../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { ChatStreamRequest__Output as ChatStreamRequest } from '../../proto/generated/gatehouse/inference/v1/ChatStreamRequest.ts';
import type { ChatStreamResponse } from '../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import { announce } from './announce.ts';
import { chatRequest, openUpstream } from './upstream.ts';

const upstream = openUpstream(process.argv[2] ?? '');
const roles: Readonly<Record<string, string>> = { ROLE_SYSTEM: 'system', ROLE_USER: 'user' };

/** Fields of the provider's reply that the typed one has. */
interface ProviderReply {
  readonly id: string;
  readonly choices: readonly [{ readonly message: { readonly content: string } }];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

function encode(request: ChatRequest, stream: boolean): string {
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({
      role: roles[role],
      content: content[0]?.text,
    })),
    temperature: request.sampling?.temperature,
    max_completion_tokens: request.outputTokensMax,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  });
}

class Whole implements Dispatcher.DispatchHandler {
  readonly #respond: sendUnaryData<ChatResponse>;
  readonly #chunks: Buffer[] = [];

  constructor(respond: sendUnaryData<ChatResponse>) {
    this.#respond = respond;
  }

  onRequestStart(): void {}

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { id, choices, usage }: ProviderReply = JSON.parse(
      Buffer.concat(this.#chunks).toString(),
    );
    this.#respond(null, {
      id,
      model: 'bench',
      message: { role: 'ROLE_ASSISTANT', content: [{ text: choices[0].message.content }] },
      finishReason: 'stop',
      usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens },
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#respond(error);
  }
}

/** The mock writes whole events, so a chunk is parsed as it comes. */
class Pieces implements Dispatcher.DispatchHandler {
  readonly #call: ServerWritableStream<ChatStreamRequest, ChatStreamResponse>;

  constructor(call: ServerWritableStream<ChatStreamRequest, ChatStreamResponse>) {
    this.#call = call;
  }

  onRequestStart(): void {}

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    for (const event of chunk.toString().split('\n\n')) {
      if (!event.startsWith('data: {')) continue;
      const text = JSON.parse(event.slice('data: '.length)).choices[0]?.delta.content;
      if (text !== undefined) this.#call.write({ text });
    }
  }

  onResponseEnd(): void {
    this.#call.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#call.emit('error', error);
  }
}

const server = new Server({ 'grpc.enable_channelz': 0 });
server.addService(inferenceContract.InferenceService.service, {
  Chat: (call: { readonly request: ChatRequest }, respond: sendUnaryData<ChatResponse>) =>
    upstream.dispatch(chatRequest(encode(call.request, false)), new Whole(respond)),
  ChatStream: (call: ServerWritableStream<ChatStreamRequest, ChatStreamResponse>) => {
    if (call.request.chat !== null)
      upstream.dispatch(chatRequest(encode(call.request.chat, true)), new Pieces(call));
  },
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  announce(port);
});
