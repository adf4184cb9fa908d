import { describe, expect, test } from '@jest/globals';
import { createModel, type ModelDraft, reviseModel } from '../../../control-plane/domain/model.ts';
import type { Capability } from '../../../policy/resource.ts';
import { modelDraft } from '../../support/catalog.ts';
import { faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const unknown = ['levitation'] as readonly string[] as readonly Capability[];

describe('a model', () => {
  test.each<[string, Partial<ModelDraft>, readonly string[]]>([
    ['is named', { name: '' }, ['name']],
    ['has no spaces in its name', { name: 'gpt 4' }, ['name']],
    ['has a name of at most 127 characters', { name: 'm'.repeat(128) }, ['name']],
    ['serves chat or embedding', { capabilities: ['tools'] }, ['capabilities']],
    [
      'has capabilities of the closed set',
      { capabilities: unknown },
      ['capabilities', 'capabilities'],
    ],
    ['names a capability once', { capabilities: ['chat', 'chat'] }, ['capabilities']],
    ['has a window of at least one token', { contextWindowTokens: 0 }, ['contextWindowTokens']],
    ['has a window below the bound', { contextWindowTokens: 100_000_001 }, ['contextWindowTokens']],
    ['has whole tokens', { outputTokensMax: 1.5 }, ['outputTokensMax']],
    [
      'replies within its window',
      { contextWindowTokens: 10, outputTokensMax: 11 },
      ['outputTokensMax'],
    ],
    ['has aliases that are names', { aliases: ['ok', 'not ok'] }, ['aliases.1']],
    ['has each alias once', { aliases: ['one', 'one'] }, ['aliases']],
    ['has no alias that is its name', { name: 'one', aliases: ['one'] }, ['aliases']],
    [
      'has few aliases',
      { aliases: Array.from({ length: 17 }, (_, number) => `a${number}`) },
      ['aliases'],
    ],
    ['is replaced from a date on', { replacedById: 'other' }, ['replacedById']],
    ['is not replaced by itself', { deprecatedAt: now, replacedById: 'id' }, ['replacedById']],
    ['ends in our age', { deprecatedAt: new Date(-1) }, ['deprecatedAt']],
    ['has every fault reported at once', { name: '', capabilities: [] }, ['name', 'capabilities']],
  ])('%s', async (_rule, change, paths) => {
    expect(await faultPathsOf(() => createModel('id', modelDraft(change), now))).toEqual(paths);
  });

  test('may leave its limits unknown, and make them unknown again', () => {
    const draft = modelDraft({ contextWindowTokens: 8192, outputTokensMax: 100 });
    const model = createModel('id', draft, now);
    expect(model).toMatchObject({ version: 1, contextWindowTokens: 8192, archivedAt: null });
    const revised = reviseModel(model, { contextWindowTokens: null }, now);
    expect(revised).toMatchObject({ version: 2, contextWindowTokens: null, outputTokensMax: 100 });
  });
});
