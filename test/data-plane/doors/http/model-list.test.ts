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

  test('has the shape of Anthropic for callers that name a version of its API', async () => {
    await using open = await openDoor({ listRoutes });
    const headers = { 'anthropic-version': '2023-06-01' };
    const list = await send(open, '/v1/models?limit=1', { method: 'GET', headers });
    const model = (id: string) => ({
      type: 'model',
      id,
      display_name: id,
      created_at: '1970-01-01T00:00:00Z',
    });
    expect(JSON.parse(list.body)).toEqual({
      data: [model('assistant'), model('team/vectors')],
      has_more: false,
      first_id: 'assistant',
      last_id: 'team/vectors',
    });
    expect(list.headers['request-id']).toBe(list.headers['x-gatehouse-request-id']);
    const one = await send(open, '/v1/models/assistant', { method: 'GET', headers });
    expect(JSON.parse(one.body)).toEqual(model('assistant'));
    const unknown = await send(open, '/v1/models/secret', { method: 'GET', headers });
    expect([unknown.status, JSON.parse(unknown.body).type]).toEqual([404, 'error']);
    expect(errorOf(unknown)).toMatchObject({ type: 'not_found_error', code: 'unknown_route' });
  });

  test('of nothing has neither a first nor a last', async () => {
    await using open = await openDoor({ listRoutes: () => [] });
    const headers = { 'anthropic-version': '2023-06-01' };
    const list = await send(open, '/v1/models', { method: 'GET', headers });
    const empty = { data: [], has_more: false, first_id: null, last_id: null };
    expect(JSON.parse(list.body)).toEqual(empty);
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
