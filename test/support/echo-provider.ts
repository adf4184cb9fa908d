import { z } from 'zod';
import {
  answer,
  type Behaviour,
  doneEvent,
  finishEvent,
  roleEvent,
  stream,
  textEvent,
  usageEventOf,
} from './faulty-provider.ts';

const chatRequest = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  messages: z.array(z.looseObject({ content: z.string() })),
});

/** What a provider itself says it served. */
export interface Served {
  readonly answerCount: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What {@link EchoProvider} answers when it is asked for this model. */
export function echoOf(model: string, text: string): string {
  return `${model} heard ${text}`;
}

/**
 * A provider that repeats what the user said, with the model that it was asked for, whole or streamed, and keeps a count
 * of its own.
 */
export class EchoProvider {
  /** How long it thinks before it answers. */
  delayMs = 0;
  #served: Served = { answerCount: 0, inputTokens: 0, outputTokens: 0 };

  /** What it served to the last byte. */
  get served(): Served {
    return this.#served;
  }

  readonly behave: Behaviour = (request, response) => {
    const asked = chatRequest.parse(JSON.parse(request.body));
    const text = echoOf(asked.model, asked.messages.at(-1)?.content ?? '');
    // Tokens that differ from call to call: a sum that adds up by accident does not.
    const inputTokens = 1 + (this.#served.answerCount % 11);
    const outputTokens = 1 + text.length;
    const { answerCount } = this.#served;
    const usage = { inputTokens, outputTokens };
    response.once('finish', () => {
      const before = this.#served;
      this.#served = {
        answerCount: before.answerCount + 1,
        inputTokens: before.inputTokens + inputTokens,
        outputTokens: before.outputTokens + outputTokens,
      };
    });
    const reply = asked.stream === true ? streamed(text, usage) : whole(text, usage, answerCount);
    setTimeout(() => reply(request, response), this.delayMs);
  };
}

type Tokens = Pick<Served, 'inputTokens' | 'outputTokens'>;

function whole(text: string, { inputTokens, outputTokens }: Tokens, id: number): Behaviour {
  return answer(
    JSON.stringify({
      id: `chatcmpl-${id}`,
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: inputTokens + outputTokens,
      },
    }),
  );
}

function streamed(text: string, { inputTokens, outputTokens }: Tokens): Behaviour {
  const half = Math.ceil(text.length / 2);
  return stream([
    roleEvent,
    textEvent(text.slice(0, half)),
    textEvent(text.slice(half)),
    finishEvent,
    usageEventOf(inputTokens, outputTokens),
    doneEvent,
  ]);
}
