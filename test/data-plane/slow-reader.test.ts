import { channel } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Arrival, ReplySink } from '../../data-plane/pipeline/exchange.ts';
import { Balancer } from '../../data-plane/routing/balancer.ts';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  type FaultyProvider,
  flood,
  startFaultyProvider,
  textEvent,
} from '../support/faulty-provider.ts';
import { sized } from '../support/form.ts';
import {
  frameOf,
  type OpenDoor as GrpcDoor,
  openDoor as openGrpcDoor,
} from './doors/grpc/open-door.ts';
import { chatHead, type OpenDoor, openDoor, send } from './doors/http/open-door.ts';
import { createGateway, credentialsOf, type Gateway } from './pipeline/call-fixture.ts';
import { providersAt, routeOver, snapshotOf, targetOf } from './pipeline/snapshot-fixture.ts';

/**
 * Goal: readers that stop in the middle of a large stream cost at most 1 MiB each, harm nobody, and are cut when they have
 * taken nothing for too long; each is settled once, for what the provider had sent, and nothing of them is left.
 * Method: both doors over one pipeline, and a provider that never stops sending. What a reader costs is what the node holds
 * of its reply: counted, not weighed.
 */

/** The kernel takes some 5 MB of each stream before the node has to hold any of it, and bounds what it takes of all: 2 GB on a machine of 24. */
const HTTP_READERS = sized(20, 300);
/** HTTP/2 keeps to windows of its own: the kernel's buffers stay empty. */
const GRPC_READERS = sized(10, 1_000);
const STALL_MS = sized(1_500, 30_000);
const FILL_MS = sized(60_000, 120_000);
const TEST_MS = 3 * FILL_MS;
const BYTES_MAX = 1_048_576;
/** HTTP/2 gives each stream so much before its reader has to ask for more: that lies with the reader. */
const WINDOW_BYTES = 65_535;

// Large pieces: a bound that counts messages would hold too many bytes.
const endless = flood(textEvent('x'.repeat(100_000)));
const behaviour: Behaviour = (request, response) => {
  const isStream = request.body.includes('"stream":true');
  (isStream ? endless : answer(chatBody))(request, response);
};

interface Started {
  readonly response: ServerResponse;
  readonly server: Server;
}

let provider: FaultyProvider;
let gateway: Gateway;
let balancer: Balancer;
let http: OpenDoor;
let grpc: GrpcDoor;
/** Streamed replies of the HTTP door. */
let responses: ServerResponse[];
let sockets: Socket[];
let sessions: ClientHttp2Session[];
/** Text that was written to each stream of the gRPC door, by its request. */
let grpcChars: Map<string, number>;
let grpcPaused: Set<string>;

const started = channel('http.server.request.start');
const onStarted = (message: unknown): void => {
  const { response, server } = message as Started;
  const address = server.address();
  if (typeof address === 'object' && address?.port === http.port) responses.push(response);
};

beforeEach(async () => {
  [responses, sockets, sessions] = [[], [], []];
  [grpcChars, grpcPaused] = [new Map(), new Set()];
  provider = await startFaultyProvider(behaviour);
  balancer = new Balancer({ nowMs: () => performance.now() });
  const target = targetOf(0);
  gateway = createGateway(
    snapshotOf({
      providers: providersAt([provider.baseUrl]),
      targets: [target],
      routes: [routeOver([target], { firstTokenTimeoutMs: 0, totalTimeoutMs: 0 })],
    }),
    { readerStallTimeoutMs: STALL_MS },
    credentialsOf(() => ['provider-secret']),
    { watch: balancer },
  );
  const limits = { stallTimeoutMs: STALL_MS };
  http = await openDoor({ handle: gateway.handle, limits });
  grpc = await openGrpcDoor({
    handle: (arrival) => gateway.handle(counted(arrival)),
    limits: { ...limits, callsMax: GRPC_READERS + 1, uncheckedWaitMax: GRPC_READERS + 1 },
  });
  started.subscribe(onStarted);
});

afterEach(async () => {
  started.unsubscribe(onStarted);
  for (const open of [...sockets, ...sessions]) open.destroy();
  await grpc[Symbol.asyncDispose]();
  await http[Symbol.asyncDispose]();
  await gateway.pools.close(100);
  await provider.close();
});

/** The arrival with its writes counted. */
function counted(arrival: Arrival): Arrival {
  const { requestId, sink } = arrival;
  const counting: ReplySink = {
    dialect: sink.dialect,
    answer: (...parts) => sink.answer(...parts),
    begin: (head) => sink.begin(head),
    writeRaw: (event) => sink.writeRaw(event),
    writeEvent: (event) => {
      const chars = event.kind === 'text' ? event.text.length : 0;
      grpcChars.set(requestId, (grpcChars.get(requestId) ?? 0) + chars);
      const hasRoom = sink.writeEvent(event);
      if (!hasRoom) grpcPaused.add(requestId);
      return hasRoom;
    },
    onDrain: (resume) => sink.onDrain(resume),
    end: (...parts) => sink.end(...parts),
    fail: (...parts) => sink.fail(...parts),
  };
  return { ...arrival, sink: counting };
}

const streamBody = JSON.stringify({
  model: 'fast',
  stream: true,
  messages: [{ role: 'user', content: 'Hello' }],
});
const serializeStream = inferenceContract.InferenceService.service.ChatStream.requestSerialize;
const bearer = { authorization: 'Bearer secret' };

/** Reads the beginning of a stream, and then nothing more. Resolves when the connection was closed. */
function stopReadingHttp(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(http.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('data', (data) => {
      if (data.includes('data: ')) socket.pause();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    const head = chatHead.replace('gth_sk_test', 'secret');
    socket.write(`${head}content-length: ${streamBody.length}\r\n\r\n${streamBody}`);
  });
}

function grpcMetadata(): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', bearer.authorization);
  return metadata;
}

const fastChat = {
  model: 'fast',
  messages: [{ role: 'ROLE_USER' as const, content: [{ text: 'Hello' }] }],
};

interface StoppedStream {
  /** Given by the door with the first bytes. */
  requestId: string;
  receivedBytes: number;
  /** Code of the reset; undefined as long as the stream is open. */
  resetCode: number | undefined;
}

/** Reads the beginning of a stream, and then nothing more: bytes of HTTP/2, because a client of gRPC reads ahead. */
function stopReadingGrpc(): StoppedStream {
  const session = connectHttp2(`http://${grpc.address}`);
  sessions.push(session.on('error', () => undefined));
  const stream = session.request({
    ':method': 'POST',
    ':path': '/gatehouse.inference.v1.InferenceService/ChatStream',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...bearer,
  });
  const stopped: StoppedStream = { requestId: '', receivedBytes: 0, resetCode: undefined };
  stream.on('response', (headers) => {
    stopped.requestId = String(headers['x-gatehouse-request-id']);
  });
  stream.on('data', (chunk: Buffer) => {
    stopped.receivedBytes += chunk.length;
    stream.pause();
  });
  stream.on('error', () => undefined);
  stream.on('close', () => {
    stopped.resetCode = stream.rstCode;
  });
  stream.end(frameOf(serializeStream({ chat: fastChat })));
  return stopped;
}

/** What the node and the window of HTTP/2 hold of a stream. */
function heldChars({ requestId, receivedBytes }: StoppedStream): number {
  return (grpcChars.get(requestId) ?? 0) - receivedBytes;
}

async function chatOverHttp(): Promise<number> {
  const body = JSON.stringify({ ...JSON.parse(streamBody), stream: false });
  return (await send(http, '/v1/chat/completions', { headers: bearer, body })).status;
}

function chatOverGrpc(): Promise<ServiceError | null> {
  return new Promise((resolve) => {
    grpc.client.Chat(fastChat, grpcMetadata(), (error) => resolve(error));
  });
}

const requestIds = () => gateway.records.map(({ decision }) => decision?.requestId);
const outcomes = () => gateway.records.map(({ decision }) => decision?.outcome);

test(
  'slow-reader: those who stop over HTTP cost at most 1 MiB each, and are cut and settled',
  async () => {
    const ends = Array.from({ length: HTTP_READERS }, stopReadingHttp);
    const paused = new Set<ServerResponse>();
    let heldBytesMax = 0;
    await eventually(() => {
      for (const response of responses) {
        heldBytesMax = Math.max(heldBytesMax, response.writableLength);
        if (response.writableNeedDrain) paused.add(response);
      }
      expect(paused.size).toBe(HTTP_READERS);
    }, FILL_MS);
    expect(heldBytesMax).toBeLessThan(BYTES_MAX);
    expect(balancer.outstandingTokens('x0')).toBeGreaterThan(0);
    expect(await chatOverHttp()).toBe(200);

    await eventually(
      () =>
        expect(outcomes().filter((outcome) => outcome === 'cancelled').length).toBe(HTTP_READERS),
      STALL_MS + FILL_MS,
    );
    // The error event that ends the stream is not taken either: the door cuts the connection.
    await eventually(() => expect(http.door.callCount).toBe(0), STALL_MS + FILL_MS);
    // What lies in the buffers of the kernel comes before its end.
    for (const socket of sockets) socket.removeAllListeners('data').resume();
    await Promise.all(ends);
    await expectNothingLeft(HTTP_READERS);
    expect(await chatOverHttp()).toBe(200);
  },
  TEST_MS,
);

test(
  'slow-reader: those who stop over gRPC cost at most 1 MiB each, and are cut and settled',
  async () => {
    const readers = Array.from({ length: GRPC_READERS }, stopReadingGrpc);
    await eventually(() => {
      expect(grpcPaused.size).toBe(GRPC_READERS);
      expect(readers.every(({ receivedBytes }) => receivedBytes > 0)).toBe(true);
    }, FILL_MS);
    expect(Math.max(...readers.map(heldChars))).toBeLessThan(BYTES_MAX + WINDOW_BYTES);
    expect(await chatOverGrpc()).toBeNull();

    await eventually(() => {
      const codes = new Set(readers.map(({ resetCode }) => resetCode));
      expect(codes).toEqual(new Set([constants.NGHTTP2_CANCEL]));
    }, STALL_MS + FILL_MS);
    expect(Math.max(...readers.map(heldChars))).toBeLessThan(BYTES_MAX + WINDOW_BYTES);
    await expectNothingLeft(GRPC_READERS);
    // The door admits as many as before: every place was given back.
    const again = await Promise.all(Array.from({ length: GRPC_READERS + 1 }, chatOverGrpc));
    expect(again.filter((error) => error !== null)).toEqual([]);
  },
  TEST_MS,
);

/** Every reader is settled once, for what was sent, and its call at the provider is gone. */
async function expectNothingLeft(readerCount: number): Promise<void> {
  await eventually(() => expect(gateway.records).toHaveLength(readerCount + 1));
  expect(new Set(requestIds()).size).toBe(readerCount + 1);
  const cancelled = gateway.records.filter(({ decision }) => decision?.outcome === 'cancelled');
  expect(cancelled).toHaveLength(readerCount);
  for (const { decision, usageEvents } of cancelled) {
    expect(decision?.errorCode).toBe('caller_left');
    expect(usageEvents).toHaveLength(1);
    expect(usageEvents[0]).toMatchObject({ outcome: 'cancelled', estimated: true });
    expect(Number(usageEvents[0]?.outputTokens)).toBeGreaterThan(0);
    expect(Number(decision?.costNanoUsd)).toBeGreaterThan(0);
  }
  expect(balancer.outstandingTokens('x0')).toBe(0);
  await eventually(() => {
    const left = provider.requests.filter(({ body }) => body.includes('"stream":true'));
    expect(left.filter(({ abortedAtMs }) => abortedAtMs === undefined)).toEqual([]);
  });
  expect(gateway.faults).toEqual([]);
}
