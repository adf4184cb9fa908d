import { describe, expect, test } from '@jest/globals';
import { chat } from './chat-calls.ts';
import { answerOk, chatBody, openDoor, send } from './open-door.ts';

describe('an arrival', () => {
  test('says what the request said', async () => {
    await using open = await openDoor({ now: () => 1_700_000_000_000 });
    const reply = await send(open, chat, {
      headers: {
        'x-gatehouse-workload': 'code',
        'x-gatehouse-metadata': '{"ticket":"T-1"}',
        'x-gatehouse-timeout-ms': '2500',
      },
    });
    const [arrival] = open.arrivals;
    expect(arrival).toMatchObject({
      door: 'http',
      requestId: reply.headers['x-gatehouse-request-id'],
      receivedAtMs: 1_700_000_000_000,
      deadlineAtMs: 1_700_000_002_500,
      credential: 'gth_sk_test',
      requestedWorkload: 'code',
      claimed: { ticket: 'T-1' },
    });
    expect(arrival?.sink.dialect).toBe('openai-chat');
  });

  test('takes the key from x-api-key too', async () => {
    await using open = await openDoor();
    await send(open, chat, { headers: { authorization: '', 'x-api-key': 'gth_sk_other' } });
    expect(open.arrivals[0]?.credential).toBe('gth_sk_other');
  });

  test('of an unknown field keeps it', async () => {
    const seen: unknown[] = [];
    await using open = await openDoor({
      handle: (arrival) => {
        seen.push(arrival.parse().extra);
        answerOk(arrival);
      },
    });
    const body = JSON.stringify({ ...JSON.parse(chatBody), future: [1] });
    expect((await send(open, chat, { body })).status).toBe(200);
    expect(seen).toEqual([{ future: [1] }]);
  });
});
