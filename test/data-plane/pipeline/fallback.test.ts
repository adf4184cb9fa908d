import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  flood,
  raw,
  reset,
  stall,
  stream,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { findFreePort } from '../../support/free-port.ts';
import { makeCall } from './call-fixture.ts';
import { useProviderPair } from './provider-fixture.ts';
import {
  chatRequest,
  grant,
  model,
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
} from './snapshot-fixture.ts';

/*
 * Goal: a call is answered by the first target that can, and a failure before the first content is never seen.
 * Method: real sockets; the first provider misbehaves in each way there is, the second answers.
 */

const pair = useProviderPair();
/** What waits so long never ends within a test. */
const HOUR_MS = 3_600_000;

describe('the next target answers', () => {
  const failures: readonly (readonly [string, Behaviour, string])[] = [
    ['resets', reset(), 'reset'],
    ['answers 500', answer('{"error":{"message":"oops"}}', { status: 500 }), 'server_error'],
    ['answers 429', answer('{}', { status: 429, headers: { 'retry-after': '7' } }), 'rate_limited'],
    ['answers 401', answer('{}', { status: 401 }), 'credential'],
    ['answers HTML', answer('<html></html>', { type: 'text/html' }), 'protocol'],
    ['answers garbage', answer('{"choices":'), 'protocol'],
    ['answers with no HTTP', raw('garbage\r\n\r\n'), 'protocol'],
    [
      'answers compressed',
      answer(chatBody, { headers: { 'content-encoding': 'gzip' } }),
      'protocol',
    ],
    [
      'ends before its content-length',
      raw('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{"a"'),
      'reset',
    ],
    ['closes without an answer', raw(''), 'reset'],
    ['redirects', answer('', { status: 302, headers: { location: 'http://127.0.0.1:1' } }), ''],
  ];

  test.each(failures)('when the first %s', async (_, behaviour, verdict) => {
    pair.first.behave(behaviour);
    const gateway = pair.gatewayOver(pair.twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(sink.tail?.decision).toContain('fallback');
    const [record] = gateway.records;
    const failed = record?.decision?.attempts?.[0];
    expect(failed).toMatchObject({ number: 1, targetId: 'x0' });
    expect(failed?.verdict).toContain(verdict);
    expect(record?.decision?.attempts?.[1]).toMatchObject({ number: 2, verdict: 'succeeded' });
    expect(record?.usageEvents).toMatchObject([
      { attempt: 1, targetId: 'x0', outcome: 'failed', inputTokens: '0', costNanoUsd: '0' },
      { attempt: 2, targetId: 'x1', outcome: 'succeeded', costNanoUsd: '17' },
    ]);
  });

  test('when nobody listens at the first', async () => {
    const port = await findFreePort();
    const targets = [targetOf(0), targetOf(1)];
    const gateway = pair.gatewayOver(
      snapshotOf({
        providers: providersAt([`http://127.0.0.1:${port}/v1`, pair.second.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(gateway.records[0]?.decision?.attempts?.[0]).toMatchObject({ verdict: 'connect' });
  });

  test('when both targets are at one address where nobody listens, then at one that answers', async () => {
    const port = await findFreePort();
    const nowhere = `http://127.0.0.1:${port}/v1`;
    const targets = [targetOf(0), targetOf(1), targetOf(2)];
    const gateway = pair.gatewayOver(
      snapshotOf({
        providers: providersAt([nowhere, nowhere, pair.second.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-2', attemptCount: 3 });
  });

  test('when the first stalls: a whole reply has a share of the time, a stream the first-token time', async () => {
    pair.first.behave(stall(undefined));
    pair.second.behave((request, response) => {
      const isStream = request.body.includes('"stream":true');
      (isStream ? stream(wholeStream) : answer(chatBody))(request, response);
    });
    const firstTokenTimeoutMs = 100;
    const shared = pair.gatewayOver(
      pair.twoTargets({ firstTokenTimeoutMs, totalTimeoutMs: 2_000 }),
    );
    const whole = await makeCall(shared, chatRequest);
    expect(whole.head?.targetName).toBe('target-1');
    const [first] = shared.records[0]?.decision?.attempts ?? [];
    expect(first).toMatchObject({ verdict: 'timeout' });
    expect(first?.totalMs).toBeGreaterThanOrEqual(980);
    // A share of its time would be longer than the test has.
    const patient = pair.gatewayOver(
      pair.twoTargets({ firstTokenTimeoutMs, totalTimeoutMs: HOUR_MS }),
    );
    const streamed = await makeCall(patient, streamRequest);
    expect(streamed.head?.targetName).toBe('target-1');
    expect(patient.records[0]?.decision?.attempts?.[0]).toMatchObject({ verdict: 'timeout' });
  });

  test('when an error stalls in its body', async () => {
    pair.first.behave((_, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.write('{"err');
    });
    // Nothing else would end the attempt within the test.
    const patient = { firstTokenTimeoutMs: HOUR_MS, totalTimeoutMs: HOUR_MS };
    const gateway = pair.gatewayOver(pair.twoTargets(patient), { errorBodyTimeoutMs: 50 });
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head?.targetName).toBe('target-1');
    expect(gateway.records[0]?.decision?.attempts?.[0]).toMatchObject({
      verdict: 'server_error',
      status: 500,
    });
  });

  test('when an error is larger than 64 KiB, with what fits', async () => {
    pair.first.behave(answer('x'.repeat(1_000_000), { status: 503 }));
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), chatRequest);
    expect(sink.head?.targetName).toBe('target-1');
  });

  test('when a whole reply is larger than the bound', async () => {
    pair.first.behave(flood('[1,2,3],'.repeat(100), undefined, 'application/json'));
    const sink = await makeCall(
      pair.gatewayOver(pair.twoTargets(), { wholeBodyBytesMax: 5_000 }),
      chatRequest,
    );
    expect(sink.head?.targetName).toBe('target-1');
    await eventually(() => expect(pair.first.requests[0]?.abortedAtMs).toBeDefined());
  });
});

describe('no further target is tried', () => {
  test('after a refusal of the request itself', async () => {
    const error = {
      error: { message: 'bad temperature', type: 'invalid_request_error', param: 'temperature' },
    };
    pair.first.behave(answer(JSON.stringify(error), { status: 400 }));
    const gateway = pair.gatewayOver(pair.twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error).toMatchObject({ code: 'provider_rejected' });
    expect(pair.second.requests).toHaveLength(0);
    expect(gateway.records[0]?.decision).toMatchObject({
      outcome: 'failed',
      errorCode: 'provider_rejected',
    });
  });

  test('after three attempts', async () => {
    pair.first.behave(answer('{}', { status: 500 }));
    pair.second.behave(answer('{}', { status: 500 }));
    const targets = [0, 1, 2, 3, 4].map(targetOf);
    const baseUrls = targets.map((_, position) =>
      position < 4 ? pair.first.baseUrl : pair.second.baseUrl,
    );
    const gateway = pair.gatewayOver(
      snapshotOf({ providers: providersAt(baseUrls), targets, routes: [routeOver(targets)] }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(pair.first.requests).toHaveLength(3);
  });

  test('and the error of the last tells why, with its retry-after', async () => {
    pair.first.behave(answer('{}', { status: 401 }));
    pair.second.behave(answer('{}', { status: 429, headers: { 'retry-after': '7' } }));
    const deadlineAtMs = Date.now() + 5_000;
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), chatRequest, { deadlineAtMs });
    expect(sink.error).toMatchObject({ code: 'provider_rate_limited', retryAfterS: 7 });
  });

  test('when its grant has ended since the targets were chosen', async () => {
    const nowMs = Date.now();
    pair.first.behave((_, response) => {
      setTimeout(() => answer('{}', { status: 500 })({} as never, response), 150);
    });
    const targets = [targetOf(0), { ...targetOf(1), modelId: 'm2' }];
    const gateway = pair.gatewayOver(
      snapshotOf({
        providers: providersAt([pair.first.baseUrl, pair.second.baseUrl]),
        models: [model, { ...model, id: 'm2', name: 'other' }],
        targets,
        grants: [grant, { ...grant, id: 'g2', modelId: 'm2', notAfterMs: nowMs + 100 }],
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(pair.second.requests).toHaveLength(0);
  });

  test('when the grant for its region has ended since, though another holds for its model elsewhere', async () => {
    const nowMs = Date.now();
    pair.first.behave((_, response) => {
      setTimeout(() => answer('{}', { status: 500 })({} as never, response), 150);
    });
    const targets = [targetOf(0), { ...targetOf(1), region: 'us' }];
    const there = { ...grant, id: 'g2', regions: ['us'], notAfterMs: nowMs + 100 };
    const gateway = pair.gatewayOver(
      snapshotOf({
        providers: providersAt([pair.first.baseUrl, pair.second.baseUrl]),
        targets,
        grants: [{ ...grant, regions: ['eu'] }, there],
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(gateway.records[0]?.decision?.candidates).toMatchObject([
      { kept: true },
      { kept: true },
    ]);
    expect(pair.second.requests).toHaveLength(0);
  });

  test('once the deadline has passed', async () => {
    pair.first.behave(stall(undefined));
    const patient = { firstTokenTimeoutMs: HOUR_MS, totalTimeoutMs: HOUR_MS };
    const gateway = pair.gatewayOver(pair.twoTargets(patient));
    const sink = await makeCall(gateway, streamRequest, { deadlineAtMs: Date.now() + 200 });
    expect(sink.error).toMatchObject({ code: 'deadline_exceeded' });
    expect(pair.second.requests).toHaveLength(0);
    expect(gateway.records[0]?.decision?.attempts).toMatchObject([{ verdict: 'timeout' }]);
  });
});
