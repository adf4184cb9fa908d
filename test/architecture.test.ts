import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { doors, may } from './support/import-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

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
