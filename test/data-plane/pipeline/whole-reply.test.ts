import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snapshot } from '../../../data-plane/config/snapshot.ts';
import type { EmbeddingRequest } from '../../../data-plane/inference.ts';
import type { AttemptLimits } from '../../../data-plane/upstream/attempt-limits.ts';
import {
  answer,
  chatBody,
  embeddingsBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { createGateway, type Gateway, makeCall } from './call-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import {
  chatRequest,
  model,
  providersAt,
  routeOver,
  snapshotOf,
  targetOf,
} from './snapshot-fixture.ts';

let first: FaultyProvider;
let second: FaultyProvider;
let gateways: Gateway[] = [];

beforeEach(async () => {
  first = await startFaultyProvider(answer(chatBody));
  second = await startFaultyProvider(answer(chatBody));
});

afterEach(async () => {
  await Promise.all(gateways.map(({ pools }) => pools.close(100)));
  gateways = [];
  await Promise.all([first.close(), second.close()]);
});

function gatewayOver(snapshot: Snapshot, limits: Partial<AttemptLimits> = {}): Gateway {
  const gateway = createGateway(snapshot, limits);
  gateways.push(gateway);
  return gateway;
}

function twoTargets(changes: Parameters<typeof routeOver>[1] = {}): Snapshot {
  const targets = [targetOf(0), targetOf(1)];
  return snapshotOf({
    providers: providersAt([first.baseUrl, second.baseUrl]),
    targets,
    routes: [routeOver(targets, changes)],
  });
}

describe('a whole reply', () => {
  test('passes byte for byte when the dialects are equal, with usage, cost and the way it took', async () => {
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.calls).toEqual(['answer']);
    expect(sink.reply).toEqual({
      kind: 'raw',
      bytes: Buffer.from(chatBody),
      contentType: 'application/json',
    });
    expect(sink.head).toEqual({ routeName: 'fast', targetName: 'target-0', attemptCount: 1 });
    expect(sink.tail).toEqual({
      usage: expect.objectContaining({ inputTokens: 7, outputTokens: 5, estimated: false }),
      costNanoUsd: 17n,
      decision: 'authenticated,granted,clean,drawn,verbatim',
    });
    const [request] = first.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers['authorization']).toBe('Bearer provider-secret');
    expect(request?.headers['accept-encoding']).toBe('identity');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'gpt-at-provider' });
  });

  test('is decoded for a door that speaks another dialect', async () => {
    const sink = await makeCall(gatewayOver(twoTargets()), chatRequest, {
      sink: new RecordingSink('none'),
    });
    expect(sink.reply).toMatchObject({
      kind: 'chat',
      chat: { message: { content: 'Hello there' } },
    });
    expect(sink.tail?.decision).toBe('authenticated,granted,clean,drawn,translated');
  });

  test('of embeddings is decoded and costs its input', async () => {
    first.behave(answer(embeddingsBody));
    const gateway = gatewayOver(twoTargets({ operation: 'embedding' }));
    const request: EmbeddingRequest = {
      operation: 'embedding',
      model: 'fast',
      inputs: ['one', 'two'],
      bare: false,
      dimensions: undefined,
      extra: {},
    };
    const sink = await makeCall(gateway, request, { sink: new RecordingSink('none') });
    expect(sink.reply).toMatchObject({
      kind: 'embedding',
      embedding: {
        vectors: [
          [0.5, 0.25],
          [1, 2],
        ],
      },
    });
    expect(sink.tail?.costNanoUsd).toBe(4n);
  });

  test('without usage is counted by the gateway and marked', async () => {
    const { usage: _, ...uncounted } = JSON.parse(chatBody) as { usage: unknown };
    first.behave(answer(JSON.stringify(uncounted)));
    const gateway = gatewayOver(twoTargets());
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.tail?.usage).toMatchObject({ inputTokens: 13, outputTokens: 3, estimated: true });
    expect(gateway.records[0]?.usageEvents[0]).toMatchObject({
      inputTokens: '13',
      outputTokens: '3',
      estimated: true,
      costNanoUsd: '19',
    });
  });

  test('asks no more output of a model than it can give', async () => {
    await makeCall(gatewayOver(twoTargets()), { ...chatRequest, outputTokensMax: 5_000 });
    expect(JSON.parse(first.requests[0]?.body ?? '')).toMatchObject({
      max_completion_tokens: model.outputTokensMax,
    });
  });

  test('of a target without a price costs nothing and is marked', async () => {
    const targets = [{ ...targetOf(0), prices: [] }];
    const gateway = gatewayOver(
      snapshotOf({
        providers: providersAt([first.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.tail?.costNanoUsd).toBe(0n);
    expect(gateway.records[0]?.usageEvents[0]).toMatchObject({ unpriced: true, costNanoUsd: '0' });
  });
});
