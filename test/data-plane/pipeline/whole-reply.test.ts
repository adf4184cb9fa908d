import { describe, expect, test } from '@jest/globals';
import type { EmbeddingRequest } from '../../../data-plane/inference.ts';
import { answer, chatBody, embeddingsBody } from '../../support/faulty-provider.ts';
import { makeCall } from './call-fixture.ts';
import { useProviderPair } from './provider-fixture.ts';
import { RecordingSink } from './recording-sink.ts';
import {
  chatRequest,
  model,
  providersAt,
  routeOver,
  snapshotOf,
  targetOf,
} from './snapshot-fixture.ts';

const pair = useProviderPair();

describe('a whole reply', () => {
  test('passes byte for byte when the dialects are equal, with usage, cost and the way it took', async () => {
    const gateway = pair.gatewayOver(pair.twoTargets());
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
    const [request] = pair.first.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers['authorization']).toBe('Bearer provider-secret');
    expect(request?.headers['accept-encoding']).toBe('identity');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'gpt-at-provider' });
  });

  test('is decoded for a door that speaks another dialect', async () => {
    const sink = await makeCall(pair.gatewayOver(pair.twoTargets()), chatRequest, {
      sink: new RecordingSink('none'),
    });
    expect(sink.reply).toMatchObject({
      kind: 'chat',
      chat: { message: { content: 'Hello there' } },
    });
    expect(sink.tail?.decision).toBe('authenticated,granted,clean,drawn,translated');
  });

  test('of embeddings is decoded and costs its input', async () => {
    pair.first.behave(answer(embeddingsBody));
    const gateway = pair.gatewayOver(pair.twoTargets({ operation: 'embedding' }));
    const request: EmbeddingRequest = {
      operation: 'embedding',
      dialect: 'openai-embeddings',
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
    pair.first.behave(answer(JSON.stringify(uncounted)));
    const gateway = pair.gatewayOver(pair.twoTargets());
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
    await makeCall(pair.gatewayOver(pair.twoTargets()), { ...chatRequest, outputTokensMax: 5_000 });
    expect(JSON.parse(pair.first.requests[0]?.body ?? '')).toMatchObject({
      max_completion_tokens: model.outputTokensMax,
    });
  });

  test('tells the price and the tier that it was charged at', async () => {
    const [price] = targetOf(0).prices;
    if (price === undefined) throw new Error('the fixture has no price');
    const tiers = [3, 6, 90].map((inputTokensAbove, position) => ({
      ...price,
      inputTokensAbove,
      input: BigInt(position + 2) * 1_000_000n,
    }));
    const prices = [price, { ...price, effectiveFromMs: 5, tiers }];
    const targets = [{ ...targetOf(0), prices }];
    const providers = providersAt([pair.first.baseUrl]);
    const gateway = pair.gatewayOver(
      snapshotOf({ providers, targets, routes: [routeOver(targets)] }),
    );
    await makeCall(gateway, chatRequest);
    expect(gateway.records[0]?.usageEvents[0]).toMatchObject({
      priceEffectiveFromUnixMs: '5',
      priceTier: 6,
      costNanoUsd: String(7 * 3 + 5 * 2),
    });
  });

  test('of a target without a price costs nothing and is marked', async () => {
    const targets = [{ ...targetOf(0), prices: [] }];
    const gateway = pair.gatewayOver(
      snapshotOf({
        providers: providersAt([pair.first.baseUrl]),
        targets,
        routes: [routeOver(targets)],
      }),
    );
    const sink = await makeCall(gateway, chatRequest);
    expect(sink.tail?.costNanoUsd).toBe(0n);
    expect(gateway.records[0]?.usageEvents[0]).toMatchObject({ unpriced: true, costNanoUsd: '0' });
  });
});
