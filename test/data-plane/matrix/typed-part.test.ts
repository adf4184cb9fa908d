import { credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProviderKind } from '../../../policy/resource.ts';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import type { ChatRequest } from '../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { ChatStreamResponse__Output } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import type { ContentPart } from '../../../proto/generated/gatehouse/inference/v1/ContentPart.ts';
import type { Message } from '../../../proto/generated/gatehouse/inference/v1/Message.ts';
import type { ToolCall } from '../../../proto/generated/gatehouse/inference/v1/ToolCall.ts';
import { type MatrixNode, routeOf, startMatrixNode } from './matrix-node.ts';
import { kinds } from './provider-kind.ts';
import { sealed } from './sealed-reply.ts';

/**
 * Goal: a typed caller sends a document to every native provider, and gives back to it the sealed thoughts that came with the
 * calls of tools, as its wire wants both.
 * Method: one whole node; behind it a server that answers sealed thoughts in the words of each wire and keeps what it was sent.
 */

const pdf = Buffer.from('%PDF-1.4\n\xff\xfe', 'latin1');
const data = pdf.toString('base64');
const { thought, signature, redacted, call } = sealed;

/** Where each wire has the document, and the turn with the thoughts: how the test finds them in a body that was sent. */
interface Wire {
  readonly file: object;
  readonly findFile: (body: Body) => unknown;
  readonly turn: unknown;
  readonly findTurn: (body: Body) => unknown;
}

interface Turn {
  readonly content?: readonly unknown[];
  readonly parts?: readonly unknown[];
}
interface Body {
  readonly messages: readonly Turn[];
  readonly contents: readonly Turn[];
}

const openAi: Wire = {
  file: {
    type: 'file',
    file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${data}` },
  },
  findFile: ({ messages }) => messages[0]?.content?.[1],
  // The wire has no place for thoughts, sealed or not.
  turn: {
    role: 'assistant',
    content: null,
    tool_calls: [
      { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } },
    ],
  },
  findTurn: ({ messages }) => messages[1],
};
const input = JSON.parse(call.arguments);
const google = (ids: object): Wire => ({
  file: { inlineData: { mimeType: 'application/pdf', data } },
  findFile: ({ contents }) => contents[0]?.parts?.[1],
  turn: [
    { text: thought, thought: true },
    { functionCall: { ...ids, name: call.name, args: input }, thoughtSignature: signature },
  ],
  findTurn: ({ contents }) => contents[1]?.parts,
});

const wires: Readonly<Record<ProviderKind, Wire>> = {
  openai: openAi,
  azure_openai: openAi,
  anthropic: {
    file: {
      type: 'document',
      title: 'a.pdf',
      source: { type: 'base64', media_type: 'application/pdf', data },
    },
    findFile: ({ messages }) => messages[0]?.content?.[1],
    turn: [
      { type: 'thinking', thinking: thought, signature },
      { type: 'redacted_thinking', data: redacted },
      { type: 'tool_use', id: call.id, name: call.name, input },
    ],
    findTurn: ({ messages }) => messages[1]?.content,
  },
  gemini: google({ id: call.id }),
  vertex: google({}),
  bedrock: {
    file: { document: { format: 'pdf', name: 'a-pdf', source: { bytes: data } } },
    findFile: ({ messages }) => messages[0]?.content?.[1],
    turn: [
      { reasoningContent: { reasoningText: { text: thought, signature } } },
      { reasoningContent: { redactedContent: redacted } },
      { toolUse: { toolUseId: call.id, name: call.name, input } },
    ],
    findTurn: ({ messages }) => messages[1]?.content,
  },
};

let node: MatrixNode;
let service: InstanceType<typeof inferenceContract.InferenceService>;
let metadata: Metadata;
beforeAll(async () => {
  node = await startMatrixNode();
  service = new inferenceContract.InferenceService(node.grpcAddress, credentials.createInsecure());
  metadata = new Metadata();
  metadata.set('authorization', `Bearer ${node.apiKey}`);
});
afterAll(async () => {
  service.close();
  await node[Symbol.asyncDispose]();
});

describe.each(kinds)('typed parts to $name', (row) => {
  const model = routeOf(row, 'chat', 'sealed');
  const wire = wires[row.kind];
  const question: Message = {
    role: 'ROLE_USER',
    content: [
      { text: 'What is the weather?' },
      { file: { data: pdf, mediaType: 'application/pdf', name: 'a.pdf' } },
    ],
  };

  test.each([
    ['whole', askWhole],
    ['streamed', askStreamed],
  ] as const)('a document, and sealed thoughts on their way back, %s', async (_, ask) => {
    const tools = [{ name: 'weather' }];
    const answer = await ask({ model, messages: [question], tools });
    expect(wire.findFile(lastBody())).toEqual(wire.file);
    const result: Message = {
      role: 'ROLE_TOOL',
      toolCallId: answer.toolCalls?.[0]?.id ?? '',
      content: [{ text: 'rain' }],
    };
    await ask({ model, messages: [question, answer, result], tools });
    expect(wire.findTurn(lastBody())).toEqual(wire.turn);
  });
});

function lastBody(): Body {
  return JSON.parse(node.own.requests.at(-1)?.body ?? '');
}

function askWhole(request: ChatRequest): Promise<Message> {
  return new Promise((resolve, reject) => {
    service.Chat(request, metadata, (error, reply) => {
      if (error !== null || !reply?.message) reject(error ?? new Error('no message'));
      else resolve(reply.message);
    });
  });
}

/** Puts a message together as the comments of the contract say. */
function askStreamed(chat: ChatRequest): Promise<Message> {
  const content: ContentPart[] = [];
  const toolCalls: ToolCall[] = [];
  let thoughts = '';
  return new Promise((resolve, reject) => {
    const stream = service.ChatStream({ chat }, metadata);
    stream.on('data', (event: ChatStreamResponse__Output) => {
      thoughts += event.reasoning ?? '';
      if (event.reasoningSignature !== undefined) {
        const seal = event.reasoningSignature;
        content.push({ reasoning: { text: thoughts, signature: seal } });
        thoughts = '';
      }
      if (event.redactedReasoning !== undefined)
        content.push({ reasoning: { redacted: event.redactedReasoning } });
      if (event.toolCall) {
        const { index, id, name, arguments: text } = event.toolCall;
        const known = { id: '', name: '', arguments: '', ...toolCalls[index] };
        toolCalls[index] = {
          id: known.id + id,
          name: known.name + name,
          arguments: known.arguments + text,
        };
      }
    });
    stream.on('error', reject);
    stream.on('end', () => resolve({ role: 'ROLE_ASSISTANT', content, toolCalls }));
  });
}
