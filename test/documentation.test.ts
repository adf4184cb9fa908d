import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { permissionsOf, roles } from '../control-plane/domain/permission.ts';
import { settingNames as controlSettings } from '../control-plane/settings.ts';
import { createMetrics } from '../control-plane/telemetry/metrics.ts';
import { errorTable } from '../data-plane/errors.ts';
import { settingNames as nodeSettings } from '../data-plane/settings.ts';
import { NodeMetrics } from '../data-plane/telemetry/metrics.ts';
import { PrimaryMetrics } from '../data-plane/telemetry/primary-metrics.ts';
import { candidateReasons } from '../policy/compile-routing.ts';
import { fallbackClasses, routingStrategies } from '../policy/resource.ts';
import { dropReasons } from '../policy/strategy/candidate.ts';
import { rampReasons } from '../policy/trial/ramp-place.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');
/** First cells of the tables of a page, without their backticks. */
const firstCells = (text: string) =>
  [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);

test('every setting of both planes is documented, and no other', () => {
  const [planes = ''] = page('configuration.md').split('## `npm start`');
  expect(new Set(firstCells(planes))).toEqual(new Set([...controlSettings, ...nodeSettings]));
});

/** Names of google.rpc.Code by number. */
const grpcStatusNames: Readonly<Record<number, string>> = {
  1: 'CANCELLED',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  12: 'UNIMPLEMENTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};

test('every error of a node is documented with its statuses, and no other', () => {
  const [inference = ''] = page('error-codes.md').split('## GraphQL');
  const documented = [...inference.matchAll(/^\| `(\w+)` \| (\d+) \| (\w+) \| (yes)? ?\|/gm)].map(
    ([, code, http, grpc, retry]) => `${code} ${http} ${grpc} ${retry === 'yes'}`,
  );
  const real = Object.entries(errorTable).map(
    ([code, row]) =>
      `${code} ${row.httpStatus} ${grpcStatusNames[row.grpcStatus]} ${row.retryable}`,
  );
  expect(documented.toSorted()).toEqual(real.toSorted());
});

test('every code of the control plane is documented', () => {
  const [, graphql = ''] = page('error-codes.md').split('## GraphQL');
  const source = readFileSync(join(root, 'control-plane/domain/errors.ts'), 'utf8');
  const codes = [...source.matchAll(/readonly code: '(\w+)'/g)].map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !firstCells(graphql).includes(code))).toEqual([]);
});

test('every reason of a candidate is documented, in the order of its list, and no other', () => {
  const [, reading = ''] = page('routing.md').split('## How a decision reads');
  expect(firstCells(reading)).toEqual([...candidateReasons]);
  const kept = [...reading.matchAll(/^\| `(\w+)` \| (yes|no) \|/gm)].filter(
    ([, , is]) => is === 'no',
  );
  expect(kept.map(([, reason]) => reason)).toEqual([...dropReasons, ...rampReasons]);
});

test('every strategy and every class of fallbacks is documented, and no other', () => {
  const [, strategies = ''] = page('routing.md').split('## Strategies');
  const [table = '', fallbacks = ''] = strategies.split('## Fallbacks');
  const inSchema = (words: readonly string[]) => words.map((word) => word.toUpperCase());
  expect(firstCells(table)).toEqual(inSchema(routingStrategies));
  const [classes = ''] = fallbacks.split('\n## ');
  expect(firstCells(classes)).toEqual(inSchema(fallbackClasses));
});

test('every metric is documented, and no other', async () => {
  const texts = [
    await createMetrics().registry.metrics(),
    (await new NodeMetrics().expose()).text,
    (await new PrimaryMetrics(1).expose([])).text,
  ];
  const real = texts.flatMap((text) =>
    [...text.matchAll(/^# TYPE (gatehouse\S+)/gm)].map(([, name = '']) => name),
  );
  expect(firstCells(page('metrics.md')).toSorted()).toEqual(real.toSorted());
});

test('the table of permissions is the one that is enforced', () => {
  const rows = [...page('permissions.md').matchAll(/^\| ([a-z-]+:[a-z-]+) \|(.*)\|$/gm)];
  const documented = rows.flatMap(([, permission, cells = '']) =>
    cells
      .split('|')
      .flatMap((cell, index) => (cell.trim() === 'yes' ? [`${roles[index]} ${permission}`] : [])),
  );
  const real = roles.flatMap((role) => permissionsOf[role].map((name) => `${role} ${name}`));
  expect(documented.toSorted()).toEqual(real.toSorted());
});

test('every promise names tests that there are', () => {
  const paths = [...page('promises.md').matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
