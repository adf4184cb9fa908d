import { describe, expect, test } from '@jest/globals';
import type { CredentialGenerations } from '../../../data-plane/config/snapshot.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  stream,
  wholeStream,
} from '../../support/faulty-provider.ts';
import { credentialsOf, makeCall } from './call-fixture.ts';
import { useProviderPair } from './provider-fixture.ts';
import {
  chatRequest,
  grant,
  providersAt,
  routeOver,
  snapshotOf,
  streamRequest,
  targetOf,
} from './snapshot-fixture.ts';

/*
 * Goal: while a credential is rotated no call fails, whichever of the two generations the vendor knows.
 * Method: real sockets; the first provider takes certain credentials only, the second answers whoever comes.
 */

const pair = useProviderPair();
const both: CredentialGenerations = ['new', 'old'];

/** Answers whoever shows one of these credentials, and refuses the others. */
function taking(credentials: readonly string[], status = 401): Behaviour {
  return (request, response) => {
    const shown = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const isStream = request.body.includes('"stream":true');
    const reply = isStream ? stream(wholeStream) : answer(chatBody);
    (credentials.includes(shown) ? reply : answer('{}', { status }))(request, response);
  };
}

const shown = () =>
  pair.first.requests.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));

/** A gateway over both providers, and what it told of turns. */
function rotating(held = (): CredentialGenerations | undefined => both) {
  const turns: string[] = [];
  const clock = { nowMs: 0 };
  const credentials = credentialsOf(held, {
    clock: { monotonicMs: () => clock.nowMs },
    onTurn: (providerId, to) => turns.push(`${providerId} ${to}`),
  });
  const gateway = pair.gatewayOver(pair.twoTargets(), {}, credentials);
  return { gateway, turns, clock };
}

describe('a credential that is refused', () => {
  const refusals = [401, 403].flatMap((status) =>
    [chatRequest, streamRequest].map((request) => ({ status, request })),
  );
  test.each(refusals)(
    'with $status is followed by the other generation at the same target (stream: $request.stream)',
    async ({ status, request }) => {
      pair.first.behave(taking(['old'], status));
      const { gateway } = rotating();
      const sink = await makeCall(gateway, request);
      expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 2 });
      expect(shown()).toEqual(['new', 'old']);
      expect(pair.second.requests).toEqual([]);
      const [record] = gateway.records;
      expect(record?.decision?.attempts).toMatchObject([
        { number: 1, targetId: 'x0', verdict: 'credential', status },
        { number: 2, targetId: 'x0', verdict: 'succeeded', status: 200 },
      ]);
      expect(record?.usageEvents).toMatchObject([
        { attempt: 1, outcome: 'failed', costNanoUsd: '0' },
        { attempt: 2, outcome: 'succeeded' },
      ]);
    },
  );

  test('leaves the whole chain of targets to fall back to', async () => {
    pair.first.behave(taking([]));
    const targets = [0, 1, 2].map(targetOf);
    const { first, second } = pair;
    const providers = providersAt([first.baseUrl, first.baseUrl, second.baseUrl]);
    const snapshot = snapshotOf({ providers, targets, routes: [routeOver(targets)] });
    const gateway = pair.gatewayOver(
      snapshot,
      {},
      credentialsOf(() => both),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-2', attemptCount: 5 });
    expect(shown()).toEqual(['new', 'old', 'new', 'old']);
  });

  const others: readonly (readonly [string, CredentialGenerations | undefined, number])[] = [
    ['when it is the only one', ['new'], 401],
    ['when the one before it is the same', ['new', 'new'], 401],
    ['when there is none', undefined, 401],
    ['when the account has no money', both, 402],
    ['when the model is not known', both, 404],
    ['when the provider is rate limited', both, 429],
    ['when the provider fails', both, 500],
  ];
  test.each(others)('is followed by the next target %s', async (_, generations, status) => {
    pair.first.behave(taking([], status));
    const { gateway } = rotating(() => generations);
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-1', attemptCount: 2 });
    expect(shown()).toHaveLength(1);
  });

  test('is not followed by another when the grant has ended meanwhile', async () => {
    const endsAtMs = Date.now() + 100;
    pair.first.behave((request, response) => {
      setTimeout(() => taking(['old'])(request, response), 150);
    });
    const targets = [targetOf(0)];
    const snapshot = snapshotOf({
      providers: providersAt([pair.first.baseUrl]),
      targets,
      grants: [{ ...grant, notAfterMs: endsAtMs }],
      routes: [routeOver(targets)],
    });
    const gateway = pair.gatewayOver(
      snapshot,
      {},
      credentialsOf(() => both),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.error).toMatchObject({ code: 'provider_unavailable' });
    expect(shown()).toEqual(['new']);
  });

  test('is followed by what the node holds by then, not by what it held when the call began', async () => {
    let held: CredentialGenerations = ['old'];
    pair.first.behave((request, response) => {
      held = both;
      taking(['new'])(request, response);
    });
    const { gateway, turns } = rotating(() => held);
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head).toMatchObject({ targetName: 'target-0', attemptCount: 2 });
    expect(shown()).toEqual(['old', 'new']);
    await makeCall(gateway, chatRequest);
    expect(shown()).toEqual(['old', 'new', 'new']);
    expect(turns).toEqual([]);
  });
});

describe('a generation that was taken', () => {
  test('goes first for a while, so that not every call pays for two attempts', async () => {
    pair.first.behave(taking(['old']));
    const { gateway, turns, clock } = rotating();
    for (let count = 0; count < 3; count += 1) await makeCall(gateway, chatRequest);
    expect(shown()).toEqual(['new', 'old', 'old', 'old']);
    clock.nowMs = 29_999;
    await makeCall(gateway, chatRequest);
    expect(shown()).toHaveLength(5);
    clock.nowMs = 30_000;
    await makeCall(gateway, chatRequest);
    expect(shown().slice(5)).toEqual(['new', 'old']);
    expect(turns).toEqual(['p0 previous', 'p0 previous']);
  });

  test('is left at once when it is refused in its turn', async () => {
    pair.first.behave(taking(['old']));
    const { gateway, turns } = rotating();
    await makeCall(gateway, streamRequest);
    pair.first.behave(taking(['new']));
    await makeCall(gateway, chatRequest);
    await makeCall(gateway, chatRequest);
    expect(shown()).toEqual(['new', 'old', 'old', 'new', 'new']);
    expect(turns).toEqual(['p0 previous', 'p0 newest']);
    expect(pair.second.requests).toEqual([]);
  });

  test('is forgotten with the secrets that it was among', async () => {
    let held = both;
    pair.first.behave(taking(['old', 'newer']));
    const { gateway } = rotating(() => held);
    await makeCall(gateway, chatRequest);
    held = ['newer', 'new'];
    await makeCall(gateway, chatRequest);
    expect(shown()).toEqual(['new', 'old', 'newer']);
  });

  test('was not taken by a provider that fails otherwise', async () => {
    pair.first.behave((request, response) => {
      const isOld = request.headers.authorization === 'Bearer old';
      answer('{}', { status: isOld ? 500 : 401 })(request, response);
    });
    const { gateway, turns } = rotating();
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.head?.targetName).toBe('target-1');
    await makeCall(gateway, chatRequest);
    expect(shown()).toEqual(['new', 'old', 'new', 'old']);
    expect(turns).toEqual([]);
  });
});
