import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createOutboxObserver } from '../../../data-plane/observers/outbox-observer.ts';
import { Secret } from '../../../data-plane/secret.ts';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';

function capture(): { readonly stream: Writable; readonly lines: () => readonly string[] } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream, lines: () => text.split('\n').slice(0, -1) };
}

test('a line says which node wrote it, and shows no secret', () => {
  const { stream, lines } = capture();
  const logger = createLogger({ level: 'info', nodeId: 'node-7' }, stream);
  logger.info({
    authorization: 'hunter2',
    headers: { authorization: 'hunter2', 'x-api-key': 'hunter2' },
    'x-api-key': 'hunter2',
    token: new Secret('hunter2'),
    provider: { credential: 'hunter2' },
  });
  const [line = ''] = lines();
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line)).toMatchObject({
    node: 'node-7',
    headers: { authorization: '[secret]' },
  });
});

test('a disk that fails for each call is counted each time, and logged once in a while', async () => {
  const { stream, lines } = capture();
  const metrics = new NodeMetrics();
  const observer = createOutboxObserver(
    metrics,
    createLogger({ level: 'info', nodeId: 'node-7' }, stream),
  );
  for (let call = 0; call < 100; call += 1) observer.failed(new Error('ENOSPC'));
  expect(lines()).toHaveLength(1);
  expect((await metrics.expose()).text).toContain('outbox_write_failures_total 100');
});
