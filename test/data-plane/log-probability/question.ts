import { openAiChat } from '../../../data-plane/dialects/openai/chat-dialect.ts';
import { openAiResponses } from '../../../data-plane/dialects/responses/responses-dialect.ts';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { chat as typedChat } from '../doors/grpc/request-bytes.ts';

export const json = (body: object) => Buffer.from(JSON.stringify(body));
export const messages = [{ role: 'user', content: 'Hi' }];

/** The same question by each door: short, and two tokens at each place. */
const asked: Readonly<Record<string, ChatRequest>> = {
  chat: openAiChat.parse(
    json({ model: 'r', messages, verbosity: 'low', logprobs: true, top_logprobs: 2 }),
  ) as ChatRequest,
  responses: openAiResponses.parse(
    json({
      model: 'r',
      input: 'Hi',
      text: { verbosity: 'low' },
      include: ['message.output_text.logprobs'],
      top_logprobs: 2,
    }),
  ) as ChatRequest,
  grpc: typedChat({
    model: 'r',
    messages: [{ role: 'ROLE_USER', content: [{ text: 'Hi' }] }],
    verbosity: 'low',
    logprobs: true,
    topLogprobs: 2,
  }),
};
export const doors = Object.keys(asked);
export const questionOf = (door: string): ChatRequest => {
  const question = asked[door];
  if (question === undefined) throw new Error(`no door ${door}`);
  return question;
};
