import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Folder -> what its files may import: places of this tree, and packages. The longest folder that holds a file rules
 * it. `node:` modules are free but for those in {@link doors}.
 */
const may: Readonly<Record<string, readonly string[]>> = {
  policy: ['policy', '@marcbachmann/cel-js', 're2js'],
  proto: ['proto', '@grpc/grpc-js', '@grpc/proto-loader'],
  schema: ['schema', '@graphql-codegen', 'graphql'],
  migrations: ['migrations', 'typeorm'],

  'control-plane/domain': ['control-plane/domain', 'policy'],
  'control-plane/secrets': ['control-plane/secrets', 'control-plane/storage'],
  'control-plane/storage': [
    'control-plane/storage',
    'control-plane/domain',
    'migrations',
    'proto/resource.ts',
    'typeorm',
    'pg',
  ],
  'control-plane/services': [
    'control-plane/services',
    'control-plane/domain',
    'control-plane/storage',
    'control-plane/secrets',
    'control-plane/price-list',
    'control-plane/documents',
    'policy',
    'typeorm',
  ],
  'control-plane/price-list': [
    'control-plane/price-list',
    'control-plane/domain',
    '@pydantic/genai-prices',
  ],
  'control-plane/documents': [
    'control-plane/documents',
    'control-plane/domain',
    'policy/resource.ts',
    'yaml',
    'zod',
  ],
  'control-plane/auth': [
    'control-plane/auth',
    'control-plane/domain',
    'control-plane/secrets',
    'control-plane/services/operation.ts',
    'control-plane/storage',
    'control-plane/telemetry',
    'express',
    'jose',
    'openid-client',
    'undici',
    'zod',
  ],
  'control-plane/graphql': [
    'control-plane/graphql',
    'control-plane/services',
    'control-plane/domain',
    'control-plane/secrets/redacted.ts',
    'control-plane/storage/page.ts',
    'control-plane/storage/configuration/head.ts',
    'control-plane/telemetry',
    'policy/resource.ts',
    '@apollo/server',
    '@as-integrations/express5',
    '@graphql-tools/schema',
    'dataloader',
    'express',
    'graphql',
    'graphql-query-complexity',
    'graphql-ws',
    'ws',
  ],
  'control-plane/compile': ['control-plane/compile', 'control-plane/storage', 'policy', 'proto'],
  'control-plane/config-stream': [
    'control-plane/config-stream',
    'control-plane/compile',
    'control-plane/domain',
    'control-plane/storage',
    'control-plane/telemetry',
    'control-plane/usage-ingest',
    'proto',
    '@grpc/grpc-js',
  ],
  'control-plane/usage-ingest': [
    'control-plane/usage-ingest',
    'control-plane/domain',
    'control-plane/storage',
    'control-plane/telemetry',
    'proto',
    '@grpc/grpc-js',
    'zod',
  ],
  'control-plane/jobs': [
    'control-plane/jobs',
    'control-plane/domain',
    'control-plane/storage',
    'control-plane/telemetry',
  ],
  'control-plane/telemetry': ['control-plane/telemetry', 'pino', 'prom-client'],
  'control-plane': ['control-plane', 'zod'],

  'data-plane/doors/http': ['data-plane', 'policy'],
  'data-plane/doors/grpc': ['data-plane', 'policy', 'proto', '@grpc/grpc-js', 'grpc-health-check'],
  'data-plane/dialects': ['data-plane/dialects', 'data-plane/errors.ts', 'data-plane/inference.ts'],
  'data-plane/providers': [
    'data-plane/providers',
    'data-plane/dialects',
    'data-plane/errors.ts',
    'data-plane/inference.ts',
    'policy',
  ],
  'data-plane/upstream': [
    'data-plane/upstream',
    'data-plane/providers',
    'data-plane/errors.ts',
    'data-plane/inference.ts',
    'policy',
    'undici',
  ],
  'data-plane/routing': [
    'data-plane/routing',
    'data-plane/errors.ts',
    'data-plane/inference.ts',
    'policy',
  ],
  'data-plane/pipeline': [
    'data-plane/pipeline',
    'data-plane/routing',
    'data-plane/upstream',
    'data-plane/providers',
    'data-plane/usage/settled-record.ts',
    'data-plane/config/snapshot.ts',
    'data-plane/errors.ts',
    'data-plane/explanation.ts',
    'data-plane/inference.ts',
    'policy',
    'proto',
  ],
  'data-plane/config': [
    'data-plane/config',
    'data-plane/secret.ts',
    'data-plane/settings.ts',
    'data-plane/telemetry',
    'policy',
    'proto',
    '@grpc/grpc-js',
  ],
  'data-plane/usage': [
    'data-plane/usage',
    'data-plane/turn-queue.ts',
    'data-plane/config/stream/backoff.ts',
    'data-plane/config/stream/control-plane-dial.ts',
    'data-plane/secret.ts',
    'data-plane/telemetry',
    'proto',
    '@grpc/grpc-js',
  ],
  'data-plane/observers': [
    'data-plane/observers',
    'data-plane/errors.ts',
    'data-plane/pipeline',
    'data-plane/routing',
    'data-plane/telemetry',
    'data-plane/upstream/health',
    'data-plane/usage',
  ],
  'data-plane/telemetry': [
    'data-plane/telemetry',
    'data-plane/errors.ts',
    'data-plane/settings.ts',
    'pino',
    'prom-client',
    'zod',
  ],
  'data-plane': ['data-plane', 'policy', 'proto/process-name.ts', 'zod'],

  'deploy/tls': ['deploy/tls', 'proto/peer-certificate.ts'],
  bench: ['bench', 'deploy/local', 'proto', '@grpc/grpc-js', 'pg', 'undici', 'zod'],

  'deploy/local': [
    'deploy/local',
    'control-plane/secrets/secret-format.ts',
    'control-plane/storage/migrate.ts',
    '@anthropic-ai/sdk',
    '@copilotkit/aimock',
    'openai',
    'pg',
    'tsx',
    'zod',
  ],
};

/** Modules of Node that open doors: only these folders may use them. */
const doors: Readonly<Record<string, readonly string[]>> = {
  'node:http': [
    'bench',
    'control-plane/graphql',
    'control-plane/telemetry',
    'data-plane/doors/http',
    'data-plane/telemetry',
    'deploy',
  ],
  'node:cluster': ['data-plane/main.ts', 'data-plane/workers'],
  'node:child_process': ['bench', 'deploy', 'proto/generate.ts', 'proto/generate-descriptors.ts'],
};

const tops = [...new Set(Object.keys(may).map((folder) => folder.split('/')[0] ?? folder))];
const files = tops
  .filter((top) => existsSync(join(root, top)))
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(top, name),
    ),
  )
  .filter((path) => path.endsWith('.ts') && !path.includes('/generated/'));

const nouns = new Set(readdirSync(join(root, 'schema')).map((name) => basename(name, '.graphql')));

const holds = (place: string, path: string) => path === place || path.startsWith(`${place}/`);
const ruleOf = (file: string) =>
  Object.keys(may)
    .filter((folder) => holds(folder, file))
    .toSorted((a, b) => b.length - a.length)[0] ?? '';

function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  const found = source.matchAll(/(?:\bfrom |\bimport |\bimport\()'([^']+)'/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name,
  );
}

function offencesOf(file: string): string[] {
  return importsOf(file).filter((name) => {
    const allowedDoors = doors[name];
    if (allowedDoors !== undefined) return !allowedDoors.some((place) => holds(place, file));
    if (name.startsWith('node:')) return false;
    return !(may[ruleOf(file)] ?? []).some((place) => holds(place, name));
  });
}

describe('who may import whom', () => {
  test.each(files)('%s', (file) => {
    expect(offencesOf(file)).toEqual([]);
  });

  test('the planes meet only at proto/ and policy/', () => {
    const crossing = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => holds('control-plane', file) && holds('data-plane', name))
        .concat(
          importsOf(file).filter(
            (name) => holds('data-plane', file) && holds('control-plane', name),
          ),
        ),
    );
    expect(crossing).toEqual([]);
  });

  test('no circles', () => {
    const edges = new Map(files.map((file) => [file, importsOf(file)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      if (done.has(file) || path.includes(file)) return;
      for (const next of edges.get(file) ?? []) if (edges.has(next)) walk(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });
});

describe('sizes', () => {
  test.each(files)('%s has at most 300 lines', (file) => {
    expect(readFileSync(join(root, file), 'utf8').split('\n').length).toBeLessThanOrEqual(301);
  });

  test('folders have at most 15 files beside one for each noun', () => {
    const counts = new Map<string, number>();
    // Migrations are append-only: their folder grows for ever.
    const counted = files.filter((path) => !holds('migrations', path));
    for (const file of counted.filter((path) => !nouns.has(basename(path, '.ts'))))
      counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 15)).toEqual([]);
  });

  test('nothing is named utils, helpers, common, misc, manager, base, impl or index', () => {
    const vague = /\/(utils?|helpers?|common|misc|manager|base|impl|index)\.ts$/;
    expect(files.filter((file) => vague.test(file) && file !== 'migrations/index.ts')).toEqual([]);
  });
});
