import { expect, test } from '@jest/globals';
import { mergeExpositions } from '../../../data-plane/telemetry/merge-expositions.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';

test('each family stands once, with the series of all, each with its worker', async () => {
  const workers = [new NodeMetrics(1), new NodeMetrics(2)];
  for (const [index, metrics] of workers.entries()) {
    metrics.config.revision.set(7 + index);
    metrics.requests.inc({ door: 'http', outcome: 'a "quoted"\n\nword', error: '' });
  }
  const texts = await Promise.all(workers.map(async (one) => (await one.expose()).text));
  const lines = mergeExpositions(texts).split('\n');
  const at = lines.indexOf('# TYPE gatehouse_node_config_revision gauge');
  expect(lines.slice(at + 1, at + 3)).toEqual([
    'gatehouse_node_config_revision{worker="1"} 7',
    'gatehouse_node_config_revision{worker="2"} 8',
  ]);
  const types = lines.filter((line) => line.startsWith('# TYPE'));
  expect(new Set(types).size).toBe(types.length);
  const given = texts.flatMap((text) => text.split('\n').filter((line) => /^[a-z]/.test(line)));
  expect(lines.filter((line) => /^[a-z]/.test(line)).toSorted()).toEqual(given.toSorted());
});

test('a node without workers has no label more', async () => {
  expect((await new NodeMetrics().expose()).text).not.toContain('worker=');
});
