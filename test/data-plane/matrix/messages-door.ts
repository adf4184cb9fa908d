import Anthropic from '@anthropic-ai/sdk';
import { type Door, type Question, type Reply, weatherParameters } from './door.ts';
import { readSdkFailure } from './sdk-failure.ts';

const tools: Anthropic.Tool[] = [
  {
    name: 'weather',
    input_schema: { ...weatherParameters, required: [...weatherParameters.required] },
  },
];

/** `POST /v1/messages` by the official Anthropic SDK. */
export const messagesDoor: Door = {
  name: 'messages of @anthropic-ai/sdk',
  finish: { stop: 'end_turn', calls: 'tool_use', length: 'max_tokens' },
  failureTypes: {
    credential: 'InternalServerError',
    unknown_model: 'InternalServerError',
    rate_limited: 'RateLimitError',
    rejected: 'BadRequestError',
    cut: 'APIError',
  },
  open: ({ httpUrl, apiKey }) => {
    const client = new Anthropic({ baseURL: httpUrl, apiKey, authToken: null, maxRetries: 0 });
    return {
      ask: (question) => ask(client, question, [{ role: 'user', content: question.text }]),
      readFailure: (thrown) => {
        if (!(thrown instanceof Anthropic.APIError)) throw thrown;
        return readSdkFailure(thrown, codeOf(thrown.error));
      },
      close: () => undefined,
    };
  },
};

async function ask(
  client: Anthropic,
  question: Question,
  messages: readonly Anthropic.MessageParam[],
): Promise<Reply> {
  const { model, instructions, temperature, outputTokensMax } = question;
  const body = {
    model,
    max_tokens: outputTokensMax ?? 64,
    messages: [...messages],
    ...(question.tools && { tools }),
    ...(instructions !== undefined && { system: instructions }),
    ...(temperature !== undefined && { temperature }),
  };
  const message = question.streamed
    ? await client.messages
        .stream(body)
        .on('text', (text) => question.onText?.(text))
        .finalMessage()
    : await client.messages.create(body);
  const { content } = message;
  const calls = content.flatMap((block) =>
    block.type === 'tool_use' ? { id: block.id, name: block.name, arguments: block.input } : [],
  );
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls,
    finish: message.stop_reason,
    inputTokens: message.usage.input_tokens,
    outputTokens: message.usage.output_tokens,
    answerCalls: (results) => {
      const blocks = calls.map(({ id }, index) => ({
        type: 'tool_result' as const,
        tool_use_id: id,
        content: results[index] ?? '',
      }));
      return ask(client, question, [
        ...messages,
        { role: 'assistant', content },
        { role: 'user', content: blocks },
      ]);
    },
  };
}

/** The SDK gives the whole body, for it knows no codes of its own. */
function codeOf(body: unknown): unknown {
  const { error } = Object(body) as { readonly error?: { readonly code?: unknown } };
  return error?.code;
}
