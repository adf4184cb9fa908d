import OpenAI from 'openai';
import { toResponseInputItems } from 'openai/lib/responses/ResponseInputItems';
import type { FunctionTool, ResponseInputItem } from 'openai/resources/responses/responses';
import { type Door, type Question, type Reply, weatherParameters } from './door.ts';
import { readSdkFailure } from './sdk-failure.ts';

const tools: FunctionTool[] = [
  { type: 'function', name: 'weather', strict: null, parameters: { ...weatherParameters } },
];

/** `POST /v1/responses` by the official OpenAI SDK. A response does not say why it ended, only that it is complete. */
export const responsesDoor: Door = {
  name: 'responses of openai',
  finish: { stop: 'completed', calls: 'completed', length: 'incomplete' },
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
      ask: (question) => ask(client, question, [{ role: 'user', content: question.text }]),
      readFailure: (thrown) => {
        if (!(thrown instanceof OpenAI.APIError)) throw thrown;
        return readSdkFailure(thrown, thrown.code);
      },
      close: () => undefined,
    };
  },
};

async function ask(
  client: OpenAI,
  question: Question,
  input: readonly ResponseInputItem[],
): Promise<Reply> {
  const { model, instructions, temperature, outputTokensMax } = question;
  const body = {
    model,
    input: [...input],
    ...(question.tools && { tools }),
    ...(instructions !== undefined && { instructions }),
    ...(temperature !== undefined && { temperature }),
    ...(outputTokensMax !== undefined && { max_output_tokens: outputTokensMax }),
  };
  const response = question.streamed
    ? await client.responses
        .stream(body)
        .on('response.output_text.delta', ({ delta }) => question.onText?.(delta))
        .finalResponse()
    : await client.responses.create(body);
  const calls = response.output.flatMap((item) =>
    item.type === 'function_call'
      ? { id: item.call_id, name: item.name, arguments: JSON.parse(item.arguments) }
      : [],
  );
  return {
    text: response.output_text,
    calls,
    finish: response.status,
    inputTokens: response.usage?.input_tokens ?? 0,
    outputTokens: response.usage?.output_tokens ?? 0,
    answerCalls: (results) => {
      const outputs = calls.map(({ id }, index) => ({
        type: 'function_call_output' as const,
        call_id: id,
        output: results[index] ?? '',
      }));
      return ask(client, question, [
        ...input,
        ...toResponseInputItems(response.output),
        ...outputs,
      ]);
    },
  };
}
