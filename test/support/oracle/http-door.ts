import { z } from 'zod';
import { type ChatOptions, chat } from '../call.ts';
import { type Answer, CALL_MS, Cut, type Door, NoAnswer } from './question.ts';

const wholeReply = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]),
});
const eventData = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }).optional() })),
});

/** Asks over HTTP, as the OpenAI dialect has it. */
export function openHttpDoor(httpUrl: string): Door {
  return {
    name: 'http',
    ask: async ({ question: { key, model }, text, stream }) => {
      const { reply, body } = await send(httpUrl, { key, model, text, stream });
      return readAnswer(reply, body, stream);
    },
    [Symbol.dispose]: () => {},
  };
}

async function send(httpUrl: string, options: ChatOptions & { readonly key: string }) {
  const signal = AbortSignal.timeout(CALL_MS);
  try {
    const reply = await chat({ apiKey: options.key, node: { httpUrl } }, { ...options, signal });
    return { reply, body: await reply.text() };
  } catch (cause) {
    if (signal.aborted) throw new NoAnswer(`no answer within ${CALL_MS} ms`);
    throw new Cut('the connection was refused or broke', { cause });
  }
}

function readAnswer(reply: Response, body: string, stream: boolean): Answer {
  const header = (name: string) => reply.headers.get(`x-gatehouse-${name}`) ?? '';
  return {
    requestId: header('request-id'),
    revision: BigInt(header('revision')),
    status: reply.status,
    target: header('target'),
    errorCode: header('error'),
    text: reply.ok ? (stream ? readStream(body) : readWhole(body)) : undefined,
  };
}

function readWhole(body: string): string {
  return wholeReply.parse(JSON.parse(body)).choices[0].message.content;
}

/** Undefined without `[DONE]`, which an error event takes the place of. */
function readStream(body: string): string | undefined {
  const lines = body.split('\n').flatMap((line) => /^data: (.*)$/.exec(line)?.[1] ?? []);
  if (lines.at(-1) !== '[DONE]') return undefined;
  const events = lines.slice(0, -1).map((line) => eventData.safeParse(JSON.parse(line)));
  return events.map(({ data }) => data?.choices[0]?.delta?.content ?? '').join('');
}
