import { describe, expect, test } from '@jest/globals';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import { ConfiguredFinders } from '../../../policy/inspect/settings/configured-finder.ts';
import type { DetectorSettings } from '../../../policy/inspect/settings/detector-settings.ts';
import {
  type ConfiguredLook,
  hasLooked,
  type Look,
  looksOf,
  nameOf,
  uniteLooks,
} from '../../../policy/inspect/settings/look.ts';
import { lookAt } from '../../../policy/inspect/sighting.ts';
import { compilePromptPolicy } from '../../../policy/prompt-policy.ts';

/** Goal: what a rule's settings find is the rule's, and nobody else's, in a node and in a replay. */
const words = (...list: readonly string[]): DetectorSettings => ({
  wordLists: [{ name: 'codes', words: list }],
});
const rule = (name: string, change: Partial<PromptRule>): PromptRule => ({
  name,
  detector: 'denied_words',
  action: 'flag',
  rerouteRouteId: undefined,
  ...change,
});
const judge = (rules: readonly PromptRule[], text: string) => {
  const policy = compilePromptPolicy({ id: 'p', tenantId: 't', name: 'p', rules });
  const place = { list: 'messages', position: 0 } as const;
  const sightings = lookAt(inspectorOf(policy.looks), [{ text, part: 'user', place }]);
  return policy.judge(sightings).findings.map(({ rule: name, count }) => `${name} ${count}`);
};

describe('rules of one detector with other settings', () => {
  test('each judge what their own settings find', () => {
    const rules = [
      rule('birds', { settings: words('falcon', 'heron') }),
      rule('stones', { settings: words('basalt') }),
    ];
    expect(judge(rules, 'falcon, heron')).toEqual(['birds 2']);
    expect(judge(rules, 'basalt and falcon')).toEqual(['birds 1', 'stones 1']);
    expect(judge(rules, 'granite')).toEqual([]);
  });

  test('by kinds, from a number on, and in parts', () => {
    const settings: DetectorSettings = {
      wordLists: [
        { name: 'birds', words: ['falcon'] },
        { name: 'stones', words: ['basalt'] },
      ],
    };
    expect(judge([rule('one', { settings, kinds: ['stones'] })], 'falcon basalt')).toEqual([
      'one 1',
    ]);
    expect(judge([rule('two', { settings, minCount: 3 })], 'falcon basalt')).toEqual([]);
    expect(judge([rule('sys', { settings, parts: ['system'] })], 'falcon')).toEqual([]);
  });

  test('leave alone what an exception says, by the words of the settings', () => {
    const exceptions = [
      { name: 'e', kinds: ['codes'], reason: 'r', ownerId: 'o', expiresAtMs: 1_000 },
    ];
    const rules = [rule('one', { settings: words('falcon'), action: 'block', exceptions })];
    const policy = compilePromptPolicy({ id: 'p', tenantId: 't', name: 'p', rules });
    const seen = lookAt(inspectorOf(policy.looks), [
      { text: 'falcon', part: 'user', place: undefined },
    ]);
    expect(policy.judge(seen, 'app', 999)).toMatchObject({
      action: 'allow',
      findings: [{ exception: 'e' }],
    });
    expect(policy.judge(seen, 'app', 1_000)).toMatchObject({ action: 'block' });
  });

  test('a detector without settings beside its like with some', () => {
    const rules = [
      rule('hosts', { detector: 'internal_host' }),
      rule('own', { detector: 'internal_host', settings: { hostSuffixes: ['corp.example.com'] } }),
    ];
    expect(judge(rules, 'ssh a@db-1.corp and git.corp.example.com')).toEqual([
      'hosts 1',
      'own 1',
      'own 1',
    ]);
  });

  test('a language is found where it is not among those of the rule', () => {
    const rules = [
      rule('english', { detector: 'language', settings: { languages: ['english'] } }),
      rule('both', { detector: 'language', settings: { languages: ['english', 'german'] } }),
    ];
    expect(judge(rules, 'Bitte prüfe den Bericht und sende ihn an die Kunden.')).toEqual([
      'english 1',
    ]);
    expect(judge(rules, 'Please check the report and send it to all of our customers.')).toEqual(
      [],
    );
    expect(judge(rules, 'ok')).toEqual([]);
  });
});

describe('looks', () => {
  const one = (settings: DetectorSettings): Look =>
    looksOf({ detector: 'denied_words', settings })[0] ?? 'secret';

  test('have one name where their settings mean the same', () => {
    const looks = [
      one(words('b', 'a', 'b')),
      one({ ...words('a', 'b'), patterns: [], limits: undefined }),
    ];
    expect(new Set(looks.map(nameOf)).size).toBe(1);
    expect(uniteLooks([...looks, 'secret', 'secret'])).toHaveLength(2);
  });

  test('have another name for anything else, and never that of another detector', () => {
    const names = [
      one(words('a')),
      one(words('a', 'b')),
      one({ wordLists: [{ name: 'codes', words: ['a'], partsOfWords: true }] }),
      one({ wordLists: [{ name: 'other', words: ['a'] }] }),
    ].map(nameOf);
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toMatch(/^denied_words#[\w-]{16}$/);
    expect(hasLooked(['secret', one(words('a'))], one(words('a')))).toBe(true);
    expect(hasLooked(['secret', one(words('b'))], one(words('a')))).toBe(false);
  });

  test('of what cannot be asked nothing is asked', () => {
    expect(looksOf({ detector: 'denied_words' })).toEqual([]);
    expect(looksOf({ detector: 'language', settings: { languages: ['german'] } })).toEqual([
      'language',
    ]);
  });
});

test('what is ready for use is bounded, and what was used last stays', () => {
  const finders = new ConfiguredFinders(3_000);
  const look = (word: string): ConfiguredLook => {
    const [made] = looksOf({ detector: 'denied_words', settings: words(word.repeat(100)) });
    if (made === undefined || typeof made === 'string') throw new Error('no look');
    return made;
  };
  const first = look('a');
  const kept = finders.of(first);
  for (const letter of 'bcdefghijklmnop') {
    finders.of(look(letter));
    expect(finders.of(first)).toBe(kept);
    expect(finders.size).toBeLessThanOrEqual(10);
  }
  expect(finders.size).toBeGreaterThan(5);
  const second = finders.of(look('b'));
  expect(second).not.toBe(kept);
});
