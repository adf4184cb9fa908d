import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { OutsideDetectors } from '../../../data-plane/inspect/outside/outside-detectors.ts';
import { createInnerNetworks } from '../../../policy/network/inner-network.ts';
import { TestCertificates } from '../../support/certificates.ts';
import { startGrpcDetector, startSampleDetector } from '../../support/detector-server.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  type FaultyProvider,
  flood,
  raw,
  reset,
  stall,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { detectorAt, inquiry } from './outside-inquiry.ts';

/** Goal: whatever stands behind the address of a detector, a node gets right findings of it or one word why not, in time. */
let server: FaultyProvider;
let nowMs = 0;
let secret: string | undefined;
const told: string[] = [];
const moves: string[] = [];
const open: OutsideDetectors[] = [];
beforeAll(async () => {
  server = await startFaultyProvider(answer('{}'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((desk) => desk.close()));
  told.length = 0;
  moves.length = 0;
});
afterAll(() => server?.close());

function openDesk(networks: readonly string[] = ['127.0.0.0/8']): OutsideDetectors {
  const desk = new OutsideDetectors({
    clock: { monotonicMs: () => nowMs },
    draw: () => 0,
    networks: createInnerNetworks(networks),
    credentialOf: () => secret,
    observer: {
      asked: (outcome) => told.push(outcome),
      breakerMoved: (_detector, state) => moves.push(state),
    },
  });
  open.push(desk);
  return desk;
}

const findingsOf = (...findings: readonly object[]) => answer(JSON.stringify({ findings }));
const right = { textId: '0', kind: 'insult', start: 0, end: 5 };

describe('what is found', () => {
  test('by the detector of the documentation, as it stands there', async () => {
    await using sample = await startSampleDetector();
    const asked = inquiry(['fine', 'you idiot, you 🙂 morons']);
    expect(await openDesk().ask(detectorAt(sample.address), asked)).toEqual({
      findings: [
        { textIndex: 1, kind: 'insult', start: 4, end: 9 },
        { textIndex: 1, kind: 'insult', start: 18, end: 24 },
      ],
    });
  });

  test('over gRPC, with the credential, the id of the call and the part', async () => {
    const seen: unknown[] = [];
    await using grpc = await startGrpcDetector(({ request, metadata }, done) => {
      seen.push(request, metadata.get('authorization'));
      done(null, { findings: [{ ...right, score: 0.5 }] });
    });
    secret = 'cred';
    const detector = detectorAt(grpc.address, { protocol: 'grpc' });
    const reply = await openDesk().ask(detector, inquiry(['idiot']));
    secret = undefined;
    expect(reply).toEqual({
      findings: [{ textIndex: 0, kind: 'insult', start: 0, end: 5, score: 0.5 }],
    });
    expect(seen).toEqual([
      { requestId: 'request-1', texts: [{ id: '0', part: 'user', text: 'idiot' }] },
      ['Bearer cred'],
    ]);
  });

  test('in as many calls as the batch size takes, with ids that go through', async () => {
    const first = server.requests.length;
    server.behave((request, response) => {
      const { texts } = JSON.parse(request.body);
      const findings = texts.map(({ id }: { id: string }) => ({ ...right, textId: id }));
      answer(JSON.stringify({ findings }))(request, response);
    });
    secret = 'cred';
    const detector = detectorAt(server.origin, { batchSize: 2 });
    const reply = await openDesk().ask(detector, inquiry(Array(5).fill('idiot')));
    secret = undefined;
    const indices = 'findings' in reply ? reply.findings.map(({ textIndex }) => textIndex) : [];
    expect(indices.toSorted()).toEqual([0, 1, 2, 3, 4]);
    const sent = server.requests.slice(first);
    expect(sent.map(({ body }) => JSON.parse(body).texts.length).toSorted()).toEqual([1, 2, 2]);
    expect(sent[0]?.headers).toMatchObject({
      authorization: 'Bearer cred',
      'content-type': 'application/json',
    });
  });

  test('also over a connection that its server closes at that moment', async () => {
    server.behave(answer('{}'));
    const desk = openDesk();
    await desk.ask(detectorAt(server.origin), inquiry(['a']));
    let isFirst = true;
    server.behave((request, response) => {
      (isFirst ? reset() : findingsOf(right))(request, response);
      isFirst = false;
    });
    const reply = await desk.ask(detectorAt(server.origin), inquiry(['idiot']));
    expect(reply).toHaveProperty('findings');
  });
});

describe('what is no answer', () => {
  test.each<[string, string, Behaviour]>([
    ['another status', 'refused', answer('{"findings":[]}', { status: 500 })],
    ['a redirect', 'refused', answer('', { status: 307, headers: { location: '/x' } })],
    ['no JSON', 'invalid_answer', answer('<html>')],
    ['half of it', 'invalid_answer', answer('{"findings":[')],
    ['no object', 'invalid_answer', answer('[]')],
    ['no list', 'invalid_answer', answer('{"findings":{}}')],
    ['a finding that is null', 'invalid_answer', answer('{"findings":[null]}')],
    ['no HTTP', 'invalid_answer', raw('hello\r\n\r\n')],
    ['more than a mebibyte', 'invalid_answer', flood('x'.repeat(65_536), undefined, 'text/plain')],
    ['too many', 'invalid_answer', findingsOf(...Array(1_001).fill(right))],
    ['a text that was not asked about', 'invalid_answer', findingsOf({ ...right, textId: '1' })],
    ['a number as id', 'invalid_answer', findingsOf({ ...right, textId: 0 })],
    ['a kind that is not registered', 'invalid_answer', findingsOf({ ...right, kind: 'other' })],
    ['a kind of every object', 'invalid_answer', findingsOf({ ...right, kind: 'toString' })],
    ['an end beyond the text', 'invalid_answer', findingsOf({ ...right, end: 6 })],
    ['nothing between its ends', 'invalid_answer', findingsOf({ ...right, end: 0 })],
    ['a start before the text', 'invalid_answer', findingsOf({ ...right, start: -1 })],
    ['half a character', 'invalid_answer', findingsOf({ ...right, start: 0.5 })],
    ['a score that is none', 'invalid_answer', findingsOf({ ...right, score: 1.5 })],
    ['a right one and a wrong one', 'invalid_answer', findingsOf(right, { ...right, kind: '' })],
    ['a connection that is cut', 'unreachable', reset()],
  ])('%s: %s', async (_what, reason, behaviour) => {
    server.behave(behaviour);
    const reply = await openDesk().ask(detectorAt(server.origin), inquiry(['idiot']));
    expect(reply).toEqual({ reason });
    expect(told).toEqual([reason]);
  });

  test('silence is over when the time is', async () => {
    server.behave(stall(undefined));
    const asked = inquiry(['idiot'], { timeoutMs: 30 });
    expect(await openDesk().ask(detectorAt(server.origin), asked)).toEqual({ reason: 'deadline' });
    await eventually(() => expect(server.requests.at(-1)?.abortedAtMs).toBeDefined());
  });

  test('over gRPC: an error, a wrong offset, silence, and what is too long', async () => {
    const told: Parameters<Parameters<typeof startGrpcDetector>[0]>[1][] = [];
    const behaviours = [
      (done: (typeof told)[number]) => done({ code: status.PERMISSION_DENIED }),
      (done: (typeof told)[number]) => done(null, { findings: [{ ...right, end: 6 }] }),
      (done: (typeof told)[number]) => void told.push(done),
      (done: (typeof told)[number]) =>
        done(null, { findings: Array(1_000).fill({ ...right, kind: 'x'.repeat(2_000) }) }),
    ];
    let next = 0;
    await using grpc = await startGrpcDetector((_call, done) => {
      behaviours[next]?.(done);
      next += 1;
    });
    const detector = detectorAt(grpc.address, { protocol: 'grpc' });
    const desk = openDesk();
    const reasons = [];
    for (const timeoutMs of [10_000, 10_000, 100, 10_000])
      reasons.push(await desk.ask(detector, inquiry(['idiot'], { timeoutMs })));
    expect(reasons).toEqual(
      ['refused', 'invalid_answer', 'deadline', 'refused'].map((reason) => ({ reason })),
    );
  });

  test('nobody is there', async () => {
    const gone = await startFaultyProvider(answer('{}'));
    await gone.close();
    for (const protocol of ['http', 'grpc'] as const)
      expect(
        await openDesk().ask(detectorAt(gone.origin, { protocol }), inquiry(['idiot'])),
      ).toEqual({ reason: 'unreachable' });
  });

  test('a certificate that nobody vouches for', async () => {
    using certificates = new TestCertificates();
    const { certificate, key } = certificates.authority.issue({
      uri: 'spiffe://gatehouse/node/x',
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 3_600_000),
    });
    const tls = createServer({ cert: certificate, key }, (_request, response) =>
      response.end('{}'),
    );
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const address = `https://127.0.0.1:${(tls.address() as AddressInfo).port}`;
    expect(await openDesk().ask(detectorAt(address), inquiry(['idiot']))).toEqual({
      reason: 'unreachable',
    });
    tls.close();
    tls.closeAllConnections();
  });
});

describe('one that fails', () => {
  test('is not asked for a while, then by one, then again; each detector for itself', async () => {
    const desk = openDesk();
    const ask = (id: string) => desk.ask(detectorAt(server.origin, { id }), inquiry(['idiot']));
    server.behave(answer('', { status: 500 }));
    for (let count = 0; count < 5; count += 1)
      expect(await ask('a')).toEqual({ reason: 'refused' });
    server.behave(answer('{}'));
    const first = server.requests.length;
    expect(await ask('a')).toEqual({ reason: 'breaker_open' });
    expect(server.requests.length).toBe(first);
    expect(await ask('b')).toEqual({ findings: [] });
    nowMs += 5_000;
    for (let count = 0; count < 3; count += 1) expect(await ask('a')).toEqual({ findings: [] });
    expect(moves).toEqual(['open', 'half_open', 'closed']);
  });

  test('for callers who leave or hurry stays for the others', async () => {
    const desk = openDesk();
    const detector = detectorAt(server.origin);
    server.behave(stall(undefined));
    for (let count = 0; count < 6; count += 1) {
      const hurried = inquiry(['idiot'], { timeoutMs: 5 });
      expect(await desk.ask(detector, hurried)).toEqual({ reason: 'deadline' });
      const caller = new AbortController();
      const leaving = desk.ask(detector, inquiry(['idiot'], { callerLeft: caller.signal }));
      caller.abort();
      expect(await leaving).toEqual({ reason: 'caller_left' });
    }
    server.behave(answer('{}'));
    expect(await desk.ask(detector, inquiry(['idiot']))).toEqual({ findings: [] });
  });
});

test('a caller who leaves ends what is under way', async () => {
  server.behave(stall(undefined));
  const first = server.requests.length;
  const caller = new AbortController();
  const asked = inquiry(['idiot'], { callerLeft: caller.signal });
  const reply = openDesk().ask(detectorAt(server.origin), asked);
  await eventually(() => expect(server.requests.length).toBe(first + 1));
  caller.abort();
  expect(await reply).toEqual({ reason: 'caller_left' });
  await eventually(() => expect(server.requests.at(-1)?.abortedAtMs).toBeDefined());
  expect(await openDesk().ask(detectorAt(server.origin), asked)).toEqual({ reason: 'caller_left' });
});

test('more than it is asked for is not sent: too many questions, texts, characters', async () => {
  server.behave(stall(undefined));
  const desk = openDesk();
  const callers = Array.from({ length: 64 }, () => new AbortController());
  const waiting = callers.map(({ signal: callerLeft }) =>
    desk.ask(detectorAt(server.origin), inquiry(['a'], { callerLeft })),
  );
  expect(await desk.ask(detectorAt(server.origin), inquiry(['a']))).toEqual({
    reason: 'overloaded',
  });
  for (const caller of callers) caller.abort();
  await Promise.all(waiting);
  for (const texts of [Array<string>(4_097).fill('a'), ['a'.repeat(4_194_305)]])
    expect(await desk.ask(detectorAt(server.origin), inquiry(texts))).toEqual({
      reason: 'too_large',
    });
});
