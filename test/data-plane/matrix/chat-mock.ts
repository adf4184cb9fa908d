import { type ChatCompletionRequest, LLMock } from '@copilotkit/aimock';

/** 11 tokens in and 7 out, by the names of every wire. */
const usage = {
  prompt_tokens: 11,
  completion_tokens: 7,
  input_tokens: 11,
  output_tokens: 7,
  promptTokenCount: 11,
  candidatesTokenCount: 7,
};

/** What the mock answers, whatever wire it is asked over. */
export const answers = {
  hello: 'Hello there, friend',
  calls: [
    { id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' },
    { id: 'call_2', name: 'weather', arguments: '{"city":"Zürich"}' },
  ],
  results: ['rain', 'sun'],
  thought: 'They want to know.',
  said: 'I look it up.',
  last: 'Rain in Bern, sun in Zürich.',
  long: 'One piece after another, and then no more.',
  usage: { inputTokens: 11, outputTokens: 7 },
} as const;

const { calls } = answers;

/**
 * Starts providers of every wire on one port. Asked “Hello” they greet, asked for the “weather” they call a tool twice, to
 * “think” they think and speak before that, and answer the results; asked to be “short” they break off, asked to be “cut” they
 * reset the connection in the middle of what they say when they are “long”.
 */
export async function startChatMock(): Promise<LLMock> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 4, logLevel: 'silent' });
  mock.on({ hasToolResult: true }, { content: answers.last, usage });
  mock.on({ userMessage: 'Hello' }, { content: answers.hello, usage });
  mock.on({ userMessage: 'weather' }, { toolCalls: [...calls], usage });
  const { thought: reasoning, said: content } = answers;
  mock.on({ userMessage: 'Think' }, { reasoning, content, toolCalls: [...calls], usage });
  mock.on({ userMessage: 'short' }, { content, finishReason: 'length', usage });
  mock.on({ userMessage: 'long' }, { content: answers.long, usage });
  // Written one by one, so that what comes before the cut has left when it is made.
  mock.on(
    { userMessage: 'cut' },
    { content: answers.long, usage },
    { latency: 1, truncateAfterChunks: 6 },
  );
  await mock.start();
  return mock;
}

const credentialHeaders = ['authorization', 'api-key', 'x-api-key', 'x-goog-api-key'];

/** Where the mock was asked last, and in which headers a credential came. */
export function tellAddress(mock: LLMock): {
  readonly path: string | undefined;
  readonly credentialIn: readonly string[];
} {
  const { path, headers = {} } = mock.getLastRequest() ?? {};
  return { path, credentialIn: credentialHeaders.filter((name) => headers[name] !== undefined) };
}

/** The sampling that the mock was asked for last. */
export function tellSampling(mock: LLMock): {
  readonly temperature: unknown;
  readonly outputTokensMax: unknown;
} {
  const { temperature, max_tokens: older, max_completion_tokens: newer } = lastChat(mock);
  return { temperature, outputTokensMax: newer ?? older };
}

/** What the mock was asked last, a line for each thing said: a result is told with the arguments of the call that it answers. */
export function tellConversation(mock: LLMock): readonly string[] {
  const calls = new Map<string | undefined, string>();
  const lines: string[] = [];
  for (const message of lastChat(mock).messages) {
    const { role, content } = message;
    if (role === 'assistant' && content) lines.push(`assistant: ${textOf(content)}`);
    for (const call of message.tool_calls ?? []) {
      calls.set(call.id, call.function.arguments);
      lines.push(`call: ${call.function.arguments}`);
    }
    if (role === 'system' || role === 'user') lines.push(`${role}: ${textOf(content)}`);
    if (role !== 'tool') continue;
    // Wires that take no bare text have it inside of an object.
    const result = answers.results.find((text) => JSON.stringify(content).includes(text));
    lines.push(`${calls.get(message.tool_call_id)}: ${result}`);
  }
  return lines;
}

function textOf(content: ChatCompletionRequest['messages'][number]['content']): string {
  if (!Array.isArray(content)) return content ?? '';
  return content.map(({ text }) => text ?? '').join('');
}

/** As the mock reads it from whatever wire it came over. */
function lastChat(mock: LLMock): ChatCompletionRequest {
  const body = mock.getLastRequest()?.body;
  if (!body || !('messages' in body)) throw new Error('the mock was asked for no chat');
  return body as ChatCompletionRequest;
}
