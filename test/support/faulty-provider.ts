import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the provider received it. */
interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Milliseconds of the monotonic clock at which the client's connection was gone before the reply ended. */
  abortedAtMs: number | undefined;
}

/** What the provider does with a request that it has read. */
export type Behaviour = (request: ReceivedRequest, response: ServerResponse) => void;

/** A provider on loopback that does what a test tells it. */
export interface FaultyProvider {
  readonly origin: string;
  /** With the version segment, as providers are configured. */
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Connections that are open. */
  connectionCount(): Promise<number>;
  /** From the next request on. */
  behave(next: Behaviour): void;
  /** Cuts every connection and stops. */
  close(): Promise<void>;
}

/** A whole chat with the usual 7 + 5 tokens. */
export const chatBody = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hello there' }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
});

/** Two vectors, 4 tokens. */
export const embeddingsBody = JSON.stringify({
  object: 'list',
  model: 'e',
  data: [
    { object: 'embedding', index: 0, embedding: [0.5, 0.25] },
    { object: 'embedding', index: 1, embedding: [1, 2] },
  ],
  usage: { prompt_tokens: 4, total_tokens: 4 },
});

/** Role without content, as OpenAI begins every stream. */
export const roleEvent = event({ choices: [{ index: 0, delta: { role: 'assistant' } }] });
/** The end of the text. */
export const finishEvent = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
export const usageEvent = usageEventOf(7, 2);
export const doneEvent = 'data: [DONE]\n\n';

/** What a stream used, as OpenAI says it last. */
export function usageEventOf(inputTokens: number, outputTokens: number): string {
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  return event({ choices: [], usage });
}

/** One event with a piece of text. */
export function textEvent(text: string): string {
  return event({ choices: [{ index: 0, delta: { content: text } }] });
}

/** A stream of two words, usage included. */
export const wholeStream = [
  roleEvent,
  textEvent('Hello'),
  textEvent(' there'),
  finishEvent,
  usageEvent,
  doneEvent,
];

/** Answers once with a body. */
export function answer(
  body: string,
  { status = 200, type = 'application/json', headers = {} } = {},
): Behaviour {
  return (_, response) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(body);
  };
}

/** Sends the events at once and ends the reply as HTTP does, whether or not they are complete. */
export function stream(events: readonly string[]): Behaviour {
  return (_, response) => {
    beginStream(response, events);
    response.end();
  };
}

/** Sends the events and then nothing. */
export function stall(events: readonly string[] | undefined): Behaviour {
  return (_, response) => {
    if (events !== undefined) beginStream(response, events);
  };
}

/** Resets the connection, after sending the events when there are some. */
export function reset(events?: readonly string[]): Behaviour {
  return (_, response) => {
    if (events === undefined) {
      response.socket?.resetAndDestroy();
      return;
    }
    beginStream(response, events);
    // The reset must not overtake what was written before it.
    response.write('', () => setImmediate(() => response.socket?.resetAndDestroy()));
  };
}

/** Writes bytes to the socket that need not be HTTP, and closes it. */
export function raw(bytes: string): Behaviour {
  return (_, response) => {
    response.socket?.end(bytes);
  };
}

/** Sends a text again and again, as fast as the reader takes it; `sent` is told the bytes that were taken so far. */
export function flood(
  eventText: string,
  sent: (bytes: number) => void = () => undefined,
  type = 'text/event-stream',
): Behaviour {
  return (_, response) => {
    response.writeHead(200, { 'content-type': type });
    let bytes = 0;
    const pour = (): void => {
      while (!response.destroyed && response.write(eventText)) {
        bytes += eventText.length;
        sent(bytes);
      }
    };
    response.on('drain', pour);
    pour();
  };
}

/** Starts on a free port. */
export async function startFaultyProvider(first: Behaviour): Promise<FaultyProvider> {
  let behaviour = first;
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    readBody(incoming, (body) => {
      const path = incoming.url ?? '';
      const request: ReceivedRequest = {
        path,
        headers: incoming.headers,
        body,
        abortedAtMs: undefined,
      };
      requests.push(request);
      response.on('close', () => {
        if (!response.writableEnded) request.abortedAtMs = performance.now();
      });
      behaviour(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    connectionCount: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    behave: (next) => {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function event(chunk: object): string {
  const whole = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };
  return `data: ${JSON.stringify({ ...whole, ...chunk })}\n\n`;
}

function beginStream(response: ServerResponse, events: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const text of events) response.write(text);
}

function readBody(incoming: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => done(Buffer.concat(chunks).toString()));
  incoming.on('error', () => undefined);
}
