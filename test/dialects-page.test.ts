import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findEndpoint } from '../data-plane/doors/http/endpoint.ts';
import { GatewayError } from '../data-plane/errors.ts';
import type { ChatRequest, Json } from '../data-plane/inference.ts';
import { withoutForeignFields } from '../data-plane/providers/foreign-field.ts';
import { getAdapter } from '../data-plane/providers/registry.ts';
import { type ProviderKind, providerKinds } from '../policy/resource.ts';
import { provider, target } from './data-plane/providers/openai/sample.ts';

/*
 * Goal: docs/dialects.md says what is so, to the last field.
 * Method: its lists are compared with the source that decides, and what they promise of hints, harmless values and places is tried.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/dialects.md');
const foreignField = read('data-plane/providers/foreign-field.ts');

function sectionOf(heading: string): string {
  const [, rest = ''] = page.split(`\n${heading}\n`);
  return rest.split(/\n##/)[0] ?? '';
}
const rowsOf = (heading: string) =>
  sectionOf(heading)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
const codesOf = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
const quotedIn = (text = '') => [...text.matchAll(/'([^']+)'/g)].map(([, word = '']) => word);

const hints = codesOf(sectionOf('### Hints'));
const harmless = rowsOf('### Harmless values').map(([name, values]) => ({
  name: codesOf(name)[0] ?? '',
  values: codesOf(values),
}));

const chat: ChatRequest = {
  operation: 'chat',
  dialect: 'openai-chat',
  model: 'chat',
  messages: [{ role: 'user', content: 'Hello' }],
  tools: [],
  toolChoice: undefined,
  parallelToolCalls: undefined,
  responseFormat: undefined,
  sampling: {},
  outputTokensMax: undefined,
  reasoningEffort: undefined,
  stream: false,
  includeUsage: false,
  extra: {},
};
const strip = (name: string, value: Json) =>
  withoutForeignFields({ ...chat, extra: { [name]: value } }, undefined).extra;

describe('where a wire has no place', () => {
  test('every hint is told, in the order of its list, and no other', () => {
    const [, list] = /const hints[^[]+\[([^\]]+)\]/.exec(foreignField) ?? [];
    expect(hints).toEqual(quotedIn(list));
    expect(hints.length).toBeGreaterThan(10);
  });

  test('every harmless value is told, in the order of its list, and no other', () => {
    const [, list = ''] = /const harmless[^{]+\{\n([\s\S]+?)\n\};/.exec(foreignField) ?? [];
    const real = [...list.matchAll(/^ {2}(\w+): \[(.+)\],$/gm)].map(([, name, values]) => ({
      name,
      values: quotedIn(values),
    }));
    expect(harmless).toEqual(real);
    expect(list.split('\n')).toHaveLength(real.length);
  });

  test('the objects whose inside is judged are told', () => {
    const [, list] = /const nested[^[]+\[([^\]]+)\]/.exec(foreignField) ?? [];
    const [, told] = /^Fields inside of (.+) are judged/m.exec(page) ?? [];
    expect(codesOf(told)).toEqual(quotedIn(list));
  });

  test.each(hints)('%s is left out, whatever it says', (name) => {
    expect(strip(name, { any: ['thing'] })).toEqual({});
  });

  test.each(harmless.flatMap(({ name, values }) => values.map((value) => [name, value])))(
    '%s: %s is left out, and another value has no place',
    (name = '', value = '') => {
      expect(strip(name, JSON.parse(value))).toEqual({});
      expect(() => strip(name, 'anything else')).toThrow(`Leave out ${name}`);
    },
  );
});

describe('powerful fields', () => {
  const rows = rowsOf('## Powerful fields');
  const plain = (name: string) => name.replaceAll('_', '').toLowerCase();
  const told = (column: number) =>
    rows.flatMap(([power = '', ...cells]) =>
      codesOf(cells[column]).map((name) => `${power}: ${plain(name)}`),
    );

  test.each([
    ['openai', 0],
    ['gemini', 2],
    ['bedrock', 3],
  ])('every one of %s is told with its power, and no other', (kind, column) => {
    const source = read(`data-plane/providers/${kind}/powerful-field.ts`);
    const lists = [...source.matchAll(/list\(\s*'([^']+)',\s*\[([^\]]*)\]/g)];
    const real = lists.flatMap(([, power, names]) =>
      quotedIn(names).map((name) => `${power}: ${plain(name)}`),
    );
    expect(real.length).toBeGreaterThan(10);
    expect(new Set(told(column))).toEqual(new Set(real));
  });

  test('every one of servers is told with its power, and no other', () => {
    const source = read('data-plane/providers/server-field.ts');
    const lists = [...source.matchAll(/list\(\s*'([^']+)',\s*\[([^\]]*)\]/g)];
    const real = lists.map(([, power, names]) => [power, quotedIn(names)]);
    const shown = rowsOf('### Fields of servers').map(([power, names]) => [power, codesOf(names)]);
    expect(real.length).toBeGreaterThan(3);
    expect(shown).toEqual(real);
  });

  test('every one of anthropic is told with its power, and no other', () => {
    const source = read('data-plane/providers/anthropic/powerful-field.ts');
    const [, table = ''] = /const powers[^{]+\{\n([\s\S]+?)\n\};/.exec(source) ?? [];
    const real = [...table.matchAll(/^ {2}(\w+): '([^']+)',$/gm)].map(
      ([, name = '', power]) => `${power}: ${plain(name)}`,
    );
    expect(table.split('\n')).toHaveLength(real.length);
    expect(new Set(told(1))).toEqual(new Set(real));
  });
});

describe('how a request crosses', () => {
  const columns: readonly (readonly ProviderKind[])[] = [
    ['openai', 'azure_openai'],
    ['anthropic'],
    ['gemini', 'vertex'],
    ['bedrock'],
  ];
  const tools = [{ name: 'add' }];
  const asked: Readonly<Record<string, Partial<ChatRequest>>> = {
    '`name` of a participant': {
      messages: [
        { role: 'user', content: 'Hello', name: 'Ada' },
        { role: 'user', content: 'Hi', name: 'Bob' },
      ],
    },
    tools: { tools: [{ name: 'add', strict: true }] },
    'one call at most': { tools, parallelToolCalls: false },
    'JSON without a schema': { responseFormat: { type: 'json_object' } },
    'JSON schema': { responseFormat: { type: 'json_schema', name: 'a', schema: {} } },
    seed: { sampling: { seed: 1 } },
    penalties: { sampling: { presencePenalty: 1 } },
    'temperature above 1': { sampling: { temperature: 1.5 } },
    verbosity: { verbosity: 'low' },
    'log probabilities': { logprobs: { topCount: 2 } },
    '`n`': { extra: { n: 2 } },
  };
  const rows = new Map(
    rowsOf('## How a request crosses, by kind of provider').map(([name, ...cells]) => [
      name,
      cells,
    ]),
  );
  const cases = Object.entries(asked).flatMap(([name, change]) =>
    columns.flatMap((kinds, column) =>
      kinds.map((kind) => ({ name, kind, change, told: rows.get(name)?.[column] ?? 'not told' })),
    ),
  );

  test.each(cases)('$name to $kind: $told', ({ kind, change, told }) => {
    const encode = () =>
      getAdapter(kind).encode({
        request: { ...chat, ...change },
        target: { ...target, providerModel: 'model' },
        provider: { ...provider, kind },
        credential: undefined,
        outputTokensMax: 0,
        nowMs: 0,
      });
    if (told.startsWith('no place')) expect(encode).toThrow(GatewayError);
    else expect(encode).not.toThrow();
    expect(told).not.toBe('not told');
  });
});

test('the doors, their dialects, and who may answer them byte for byte', () => {
  const kindsOf: Readonly<Record<string, readonly string[]>> = {
    'OpenAI and its presets, Azure OpenAI': ['openai', 'azure_openai'],
    Anthropic: ['anthropic'],
  };
  for (const [door, dialect, passed = ''] of rowsOf('## Doors and wires')) {
    const [path = ''] = codesOf(door);
    if (!path.startsWith('POST ')) continue;
    const [name] = codesOf(dialect);
    const endpoint = findEndpoint(path.slice('POST '.length));
    expect(endpoint !== undefined && 'dialect' in endpoint && endpoint.dialect.name).toBe(name);
    const speakers = providerKinds.filter((kind) =>
      (['chat', 'embedding'] as const).some(
        (operation) => getAdapter(kind).dialect(operation) === name,
      ),
    );
    expect(speakers).toEqual(kindsOf[passed] ?? []);
  }
});

test('every path is one of the tree', () => {
  const prose = page.replace(/^```[\s\S]*?^```/gm, '');
  const paths = codesOf(prose).filter((code) => /^(?:data-plane|test)\//.test(code));
  expect(paths.length).toBeGreaterThan(2);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
