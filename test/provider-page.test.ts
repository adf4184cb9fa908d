import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { enumResolvers } from '../control-plane/graphql/enums.ts';
import { createSchema } from '../control-plane/graphql/schema.ts';
import { providerPresets } from '../policy/provider-preset.ts';

/*
 * Goal: docs/adding-a-provider.md says what is so.
 * Method: its tables are compared with what they describe, its documents with the schema, its paths with the tree.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/adding-a-provider.md'), 'utf8');

function rowsOf(heading: string): readonly string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own.split('\n').filter((line) => line.startsWith('| `'));
}
const firstCells = (rows: readonly string[]) =>
  rows.map((row) => row.slice(3, row.indexOf('`', 3)));

test('the table of presets is the one that createProvider takes', () => {
  const rows = providerPresets.map((preset) => {
    const quirks = preset.quirks.map((quirk) => `\`${quirk}\``).join(' ');
    const vendor = `[${preset.displayName}](${preset.documentationUrl})`;
    const cells = [`\`${preset.name}\``, vendor, `\`${preset.baseUrl}\``];
    return `| ${[...cells, preset.credentialHeader, quirks].join(' | ')} |`;
  });
  expect(rowsOf('Presets')).toEqual(rows);
});

test('every quirk is told, and no other', () => {
  expect(firstCells(rowsOf('Quirks')).toSorted()).toEqual(
    Object.values(enumResolvers.ProviderQuirk).toSorted(),
  );
});

test('every kind is told, and no other', () => {
  expect(firstCells(rowsOf('Kinds'))).toEqual(Object.keys(enumResolvers.ProviderKind));
});

const documents = [...page.matchAll(/```graphql\n([^`]+)```/g)].map(([, source = '']) => source);

describe('a document can be sent as it stands', () => {
  test.each(documents.map((source) => [source.slice(0, source.indexOf('(')), source]))(
    '%s',
    (_, source) => {
      expect(validate(createSchema(), parse(source ?? ''))).toEqual([]);
    },
  );

  test('there are two', () => {
    expect(documents).toHaveLength(2);
  });
});

test('every path is one of the tree', () => {
  const paths = [
    ...page.matchAll(/`((?:policy|schema|control-plane|data-plane|proto|test)\/[^`]*)`/g),
  ];
  expect(paths.length).toBeGreaterThan(10);
  const missing = paths
    .map(([, path = '']) => path)
    .filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});
