import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readDocuments } from '../../../control-plane/documents/read-documents.ts';
import { writeDocuments } from '../../../control-plane/documents/write-documents.ts';
import { canonicalJson } from '../../../control-plane/domain/canonical-json.ts';
import type { ConfigDocument } from '../../../control-plane/domain/plan/document.ts';
import { DraftReader } from '../../../control-plane/domain/plan/draft.ts';
import { routeSpec } from '../../../control-plane/domain/plan/spec.ts';
import { newRecord } from '../../../control-plane/domain/record.ts';

/** A document with one thing in it that is wrong. */
const tenant = (metadata: string, rest = '') =>
  `apiVersion: gatehouse/v1\nkind: Tenant\nmetadata: ${metadata}\n${rest}`;

const faultsOf = async (text: string) => (await readDocuments(text)).faults;

describe('what is wrong is told with its place', () => {
  test.each([
    ['an unknown kind', 'apiVersion: gatehouse/v1\nkind: Secret', 'documents.0.kind', 2, 7],
    [
      'another version',
      'apiVersion: v2\nkind: Tenant\nmetadata: {name: a}',
      'documents.0.apiVersion',
      1,
      13,
    ],
    ['a field that nobody knows', tenant('{name: a, nmae: b}'), 'documents.0.metadata.nmae', 3, 27],
    ['a field that stands twice', tenant('{name: a, name: b}'), 'documents.0.metadata.name', 3, 27],
    ['a value of another type', tenant('{name: 1}'), 'documents.0.metadata.name', 3, 18],
    [
      'a second document',
      `${tenant('{name: a}')}---\nkind: Tenant`,
      'documents.1.apiVersion',
      5,
      1,
    ],
    ['a merge key', tenant('{name: a}', 'spec:\n  <<: {a: 1}\n'), 'documents.0.spec.<<', 5, 7],
    [
      'a field with a special name',
      tenant('{name: a}', '__proto__: {a: 1}'),
      'documents.0.__proto__',
      4,
      12,
    ],
    ['text that is no YAML', 'a: [1', 'documents', 1, 6],
    ['text that is no document', 'hello', 'documents.0.kind', 1, 1],
  ])('%s', async (_what, text, path, line, column) => {
    expect(await faultsOf(text)).toContainEqual({
      path,
      message: expect.any(String),
      line,
      column,
    });
  });

  test.each([
    ['an anchor', 'a: &x 1', 4],
    ['an alias', 'a: *x', 4],
    ['a tag', 'a: !!binary aGk=', 4],
    ['a tag of its own', '!x {a: 1}', 1],
    ['a directive', '%YAML 1.1\n---\na: 1', 1],
    ['an anchor behind a block of text', 'a: |\n  &text *is !not\nb: &x 1', 4],
  ])('%s is refused before it means anything', async (_what, text, column) => {
    const [fault] = await faultsOf(text);
    expect(fault).toMatchObject({
      path: 'documents',
      column,
      line: text.split('\n').length === 3 && text.startsWith('a') ? 3 : 1,
    });
  });

  test('text may hold what is refused outside of it', async () => {
    const { faults } = await readDocuments(tenant('{name: "&a *b !c"}', '# &anchor\n'));
    expect(faults).toEqual([]);
  });
});

/** The largest body that a request may have. */
const BYTES = 262_144;

test.each([
  ['[', 1],
  ['{a: ', 4],
  ['- ', 2],
  ['? ', 2],
  ['a: ', 3],
  ['[[', 2],
])('the deepest text of %j is refused, and takes nobody along', async (piece, width) => {
  expect(await faultsOf(piece.repeat(BYTES / width))).toMatchObject([
    { message: 'This is nested too deep.' },
  ]);
});

test.each([
  ['a list that does not end', '[{a: 1}'],
  ['text behind a list', '[{a: 1}] b'],
  ['a comma without a document', '[{a: 1},, {b: 2}]'],
  ['a document that is longer than documents are', `a: [${'1, '.repeat(30_000)}]`],
])('%s is refused', async (_what, text) => {
  expect(await faultsOf(text)).toMatchObject([{ path: 'documents' }]);
});

test('documents of a list and documents of a stream are the same', async () => {
  const texts = ['{name: a}', '{name: b}'].map(
    (metadata) => `{apiVersion: gatehouse/v1, kind: Tenant, metadata: ${metadata}}`,
  );
  const block = texts.map((text) => `- ${text}`).join('\n');
  const read = [];
  for (const text of [
    `[${texts.join(',\n')},]`,
    texts.join('\n---\n'),
    `# two\n---\n${block}\n...\n`,
  ])
    read.push((await readDocuments(text)).documents);
  expect(read[0]).toHaveLength(2);
  expect(read[1]).toEqual(read[0]);
  expect(read[2]).toEqual(read[0]);
});

test('a stair of indents is refused', async () => {
  const stair = Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('');
  expect(await faultsOf(stair)).toMatchObject([{ message: 'This is nested too deep.' }]);
});

test('a thousand documents are read, one more is refused', async () => {
  const text = (count: number) =>
    Array.from({ length: count }, (_, at) => tenant(`{name: t${at}}`)).join('---\n');
  expect((await readDocuments(text(1_000))).documents).toHaveLength(1_000);
  expect(await faultsOf(text(1_001))).toMatchObject([{ path: 'documents' }]);
});

test('what is empty holds no documents', async () => {
  for (const text of ['', '# nothing', '---\n', '[]'])
    expect(await readDocuments(text)).toMatchObject({ documents: [], faults: [] });
});

test('whatever is written is read back to the same', async () => {
  const text = fc.string({ unit: 'grapheme' });
  const document = fc.record({
    kind: fc.constant('application' as const),
    name: text,
    tenant: text,
    spec: fc.record({
      team: text,
      environment: fc.constantFrom('development' as const, 'production' as const),
      dataClass: fc.constantFrom('public' as const, 'restricted' as const),
      rolloutStage: fc.constantFrom('direct' as const, 'governed' as const),
    }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(document, { maxLength: 5 }), async (documents) => {
      const read = await readDocuments(
        writeDocuments(documents satisfies readonly ConfigDocument[]),
      );
      expect(JSON.stringify(read.documents)).toEqual(JSON.stringify(documents));
    }),
  );
});

/** Routes of which nothing is said that is not asked for: a default is not written. */
function arbitraryRoute() {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const count = fc.integer({ min: 1, max: 1_000 });
  const moment = fc
    .date({ min: new Date('2030-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const constraints = fc.record({ regions: fc.array(name, { minLength: 1, maxLength: 2 }) });
  const bounds = fc.record(
    { windowMs: count, attemptsMin: count, failurePermilleMax: count, totalMsMax: count },
    { requiredKeys: ['windowMs', 'attemptsMin', 'failurePermilleMax'] },
  );
  const rule = fc.record(
    {
      name,
      when: fc.constantFrom('true', 'a == "\u00e9: [*&!"', 'x\n  && y'),
      require: fc.constant('target.region == "eu"'),
      choice: fc.constantFrom(
        { strategy: 'sticky' as const, stickyBy: 'key.id' },
        { strategy: 'priority' as const, within: 'least_busy' as const },
      ),
      constraints,
      split: fc.array(fc.record({ target: name, weight: count, tier: count }), { maxLength: 3 }),
      fallbacks: fc.array(name, { minLength: 1, maxLength: 2 }),
      fallbacksByClass: fc.array(
        fc.record({ on: fc.constant(['error' as const]), targets: fc.array(name) }),
        { minLength: 1, maxLength: 2 },
      ),
      hedge: fc.record({ afterPercentile: count, floorMs: count, extraCallsPercentMax: count }),
      ramp: fc.record({
        from: name,
        to: name,
        steps: fc.array(fc.record({ at: moment, sharePermille: count }), { maxLength: 2 }),
        bounds,
      }),
      shadow: fc.record({ target: name, samplePermille: count, hourlyCostMaxNanoUsd: count }),
    },
    { requiredKeys: ['name', 'split'] },
  );
  return fc.record(
    {
      operation: fc.constantFrom('chat' as const, 'embedding' as const),
      rules: fc.array(rule, { maxLength: 2 }),
      constraints,
      promptPolicy: name,
      idleTimeoutMs: count,
      totalTimeoutMs: count,
    },
    { requiredKeys: ['operation', 'rules'] },
  );
}

test('a route becomes a row and a document again without losing or adding a word', async () => {
  const byName = (name: string) => `id of ${name}`;
  const references = {
    target: byName,
    model: byName,
    application: byName,
    promptPolicy: byName,
    route: byName,
    outsideDetector: byName,
  };
  const nameById = { get: (id: string) => id.replace('id of ', '') } as ReadonlyMap<string, string>;
  const names = {
    target: nameById,
    model: nameById,
    application: nameById,
    promptPolicy: nameById,
    route: nameById,
    outsideDetector: nameById,
  };
  await fc.assert(
    fc.asyncProperty(arbitraryRoute(), async (spec) => {
      const document = { kind: 'route', name: 'chat', tenant: 'acme', spec } as const;
      const { documents, faults } = await readDocuments(writeDocuments([document]));
      expect(faults).toEqual([]);
      const [read] = documents;
      if (read?.kind !== 'route') throw new Error('it is no route any more');
      const draft = new DraftReader(references).route(read.spec);
      const row = { ...draft, tenantId: '', name: 'chat', ...newRecord('', new Date()) };
      expect(canonicalJson(routeSpec(row, names))).toBe(canonicalJson(spec));
    }),
  );
});
