/**
 * Goal: calls and bodies in the node are bounded, and what a call held is given back.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../../data-plane/errors.ts';
import { eventually } from '../../../support/eventually.ts';
import { chat } from './chat-calls.ts';
import { begin, chatBody, chatHead, dial, errorOf, openDoor, read, send } from './open-door.ts';

describe('the gate', () => {
  test('more calls than the bound are refused, and may come again', async () => {
    const waiting: (() => void)[] = [];
    await using open = await openDoor({
      limits: { callsMax: 1 },
      handle: ({ sink }) => {
        waiting.push(() => sink.fail(new GatewayError('no_target', 'None.')));
      },
    });
    const first = begin(open, chat);
    await eventually(() => expect(waiting).toHaveLength(1));
    const refused = await send(open, chat);
    expect(refused.status).toBe(503);
    expect(errorOf(refused).code).toBe('overloaded');
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers['x-should-retry']).toBeUndefined();
    waiting[0]?.();
    await read(await first);
    await eventually(() => expect(open.door.callCount).toBe(0));
  });

  test('bodies of all calls together are bounded, and given back', async () => {
    await using open = await openDoor({ limits: { bodyBytesTotalMax: 100 } });
    expect((await send(open, chat)).status).toBe(200);
    expect((await send(open, chat)).status).toBe(200);
    const large = JSON.stringify({ ...JSON.parse(chatBody), user: 'u'.repeat(100) });
    expect((await send(open, chat, { body: large })).status).toBe(503);
    expect((await send(open, chat)).status).toBe(200);
  });

  test('when much is held, bodies of strangers are not read on, and known callers are served', async () => {
    await using open = await openDoor({
      limits: { bodyBytesUncheckedMax: 50 },
      checkCaller: (credential) => {
        if (credential === 'known') return;
        throw new GatewayError('unknown_key', 'No key is known by this value.');
      },
    });
    const refused = await send(open, chat);
    expect([refused.status, errorOf(refused).code]).toEqual([401, 'unknown_key']);
    const headers = { authorization: 'Bearer known' };
    expect((await send(open, chat, { headers })).status).toBe(200);
    expect(open.arrivals).toHaveLength(1);
  });

  test('requests sent ahead are released when the connection goes', async () => {
    await using open = await openDoor({ handle: () => {} });
    const { socket } = await dial(open);
    const one = `${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`;
    socket.write(one.repeat(3));
    await eventually(() => expect(open.arrivals).toHaveLength(3));
    socket.destroy();
    await eventually(() => expect(open.door.callCount).toBe(0));
    expect(open.arrivals.every(({ callerLeft }) => callerLeft.aborted)).toBe(true);
  });
});
