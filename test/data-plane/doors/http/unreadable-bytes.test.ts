/**
 * Goal: bytes that are no HTTP get one clear error in the shape of the OpenAI dialect, and their connection is closed.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { chatHead, dial, openDoor } from './open-door.ts';

describe('what the parser cannot read is answered in the same shape, and the connection closed', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'invalid_request'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01', 400, 'invalid_request'],
    [
      'two lengths',
      `${chatHead}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
      400,
      'invalid_request',
    ],
    [
      'length and chunks',
      `${chatHead}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n`,
      400,
      'invalid_request',
    ],
    [
      'a broken chunk',
      `${chatHead}transfer-encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'invalid_request',
    ],
    [
      'a header of 20 KB',
      `${chatHead}x-long: ${'v'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s', async (_, bytes, status, code) => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(bytes, 'latin1');
    const reply = await closed;
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*connection: close`, 'i'));
    expect(JSON.parse(reply.slice(reply.indexOf('\r\n\r\n'))).error.code).toBe(code);
    await eventually(() => expect(open.door.callCount).toBe(0));
  });
});
