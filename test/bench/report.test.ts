import { describe, expect, test } from '@jest/globals';
import { type JobResult, percentilesOf } from '../../bench/load/job.ts';
import { readOptions } from '../../bench/options.ts';
import { replaceBetween } from '../../bench/report/page.ts';
import { summarise } from '../../bench/report/summary.ts';
import { renderTables } from '../../bench/report/tables.ts';
import type { Row } from '../../bench/run-scenarios.ts';

function resultOf(cpuMicrosPerRequest: number, p50 = 1): JobResult {
  const percentiles = { p50, p99: p50 * 2, p999: p50 * 3, max: p50 * 4 };
  return {
    requestCount: 1_000,
    failureCount: 0,
    perSecond: 500,
    cpuMicrosPerRequest,
    cpuShare: 0.5,
    residentBytes: 100 * 1_048_576,
    firstByte: percentiles,
    total: percentiles,
  };
}

const rowOf = (scenario: Row['scenario'], way: Row['way'], ...runs: JobResult[]): Row => ({
  scenario,
  way,
  runs,
});

describe('percentiles', () => {
  test('are by nearest rank, whatever the order of the samples', () => {
    const samples = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
    expect(percentilesOf(samples)).toEqual({ p50: 500, p99: 990, p999: 999, max: 1_000 });
    expect(percentilesOf([7])).toEqual({ p50: 7, p99: 7, p999: 7, max: 7 });
  });

  test('of nothing are zero', () => {
    expect(percentilesOf([])).toEqual({ p50: 0, p99: 0, p999: 0, max: 0 });
  });
});

describe('the tables', () => {
  test('show the median of the runs', () => {
    const row = rowOf('http-unary', 'gateway', resultOf(90), resultOf(30), resultOf(60));
    expect(summarise(row).cpuMicros).toBe(60);
  });

  test('say whether the budget was met beside the bare proxy of the same run', () => {
    const bare = rowOf('http-unary', 'bare proxy', resultOf(20));
    const met = renderTables([bare, rowOf('http-unary', 'gateway', resultOf(33))], []);
    expect(met).toContain('| gateway | 33.0 | 1.65 x | 1.65 x: met |');
    const missed = renderTables([bare, rowOf('http-unary', 'gateway', resultOf(34))], []);
    expect(missed).toContain('| gateway | 34.0 | 1.70 x | 1.65 x: **missed** |');
  });

  test('say what a stream holds', () => {
    const held = { protocol: 'http', streamCount: 8_000, residentBytes: 300 * 1_048_576 } as const;
    const text = renderTables(
      [],
      [
        { ...held, way: 'bare proxy', bytesPerStream: 20 * 1_024 },
        { ...held, way: 'gateway', bytesPerStream: 31 * 1_024 },
      ],
    );
    expect(text).toContain('| http, bare proxy | 8000 | 20.0 |  | 300 |');
    expect(text).toContain('| http, gateway | 8000 | 31.0 | 30: **missed** | 300 |');
  });

  test('say what is added to the latency of the bare proxy', () => {
    const rows = [
      rowOf('grpc-latency', 'bare proxy', resultOf(1, 1)),
      rowOf('grpc-latency', 'gateway', resultOf(1, 1.1)),
    ];
    rows.push(rowOf('grpc-latency', 'gateway, plain route', resultOf(1, 1.05)));
    const text = renderTables(rows, []);
    expect(text).toContain('| 0.100 of 0.15 | 0.200 of 1 | met |');
    expect(text).toContain('| 0.050 | 0.100 |  |');
  });

  test('say of a peer without figures why it has none', () => {
    const failure = '7 requests failed, 0 did not';
    const text = renderTables(
      [
        rowOf('http-unary', 'bare proxy', resultOf(20)),
        { ...rowOf('http-unary', 'Portkey'), failure },
      ],
      [],
    );
    expect(text.endsWith(`|\n| Portkey | ${failure} |`)).toBe(true);
  });
});

describe('the page', () => {
  const page =
    'a <!-- tables: begin -->old<!-- tables: end --> b <!-- config tables: begin -->x<!-- config tables: end --> c';

  test('gets the tables of one bench between its own marks, and keeps the rest', () => {
    expect(replaceBetween(page, 'tables', 'new')).toBe(page.replace('old', '\n\nnew\n\n'));
    expect(replaceBetween(page, 'config tables', 'y')).toBe(page.replace('x', '\n\ny\n\n'));
  });

  test('without marks is left alone', () => {
    expect(() => replaceBetween('a', 'tables', 'new')).toThrow('tables');
  });
});

describe('the arguments', () => {
  test('are few, and unknown ones are refused', () => {
    expect(readOptions(['--quick', '--only', 'http-unary'])).toEqual({
      bench: 'gateway',
      quick: true,
      profile: false,
      write: false,
      gateway: true,
      only: ['http-unary'],
    });
    expect(readOptions(['config']).bench).toBe('config');
    expect(() => readOptions(['--fast'])).toThrow('--fast');
    expect(() => readOptions(['confg'])).toThrow('confg');
    expect(() => readOptions(['config', 'gateway'])).toThrow('config gateway');
  });
});
