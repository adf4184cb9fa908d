import { chatBody } from './open-door.ts';

/** Where chats are asked for. */
export const chat = '/v1/chat/completions';

/** One event of a provider's stream that holds this text. */
export const event = (text: string) =>
  Buffer.from(`data: {"choices":[{"delta":{"content":"${text}"}}]}\n\n`);

/** The body of a chat that is to be streamed, with these fields besides. */
export const streamed = (fields: object = {}) =>
  JSON.stringify({ ...JSON.parse(chatBody), stream: true, ...fields });
