import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { chat, event } from './chat-calls.ts';
import {
  answerOk,
  begin,
  chatBody,
  chatHead,
  dial,
  head,
  openDoor,
  read,
  tail,
} from './open-door.ts';

describe('draining', () => {
  test('ends calls in progress, closes their connections, and takes no new ones', async () => {
    let finish = () => {};
    const open = await openDoor({
      handle: (arrival) => {
        finish = () => answerOk(arrival);
      },
    });
    const idle = await dial(open);
    const pending = begin(open, chat, { headers: { connection: 'keep-alive' } });
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const drained = open.door.drain(10_000);
    await idle.closed;
    await expect(dial(open)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    const incoming = await pending;
    expect(incoming.headers.connection).toBe('close');
    expect(await read(incoming)).toBe('{"ok":true}');
    await drained;
  });

  test('lets a stream that had begun end, then closes its connection', async () => {
    let finish = () => {};
    const open = await openDoor({
      handle: ({ sink }) => {
        sink.begin(head);
        sink.writeRaw(event('a'));
        finish = () => sink.end(tail);
      },
    });
    const { socket, received, closed } = await dial(open);
    socket.write(`${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`);
    await eventually(() => expect(received()).toContain('"a"'));
    const drained = open.door.drain(10_000);
    finish();
    expect(await closed).toContain('[DONE]');
    await drained;
  });

  test('cuts what does not end in time, and tells the call', async () => {
    const open = await openDoor({ handle: () => {} });
    const pending = begin(open, chat);
    await eventually(() => expect(open.arrivals).toHaveLength(1));
    const cut = expect(pending).rejects.toMatchObject({ code: 'ECONNRESET' });
    await open.door.drain(20);
    await cut;
    expect(open.arrivals[0]?.callerLeft.aborted).toBe(true);
  });
});

test('a taken port is an error that names it', async () => {
  await using open = await openDoor();
  await using other = await openDoor();
  await expect(other.door.listen(open.port, '127.0.0.1')).rejects.toMatchObject({
    code: expect.stringMatching(/EADDRINUSE|ERR_SERVER_ALREADY_LISTEN/),
  });
});

test('a connection beyond the bound is closed at once, and makes room when one before it ends', async () => {
  await using open = await openDoor({ limits: { connectionsMax: 2 } });
  const first = await dial(open);
  await dial(open);
  const beyond = await dial(open);
  expect(await beyond.closed).toBe('');
  first.socket.destroy();
  await eventually(async () => {
    const { socket, received } = await dial(open);
    socket.write(`${chatHead}content-length: ${chatBody.length}\r\n\r\n${chatBody}`);
    await eventually(() => expect(received()).toContain('200 OK'), 200);
  });
});
