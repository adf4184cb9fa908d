/**
 * Goal: what can be refused before its body is whole is refused then, and costs the node nothing.
 * Method: real sockets on loopback, a handler that only parses.
 */
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { chatBody, chatHead, dial, openDoor } from './open-door.ts';

describe('what is refused early is not read', () => {
  test('a body that announces too much is refused before any of it comes', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}content-length: 5000000\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a body of unknown length is refused where it passes the bound', async () => {
    await using open = await openDoor({ limits: { bodyBytesMax: 1000 } });
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}transfer-encoding: chunked\r\n\r\n`);
    socket.write(`3e9\r\n${'x'.repeat(1001)}\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
    expect(open.arrivals).toHaveLength(0);
  });

  test('a caller without a key is told before its body comes', async () => {
    await using open = await openDoor();
    const { socket, received } = await dial(open);
    socket.write('POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 100\r\n\r\n');
    await eventually(() => expect(received()).toMatch(/^HTTP\/1\.1 401 /));
    socket.destroy();
  });

  test('a caller who waits for 100 Continue gets the refusal in its place', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}expect: 100-continue\r\ncontent-length: 5000000\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('a caller who waits for 100 Continue gets it when its request is fine so far', async () => {
    await using open = await openDoor();
    const { socket, received } = await dial(open);
    socket.write(`${chatHead}expect: 100-continue\r\ncontent-length: ${chatBody.length}\r\n\r\n`);
    await eventually(() => expect(received()).toMatch(/^HTTP\/1\.1 100 /));
    socket.write(chatBody);
    await eventually(() => expect(received()).toContain('{"ok":true}'));
    socket.destroy();
  });

  test('another expectation is refused', async () => {
    await using open = await openDoor();
    const { socket, closed } = await dial(open);
    socket.write(`${chatHead}expect: a-miracle\r\ncontent-length: 2\r\n\r\n{}`);
    expect(await closed).toMatch(/^HTTP\/1\.1 417 [\s\S]*"code":"invalid_request"/);
  });
});
