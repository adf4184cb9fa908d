import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { errorOf, openDoor, send } from './open-door.ts';

describe('the list of models', () => {
  const listRoutes = (credential: string | undefined) => {
    if (credential !== 'gth_sk_test') throw new GatewayError('unknown_key', 'Use a valid key.');
    return [
      { name: 'assistant', operation: 'chat' },
      { name: 'team/vectors', operation: 'embedding' },
    ] as const;
  };

  test('holds the routes in their order', async () => {
    await using open = await openDoor({ listRoutes });
    const reply = await send(open, '/v1/models?limit=5', { method: 'GET' });
    expect(JSON.parse(reply.body)).toEqual({
      object: 'list',
      data: ['assistant', 'team/vectors'].map((id) => ({
        id,
        object: 'model',
        created: 0,
        owned_by: 'gatehouse',
      })),
    });
    expect(reply.headers['x-gatehouse-revision']).toBe('7');
  });

  test.each(['team/vectors', 'team%2Fvectors'])('gives one by %s', async (name) => {
    await using open = await openDoor({ listRoutes });
    const reply = await send(open, `/v1/models/${name}`, { method: 'GET' });
    expect(JSON.parse(reply.body).id).toBe('team/vectors');
  });

  test('refuses a name that the key may not use, and a key that is none', async () => {
    await using open = await openDoor({ listRoutes });
    const unknown = await send(open, '/v1/models/secret', { method: 'GET' });
    expect([unknown.status, errorOf(unknown).code]).toEqual([404, 'unknown_route']);
    const headers = { authorization: 'Bearer other' };
    const refused = await send(open, '/v1/models', { method: 'GET', headers });
    expect([refused.status, errorOf(refused).code]).toEqual([401, 'unknown_key']);
  });

  test('a fault behind it is internal, and tells nothing', async () => {
    await using open = await openDoor({
      listRoutes: () => {
        throw new Error('secret detail');
      },
    });
    const reply = await send(open, '/v1/models', { method: 'GET' });
    expect([reply.status, errorOf(reply).code]).toEqual([500, 'internal']);
    expect(reply.body).not.toContain('secret');
  });
});
