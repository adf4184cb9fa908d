/**
 * Goal: a caller that stops sending gets one clear error, and costs the node nothing.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { describe, expect, test } from '@jest/globals';
import { chatHead, dial, openDoor } from './open-door.ts';

describe('slow callers are cut off with 408', () => {
  test('a body that stops coming', async () => {
    await using open = await openDoor({ limits: { bodyTimeoutMs: 50 } });
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}content-length: 100\r\n\r\n{"model"`);
    expect(await closed).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
    expect(open.door.callCount).toBe(0);
  });

  test('headers that stop coming', async () => {
    await using open = await openDoor({ limits: { headerTimeoutMs: 50 } });
    const { socket, closed } = await dial(open);
    socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost:');
    expect(await closed).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
  });
});
