import { describe, expect, test } from '@jest/globals';
import { type Figure, stallFigure } from '../../bench/config/figure.ts';
import { parseMetrics } from '../../bench/config/metrics.ts';
import { renderConfig } from '../../bench/config/render-config.ts';
import { sizeOf } from '../../bench/config/size.ts';

function render(...figures: Figure[]): string {
  return renderConfig({ size: sizeOf(false), parts: [{ name: 'fleet', figures }] });
}

describe('the tables of the configuration', () => {
  test('say how large everything was', () => {
    expect(render()).toContain('### 1,000 nodes on one replica, 100 tenants with 1,000 keys');
  });

  test('say of a figure with an aim whether it was met', () => {
    const figure = { about: 'p99', unit: 'ms', aim: 1_000 } as const;
    expect(render({ ...figure, value: 1_000 })).toContain('| p99 | 1,000 ms | 1,000 ms | met |');
    expect(render({ ...figure, value: 1_001 })).toContain('| 1,001 ms | 1,000 ms | **missed** |');
    expect(render({ about: 'share', unit: 'x', value: 1.25, aim: 1.1 })).toContain(
      '| share | 1.25 x | 1.10 x | **missed** |',
    );
    expect(render({ about: 'p50', unit: 'ms', value: 7.25 })).toContain('| p50 | 7.25 ms |  |  |');
  });

  test('say who was busy', () => {
    const cpu = { controlPlane: 0.5, nodes: 0.25, postgres: 0.125, bench: 0 };
    expect(render({ about: 'herd', unit: 's', value: 20, cpu })).toContain(
      '| 50 % | 25 % | 13 % | 0 % |',
    );
  });

  test('say of a stall what it was made of', () => {
    const held = { longestStallMs: 12, longestWorkMs: 11, longestGcMs: 3.5 };
    expect(render(stallFigure('longest stall', held))).toContain(
      '| longest stall (work 11 ms, garbage 3.50 ms) | 12 ms | 10 ms | **missed** |',
    );
  });
});

describe('the metrics of a plane', () => {
  const metrics = parseMetrics(
    '# HELP a_total A.\na_total{outcome="applied"} 3\na_total{outcome="partial",node="n 1"} 2\nb_seconds_sum 0.5\n',
  );

  test('are summed over their series, or those with a label', () => {
    expect(metrics.get('a_total')).toBe(5);
    expect(metrics.get('a_total', 'outcome="partial"')).toBe(2);
    expect(metrics.get('b_seconds_sum')).toBe(0.5);
  });

  test('are zero when a plane has none yet', () => {
    expect(metrics.get('c_total')).toBe(0);
  });
});
