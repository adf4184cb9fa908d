/** The one request and the one reply that all rows of the benchmark send, so that only the way differs. */

const sentence = 'The quick brown fox jumps over the lazy dog while nobody measures it. ';

/** Bodies of callers: 1 KB. The model is a route of the gateway; proxies and the mock do not look at it. */
export function chatBody(model: string, stream: boolean, prompt: string = promptText): string {
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: 'You are a terse assistant of the benchmark.' },
      { role: 'user', content: prompt },
    ],
    temperature: 0.5,
    max_completion_tokens: 256,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  });
}

/** Text of the prompt; with the rest of the request it makes 1 KB. */
export const promptText: string = sentence.repeat(11);

/** Asks the mock for one piece of a stream, and nothing after it. */
export const heldPrompt = 'Hold the line, please.';

/** What the provider answers. */
export const replyText: string = sentence.repeat(11);

/** Body of the provider's reply: 1.1 KB. */
export const replyBody: string = JSON.stringify({
  id: 'chatcmpl-benchmark',
  object: 'chat.completion',
  created: 1_760_000_000,
  model: 'bench-model',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: replyText, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 210,
    completion_tokens: 190,
    total_tokens: 400,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  },
  system_fingerprint: 'fp_bench',
});

/** Content events of a stream, and their distance. */
export const streamEventCount = 100;
export const streamIntervalMs = 5;

/** Events of the provider's stream: a delta, the finish, the usage, the end. */
export const streamEvents: {
  readonly delta: string;
  readonly finish: string;
  readonly usage: string;
  readonly done: string;
} = {
  delta: event({ delta: { content: 'token ' }, finish_reason: null }),
  finish: event({ delta: {}, finish_reason: 'stop' }),
  usage: `data: ${JSON.stringify({
    ...envelope(),
    choices: [],
    usage: { prompt_tokens: 210, completion_tokens: 100, total_tokens: 310 },
  })}\n\n`,
  done: 'data: [DONE]\n\n',
};

function event(choice: object): string {
  return `data: ${JSON.stringify({ ...envelope(), choices: [{ index: 0, ...choice }] })}\n\n`;
}

function envelope(): object {
  return {
    id: 'chatcmpl-benchmark',
    object: 'chat.completion.chunk',
    created: 1_760_000_000,
    model: 'bench-model',
    system_fingerprint: 'fp_bench',
  };
}
