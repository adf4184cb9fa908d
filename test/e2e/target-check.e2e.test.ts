import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { answer, chatBody, embeddingsBody, reset } from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

/** Goal: an operator learns from a real call of a node what is wrong with a target, in words, and no secret with it. */
describe('checkTarget', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    house.first.behave(answer(chatBody));
  });

  const check = (id: string, more: object = {}) =>
    house.admin.mutate(
      'checkTarget',
      { id, ...more },
      '... on TargetChecked { target { name } succeeded verdict status totalMs message nodeId }',
    );

  test('calls the provider from a node, and says who called', async () => {
    const before = house.first.requests.length;
    expect(await check(house.ids.firstChat)).toMatchObject({
      __typename: 'TargetChecked',
      succeeded: true,
      verdict: 'succeeded',
      status: 200,
      message: '',
      nodeId: 'node-1',
    });
    const sent = JSON.parse(house.first.requests[before]?.body ?? '');
    expect(sent).toMatchObject({ model: 'real-first-chat', max_completion_tokens: 16 });
    expect(house.first.requests).toHaveLength(before + 1);
  });

  test('asks for a vector where the model makes vectors', async () => {
    house.first.behave(answer(embeddingsBody));
    expect(await check(house.ids.firstEmbedding)).toMatchObject({ succeeded: true });
    expect(house.first.requests.at(-1)?.path).toBe('/v1/embeddings');
  });

  test.each([
    ['credential', answer('{"error":{"message":"bad key sk-abcdef1234567890"}}', { status: 401 })],
    ['rate_limited', answer('{"error":{"message":"slow"}}', { status: 429 })],
    ['server_error', answer('{"error":{"message":"boom"}}', { status: 500 })],
    ['rejected', answer('{"error":{"message":"max_tokens is too small"}}', { status: 400 })],
    ['protocol', answer('<html>', { type: 'text/html' })],
    ['reset', reset()],
  ])('says %s in words that help, and no secret', async (verdict, behaviour) => {
    house.first.behave(behaviour);
    const checked = await check(house.ids.firstChat);
    expect(checked).toMatchObject({ succeeded: false, verdict });
    expect(checked['message']).toMatch(/^The provider .{10}|^What answers /);
    expect(JSON.stringify(checked)).not.toContain('sk-abcdef');
  });

  test('says so when the named node is not there', async () => {
    expect(await check(house.ids.firstChat, { nodeId: 'nowhere' })).toMatchObject({
      succeeded: false,
      verdict: 'no_node',
      nodeId: null,
    });
  });

  test('is kept in the audit with who asked', async () => {
    await check(house.ids.firstChat);
    const { auditEvents } = await house.admin.query(
      '{ auditEvents(first: 1) { edges { node { actor action changes } } } }',
    );
    expect(auditEvents.edges[0].node).toMatchObject({
      actor: 'ada',
      action: 'target.check',
      changes: expect.stringContaining('succeeded'),
    });
  });

  test('is for the platform, and for targets that there are', async () => {
    expect(await check(house.ids.chatModel)).toMatchObject({ __typename: 'NotFound' });
    const reader = house.reviewer;
    const denied = await reader.mutate('checkTarget', { id: house.ids.firstChat }, '');
    expect(denied).toMatchObject({ __typename: 'PermissionDenied', permission: 'target:write' });
  });
});
