import { expect, test } from '@jest/globals';
import { createTargetObserver } from '../../../data-plane/observers/target-observer.ts';
import { createLogger } from '../../../data-plane/telemetry/logger.ts';
import { NodeMetrics } from '../../../data-plane/telemetry/metrics.ts';

const linesOf = async (metrics: NodeMetrics, name: string) => {
  const { text } = await metrics.expose();
  return text.split('\n').filter((line) => line.startsWith(name));
};

test('each target shows the one state that it is in, read at each exposition', async () => {
  const metrics = new NodeMetrics();
  let reason: string | undefined = 'cooling';
  metrics.watchTargets(() => [
    { name: 'a', state: 'closed', reason },
    { name: 'b', state: 'open', reason: undefined },
  ]);
  const name = 'gatehouse_node_target_state{';
  expect(await linesOf(metrics, name)).toEqual([
    'gatehouse_node_target_state{target="a",state="cooling"} 1',
    'gatehouse_node_target_state{target="b",state="open"} 1',
  ]);
  reason = undefined;
  expect((await linesOf(metrics, name))[0]).toContain('state="closed"');
});

test('at most a thousand targets have a series', async () => {
  const metrics = new NodeMetrics();
  const many = Array.from({ length: 1_200 }, (_, place) => ({
    name: `target-${place}`,
    state: 'closed',
    reason: undefined,
  }));
  metrics.watchTargets(() => many);
  expect(await linesOf(metrics, 'gatehouse_node_target_state{')).toHaveLength(1_000);
});

test('what happens to targets and retries is counted', async () => {
  const metrics = new NodeMetrics();
  const observer = createTargetObserver(
    metrics,
    createLogger({ level: 'silent', nodeId: 'node-1' }),
  );
  observer.out('a', 'open');
  observer.closed('a');
  observer.forced('open');
  observer.retried('reset');
  observer.refused();
  for (const line of [
    'gatehouse_node_target_ejections_total{reason="open"} 1',
    'gatehouse_node_targets_forced_total{reason="open"} 1',
    'gatehouse_node_retries_total{reason="reset"} 1',
    'gatehouse_node_retries_refused_total 1',
  ])
    expect(await linesOf(metrics, line)).toHaveLength(1);
});
