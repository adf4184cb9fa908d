import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Floors of the control plane on which each noun of the schema has a file of its name. */
const floors = [
  'control-plane/domain',
  'control-plane/services',
  'control-plane/storage',
  'control-plane/graphql/resolvers',
];

/** Cells that are missing on purpose. */
const exemptions: Readonly<Record<string, string>> = {
  'control-plane/storage/price-proposal.ts': 'computed from targets and a list; nothing is kept',
};

const nouns = readdirSync(join(root, 'schema'))
  .filter((name) => name.endsWith('.graphql') && name !== 'schema.graphql')
  .map((name) => name.replace('.graphql', ''));

const cells = nouns.flatMap((noun) => floors.map((floor) => `${floor}/${noun}.ts`));

test.each(cells.filter((cell) => exemptions[cell] === undefined))('%s is there', (cell) => {
  expect(existsSync(join(root, cell))).toBe(true);
});

test('no exemption stands for a cell that exists', () => {
  expect(Object.keys(exemptions).filter((cell) => existsSync(join(root, cell)))).toEqual([]);
});

test('each file of the resolvers floor is a noun of the schema', () => {
  const resolvers = readdirSync(join(root, 'control-plane/graphql/resolvers'))
    .map((name) => name.replace('.ts', ''))
    .filter((name) => name !== 'resolvers');
  expect(resolvers.filter((name) => !nouns.includes(name))).toEqual([]);
});
