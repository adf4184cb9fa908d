import { createServer, type RequestListener } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { GrpcClient } from '../../bench/load/grpc-client.ts';
import { HttpClient } from '../../bench/load/http-client.ts';
import type { Ended, LoadClient } from '../../bench/load/load-client.ts';
import { GatewayError } from '../../data-plane/errors.ts';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { answerAll, head, helloRequest, openDoor } from '../data-plane/doors/grpc/open-door.ts';

// Goal: figures are only of replies that came whole; a client that takes a failure for a reply would make a broken way look fast.
// Method: the clients of the load generator against real servers that answer well, badly, and not to the end.

function issueOne(client: LoadClient): Promise<Ended> {
  return new Promise((resolve) => {
    client.onEnded = (ended) => {
      client.close();
      resolve(ended);
    };
    client.issue();
  });
}

async function askHttp(listener: RequestListener): Promise<Ended> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    return await issueOne(
      new HttpClient(port, '/', { apiKey: 'key', headers: { 'x-own': '1' }, body: '{}' }),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('over HTTP', () => {
  test('a whole reply counts, with the time of its first byte', async () => {
    const ended = await askHttp((_request, response) => {
      response.setHeader('content-length', 4);
      response.end('1234');
    });
    expect(ended.ok).toBe(true);
    expect(ended.firstByteAtMs).toBeGreaterThanOrEqual(ended.startedAtMs);
  });

  test('a reply that comes in pieces counts when all are there', async () => {
    const ended = await askHttp((_request, response) => {
      response.setHeader('content-length', 4);
      response.write('12');
      setTimeout(() => response.end('34'), 20);
    });
    expect(ended.ok).toBe(true);
  });

  test('headers of a way are sent beside the key', async () => {
    const seen: (string | undefined)[] = [];
    await askHttp(({ headers }, response) => {
      seen.push(headers.authorization, String(headers['x-own']));
      response.end();
    });
    expect(seen).toEqual(['Bearer key', '1']);
  });

  test('an error is a failure', async () => {
    const ended = await askHttp((_request, response) => {
      response.statusCode = 500;
      response.end('no');
    });
    expect(ended.ok).toBe(false);
  });

  test('a stream counts when it says that it is done', async () => {
    const ended = await askHttp((_request, response) => {
      response.write('data: {}\n\n');
      response.end('data: [DONE]\n\n');
    });
    expect(ended.ok).toBe(true);
  });

  test('a stream without its end is a failure, and so is one that is cut', async () => {
    const unfinished = await askHttp((_request, response) => {
      response.write('data: {}\n\n');
      response.end();
    });
    expect(unfinished.ok).toBe(false);
    const cut = await askHttp((_request, response) => {
      response.write('data: {}\n\n', () => response.destroy());
    });
    expect(cut.ok).toBe(false);
  });
});

describe('over gRPC', () => {
  const { Chat, ChatStream } = inferenceContract.InferenceService.service;
  const service = '/gatehouse.inference.v1.InferenceService';
  const clientOf = (address: string, method: 'Chat' | 'ChatStream', messagesMin: number) => {
    const message =
      method === 'Chat'
        ? Chat.requestSerialize(helloRequest())
        : ChatStream.requestSerialize({ chat: helloRequest() });
    const port = Number(address.split(':')[1]);
    const target = { port, path: `${service}/${method}`, apiKey: 'good-key' };
    return new GrpcClient(target, message, { connectionCount: 1, messagesMin });
  };

  test('a reply counts, and the call arrives as any other', async () => {
    await using open = await openDoor({ handle: answerAll });
    expect((await issueOne(clientOf(open.address, 'Chat', 1))).ok).toBe(true);
    expect(open.arrivals[0]?.credential).toBe('good-key');
  });

  test('a refusal is a failure', async () => {
    await using open = await openDoor({
      handle: () => {
        throw new GatewayError('unknown_key', 'The key is not known.');
      },
    });
    expect((await issueOne(clientOf(open.address, 'Chat', 1))).ok).toBe(false);
  });

  test('a stream counts when all its messages came', async () => {
    await using open = await openDoor({ handle: answerAll });
    expect((await issueOne(clientOf(open.address, 'ChatStream', 4))).ok).toBe(true);
    expect((await issueOne(clientOf(open.address, 'ChatStream', 5))).ok).toBe(false);
  });

  test('a stream that is cut is a failure', async () => {
    await using open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.fail(new GatewayError('provider_stream_cut', 'The provider stopped.'));
      },
    });
    expect((await issueOne(clientOf(open.address, 'ChatStream', 1))).ok).toBe(false);
  });
});
