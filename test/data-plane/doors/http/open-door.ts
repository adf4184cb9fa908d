import { randomFillSync } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  type HttpDoorLimits,
  httpDoorLimits,
} from '../../../../data-plane/doors/http/door-limits.ts';
import {
  createHttpDoor,
  type HttpDoor,
  type HttpDoorDeps,
} from '../../../../data-plane/doors/http/http-door.ts';
import { createRequestIds } from '../../../../data-plane/doors/request-id.ts';
import type { Arrival, ReplyHead, ReplyTail } from '../../../../data-plane/pipeline/exchange.ts';

/** A door on a free port of loopback, and the arrivals that it made. */
export interface OpenDoor extends AsyncDisposable {
  readonly door: HttpDoor;
  readonly port: number;
  readonly arrivals: readonly Arrival[];
}

/** What a test changes about the door. */
export interface DoorSetting extends Partial<Omit<HttpDoorDeps, 'limits'>> {
  readonly limits?: Partial<HttpDoorLimits>;
}

/** A reply as a client sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const head: ReplyHead = {
  routeName: 'assistant',
  targetName: 'mini',
  attemptCount: 1,
  limits: undefined,
  budgetLeftNanoUsd: undefined,
};
export const tail: ReplyTail = {
  usage: {
    inputTokens: 3,
    outputTokens: 2,
    cachedReadTokens: 0,
    cachedWriteTokens: 0,
    reasoningTokens: 0,
    estimated: false,
  },
  costNanoUsd: 1234n,
  explanation: undefined,
  decision: 'authenticated,granted,clean,drawn',
};

/** Opens a door whose handler parses each call and answers `{"ok":true}`, unless the setting says otherwise. */
export async function openDoor(setting: DoorSetting = {}): Promise<OpenDoor> {
  const arrivals: Arrival[] = [];
  const handle = setting.handle ?? answerOk;
  const door = createHttpDoor({
    checkCaller: () => undefined,
    listRoutes: () => [],
    countTokens: () => 0,
    revision: () => 7n,
    now: Date.now,
    nextRequestId: createRequestIds({ now: Date.now, randomFill: randomFillSync }),
    onConnectionRefused: () => undefined,
    ...setting,
    handle: (arrival) => {
      arrivals.push(arrival);
      handle(arrival);
    },
    limits: { ...httpDoorLimits, ...setting.limits },
  });
  const port = await door.listen(0, '127.0.0.1');
  return {
    door,
    port,
    arrivals,
    [Symbol.asyncDispose]: async () => {
      await door.drain(0);
    },
  };
}

/** Parses, and answers `{"ok":true}` or the fault. */
export function answerOk({ parse, sink }: Arrival): void {
  try {
    parse();
  } catch (error) {
    sink.fail(error as Parameters<typeof sink.fail>[0]);
    return;
  }
  const bytes = Buffer.from('{"ok":true}');
  sink.answer(head, { kind: 'raw', bytes, contentType: 'application/json' }, tail);
}

/** How a test sends a request. */
export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

export const chatBody = JSON.stringify({
  model: 'assistant',
  messages: [{ role: 'user', content: 'Hello' }],
});

/** Sends with a key, and begins to read the reply. */
export function begin(
  open: OpenDoor,
  path: string,
  sending: Sending = {},
): Promise<IncomingMessage> {
  const { method = 'POST', headers = {}, body = chatBody, agent } = sending;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port: open.port,
        path,
        method,
        agent: agent ?? new Agent({ keepAlive: false }),
        headers: { authorization: 'Bearer gth_sk_test', ...headers },
      },
      resolve,
    );
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
  });
}

/** Sends with a key, and reads the whole reply. */
export async function send(open: OpenDoor, path: string, sending: Sending = {}): Promise<Reply> {
  const incoming = await begin(open, path, sending);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    body: await read(incoming),
  };
}

/** The rest of a reply. @throws Error when it is cut */
export async function read(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
  return body;
}

/** The error object of a refusal. */
export function errorOf({ body }: Reply): {
  code: string;
  message: string;
  param: string | null;
  type: string;
} {
  return JSON.parse(body).error;
}

/** A bare connection, and all that came back on it. */
export interface Connection {
  readonly socket: Socket;
  /** What has come so far. */
  readonly received: () => string;
  /** Resolves with all that came when the other side has closed. */
  readonly closed: Promise<string>;
}

/** Connects without sending anything. */
export function dial(open: OpenDoor): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect(open.port, '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      received += chunk;
    });
    const closed = new Promise<string>((close) => socket.on('close', () => close(received)));
    socket.on('error', reject);
    socket.on('connect', () => resolve({ socket, received: () => received, closed }));
  });
}

/** Head of a chat request with a key, up to and without the empty line. */
export const chatHead =
  'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer gth_sk_test\r\n';
