import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { openAiChat } from '../../../../data-plane/dialects/openai/chat-dialect.ts';
import { httpDoorLimits } from '../../../../data-plane/doors/http/door-limits.ts';
import type { HttpCall } from '../../../../data-plane/doors/http/http-call.ts';
import { type BodyOutcome, readBody } from '../../../../data-plane/doors/http/request-body.ts';
import { eventually } from '../../../support/eventually.ts';

test('a caller who leaves ends the reading at once, and only once', async () => {
  const outcomes: BodyOutcome[] = [];
  const load = { bytes: 0 };
  const server = createServer((request, response) => {
    const call: HttpCall = {
      request,
      response,
      identity: { requestId: 'r', revision: '1' },
      expectsContinue: false,
      isDraining: () => false,
      endpoint: undefined,
      ownHeaders: [],
      dialect: openAiChat,
      bodyBytes: 0,
      onLeave: undefined,
    };
    const bounds = { limits: httpDoorLimits, load, checkCaller: () => {} };
    readBody(call, bounds, (outcome) => outcomes.push(outcome));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf!');
  await eventually(() => expect(load.bytes).toBe(5));
  expect(outcomes).toEqual([]);
  socket.destroy();
  await eventually(() => expect(outcomes).toHaveLength(1));
  expect(outcomes[0]).toMatchObject({ error: { code: 'caller_left' } });
  await once(server.close(), 'close');
  expect(outcomes).toHaveLength(1);
});
