import { parseMessagesBody } from '../../../../data-plane/dialects/anthropic/messages-parse.ts';
import type { ReplyForm } from '../../../../data-plane/dialects/dialect.ts';

/** A request that holds no more than it must. */
export const smallest = {
  model: 'assistant',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Hello' }],
};

/** What replies to {@link smallest} are rendered with. */
export const form: ReplyForm = {
  requestId: '0',
  receivedAtMs: 1_700_000_000_000,
  request: parseMessagesBody(Buffer.from(JSON.stringify(smallest))),
};
