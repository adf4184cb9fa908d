import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { NodeSecrets } from '../../../control-plane/config-stream/node-secrets.ts';
import { Envelope } from '../../../control-plane/secrets/envelope.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { metricValue } from '../../support/feed.ts';

test('what cannot be opened is sent empty beside the rest, counted, and named without its value', async () => {
  const envelope = new Envelope(randomBytes(32));
  const stranger = new Envelope(randomBytes(32));
  const stored = (id: string, by: Envelope) => {
    const name = `provider_credential/${id}`;
    return { name, generation: 3n, sealed: by.seal(Buffer.from(`secret of ${id}`), name) };
  };
  let held = [stored('a', envelope), stored('b', stranger), stored('c', envelope)];
  const lines: string[] = [];
  const log = new PassThrough().on('data', (line) => lines.push(String(line)));
  const metrics = createMetrics();
  const secrets = new NodeSecrets({
    stored: () => held,
    open: ({ name, sealed }) => envelope.open(sealed, name),
    logger: pino(log),
    metrics,
  });
  expect(secrets.open(() => true).map(({ plaintext }) => plaintext?.toString())).toEqual([
    'secret of a',
    undefined,
    'secret of c',
  ]);
  secrets.inspect();
  expect(await metricValue(metrics, 'unopenedSecrets')).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('provider_credential/b');
  expect(lines[0]).not.toContain('secret of');
  held = [stored('a', envelope)];
  secrets.inspect();
  expect(await metricValue(metrics, 'unopenedSecrets')).toBe(0);
  expect(lines).toHaveLength(1);
});
