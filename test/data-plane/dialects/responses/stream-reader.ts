import { accumulateResponse } from 'openai/lib/responses/ResponseAccumulator';
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { ReplyForm } from '../../../../data-plane/dialects/dialect.ts';
import { openAiResponses } from '../../../../data-plane/dialects/responses/responses-dialect.ts';
import { parseResponsesBody } from '../../../../data-plane/dialects/responses/responses-parse.ts';
import type { ChatEvent, Usage } from '../../../../data-plane/inference.ts';

export type ContentEvent = Exclude<ChatEvent, { readonly kind: 'usage' }>;

export const usage: Usage = {
  inputTokens: 12,
  outputTokens: 9,
  cachedReadTokens: 4,
  cachedWriteTokens: 1,
  reasoningTokens: 3,
  estimated: false,
};

/** The form of a reply to this body. */
export function formOf(body: object = { model: 'assistant', input: 'Hello' }): ReplyForm {
  const request = parseResponsesBody(Buffer.from(JSON.stringify(body)));
  return { requestId: '0190', receivedAtMs: 1_700_000_000_500, request };
}

/** The bytes of a whole stream of these pieces. */
export function renderStream(
  form: ReplyForm,
  events: readonly ContentEvent[],
  tokens: Usage,
): string {
  const stream = openAiResponses.openStream(form);
  const pieces = events.map((event) => stream.render(event)).join('');
  return pieces + stream.close(tokens) + stream.terminal();
}

/** The events of a stream. @throws Error where its framing is not that of OpenAI */
export function readEvents(text: string): readonly ResponseStreamEvent[] {
  if (!text.endsWith('\n\n')) throw new Error('the last event is not complete');
  return text
    .slice(0, -2)
    .split('\n\n')
    .map((block) => {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
      const event = JSON.parse(data ?? '');
      if (event.type !== name) throw new Error(`the event ${name} says that it is ${event.type}`);
      return event;
    });
}

/** What the official SDK makes of the events, one after another. */
export function accumulate(events: readonly ResponseStreamEvent[]): Response {
  let response: Response | undefined;
  for (const event of events) response = accumulateResponse(event, response);
  if (response === undefined) throw new Error('there was no event');
  return response;
}
