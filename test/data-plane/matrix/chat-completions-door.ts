import OpenAI from 'openai';
import { type Door, type Question, type Reply, weatherParameters } from './door.ts';
import { readSdkFailure } from './sdk-failure.ts';

type Messages = readonly OpenAI.ChatCompletionMessageParam[];

const tools: OpenAI.ChatCompletionTool[] = [
  { type: 'function', function: { name: 'weather', parameters: { ...weatherParameters } } },
];

/** `POST /v1/chat/completions` by the official OpenAI SDK. */
export const chatCompletionsDoor: Door = {
  name: 'chat completions of openai',
  finish: { stop: 'stop', calls: 'tool_calls', length: 'length' },
  failureTypes: {
    credential: 'InternalServerError',
    unknown_model: 'InternalServerError',
    rate_limited: 'RateLimitError',
    rejected: 'BadRequestError',
    cut: 'APIError',
  },
  open: ({ httpUrl, apiKey }) => {
    const client = new OpenAI({ baseURL: `${httpUrl}/v1`, apiKey, maxRetries: 0 });
    return {
      ask: (question) => ask(client, question, messagesOf(question)),
      readFailure: (thrown) => {
        if (!(thrown instanceof OpenAI.APIError)) throw thrown;
        return readSdkFailure(thrown, thrown.code);
      },
      close: () => undefined,
    };
  },
};

function messagesOf({ text, instructions }: Question): Messages {
  const asked = { role: 'user', content: text } as const;
  return instructions === undefined ? [asked] : [{ role: 'system', content: instructions }, asked];
}

async function ask(client: OpenAI, question: Question, messages: Messages): Promise<Reply> {
  const body = {
    model: question.model,
    messages: [...messages],
    ...(question.tools && { tools }),
    ...(question.temperature !== undefined && { temperature: question.temperature }),
    ...(question.outputTokensMax !== undefined && {
      max_completion_tokens: question.outputTokensMax,
    }),
  };
  const { choices, usage } = question.streamed
    ? await client.chat.completions
        .stream({ ...body, stream: true, stream_options: { include_usage: true } })
        .on('content', (text) => question.onText?.(text))
        .finalChatCompletion()
    : await client.chat.completions.create(body);
  const [choice] = choices;
  const message = choice?.message;
  const calls = (message?.tool_calls ?? []).flatMap((call) =>
    call.type === 'function'
      ? { id: call.id, name: call.function.name, arguments: JSON.parse(call.function.arguments) }
      : [],
  );
  return {
    text: message?.content ?? '',
    calls,
    finish: choice?.finish_reason,
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
    answerCalls: (results) => {
      const answers = calls.map(
        ({ id }, index) =>
          ({ role: 'tool', tool_call_id: id, content: results[index] ?? '' }) as const,
      );
      return ask(client, question, [...messages, ...(message ? [message] : []), ...answers]);
    },
  };
}
