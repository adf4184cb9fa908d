import { expect, test } from '@jest/globals';
import { checkPromptPolicy, PROMPT_POLICY_LIMITS } from '../../policy/check-prompt-policy.ts';
import type { PromptRule } from '../../policy/inspect/prompt-rule.ts';

const blocking: PromptRule = {
  name: 'no-secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
};
const rerouting: PromptRule = {
  name: 'secrets-stay-inside',
  detector: 'secret',
  action: 'reroute',
  rerouteRouteId: 'route-2',
};

const ask: Partial<PromptRule> = { detector: 'outside', outsideDetectorId: 'd1' };

test('sound rules have no fault', () => {
  const told: PromptRule = {
    ...blocking,
    name: 'told',
    kinds: ['jwt', 'npm_token'],
    parts: ['system', 'file'],
    minCount: 1_000,
    mode: 'monitor',
    message: 'Keys belong into the vault: https://intra.example/vault.',
    contact: 'security@example.com',
  };
  const redacting: PromptRule = { ...told, name: 'out', action: 'redact' };
  const back: PromptRule = { ...blocking, name: 'back', direction: 'output' };
  const lending: PromptRule = { ...redacting, name: 'lent', direction: 'both', restore: true };
  const sure: PromptRule = { ...blocking, ...ask, name: 'sure', minScore: 0.29, direction: 'both' };
  const rules = [blocking, rerouting, told, redacting, back, lending, sure];
  expect(checkPromptPolicy({ rules })).toEqual([]);
});

test.each<[string, Partial<PromptRule>[], string[]]>([
  ['no rule at all', [], ['rules']],
  ['a reroute to nowhere', [{ action: 'reroute' }], ['rules.0.rerouteRouteId']],
  [
    'a reroute to an empty id',
    [{ action: 'reroute', rerouteRouteId: '' }],
    ['rules.0.rerouteRouteId'],
  ],
  ['a block with a route', [{ rerouteRouteId: 'route-2' }], ['rules.0.rerouteRouteId']],
  ['a flag with a route', [{ action: 'flag', rerouteRouteId: 'r' }], ['rules.0.rerouteRouteId']],
  ['a kind of another detector', [{ kinds: ['jwt', 'haircut'] }], ['rules.0.kinds']],
  ['a score of a detector that gives none', [{ minScore: 0.5 }], ['rules.0.minScore']],
  ['a score that all have', [{ ...ask, minScore: 0 }], ['rules.0.minScore']],
  ['a score that nothing has', [{ ...ask, minScore: 1.01 }], ['rules.0.minScore']],
  ['a score of three decimals', [{ ...ask, minScore: 0.125 }], ['rules.0.minScore']],
  ['no finding at least', [{ minCount: 0 }], ['rules.0.minCount']],
  ['half a finding', [{ minCount: 1.5 }], ['rules.0.minCount']],
  ['more than anybody counts', [{ minCount: 1_001 }], ['rules.0.minCount']],
  ['a message of two lines', [{ message: 'one\ntwo' }], ['rules.0.message']],
  ['a message with a hidden turn', [{ message: 'left \u202eright' }], ['rules.0.message']],
  ['a message too long', [{ message: 'x'.repeat(301) }], ['rules.0.message']],
  ['a contact with blanks', [{ contact: ' ann ' }], ['rules.0.contact']],
  ['a message that nobody hears', [{ action: 'flag', message: 'stop' }], ['rules.0.message']],
  [
    'a reply that is moved',
    [{ action: 'reroute', rerouteRouteId: 'r', direction: 'both' }],
    ['rules.0.direction'],
  ],
  [
    'a reply judged as a whole',
    [{ detector: 'language', direction: 'output', settings: { languages: ['english'] } }],
    ['rules.0.direction'],
  ],
  ['a block that puts back', [{ restore: true }], ['rules.0.restore']],
  [
    'a reply that is put back',
    [{ action: 'redact', direction: 'output', restore: true }],
    ['rules.0.restore'],
  ],
  ['parts of a reply', [{ direction: 'output', parts: ['user'] }], ['rules.0.parts']],
  ['a name used twice', [{}, {}], ['rules.1.name']],
  ['an empty name', [{ name: '' }], ['rules.0.name']],
  [
    'several at once',
    [{ name: ' ' }, { action: 'reroute' }],
    ['rules.0.name', 'rules.1.rerouteRouteId'],
  ],
])('%s', (_, changes, paths) => {
  const faults = checkPromptPolicy({ rules: changes.map((one) => ({ ...blocking, ...one })) });
  expect(faults.map(({ path }) => path)).toEqual(paths);
});

const words = (...list: readonly string[]) => ({ wordLists: [{ name: 'list', words: list }] });
const pattern = (source: string) => ({ patterns: [{ name: 'one', pattern: source }] });
test.each<[string, Partial<PromptRule>, string[]]>([
  ['words', { detector: 'denied_words', settings: words('ab'), kinds: ['list'] }, []],
  ['no words', { detector: 'denied_words' }, ['settings']],
  ['empty words', { detector: 'denied_words', settings: { wordLists: [] } }, ['settings']],
  ['words for secrets', { settings: words('ab') }, ['settings.wordLists']],
  [
    'a list of nothing',
    { detector: 'denied_words', settings: words() },
    ['settings.wordLists.0.words'],
  ],
  [
    'a kind that is no list',
    { detector: 'denied_words', settings: words('ab'), kinds: ['other'] },
    ['kinds'],
  ],
  [
    'a word of one letter, one of blanks, one too long',
    { detector: 'denied_words', settings: words('a', ' - ', 'x'.repeat(201), 'ok') },
    [0, 1, 2].map((at) => `settings.wordLists.0.words.${at}`),
  ],
  [
    'a word in two lists',
    {
      detector: 'denied_words',
      settings: {
        wordLists: [
          { name: 'a', words: ['Ａb c'] },
          { name: 'a', words: ['ab-C'] },
          { name: 'B!', words: ['de', 'ab_c'] },
        ],
      },
    },
    ['settings.wordLists.1.name', 'settings.wordLists.2.name', 'settings.wordLists.2.words.1'],
  ],
  [
    'more words than a rule has',
    {
      detector: 'denied_words',
      settings: words(...Array.from({ length: 1_001 }, (_, at) => `w${at}`)),
    },
    ['settings.wordLists'],
  ],
  ['a pattern', { detector: 'pattern', settings: pattern('ab+') }, []],
  [
    'a broken pattern',
    { detector: 'pattern', settings: pattern('(') },
    ['settings.patterns.0.pattern'],
  ],
  ['hosts', { detector: 'internal_host' }, []],
  [
    'hosts with suffixes',
    {
      detector: 'internal_host',
      settings: { hostSuffixes: ['corp.example.com', '.x.de', 'com', 'a.internal', 'a b.c'] },
    },
    [1, 2, 3, 4].map((at) => `settings.hostSuffixes.${at}`),
  ],
  [
    'source code with limits',
    { detector: 'source_code', settings: { limits: { messagesMax: 1 } } },
    ['settings.limits'],
  ],
  ['no language', { detector: 'language' }, ['settings']],
  [
    'a language that nobody speaks',
    { detector: 'language', settings: { languages: ['english', 'klingon' as 'english'] } },
    ['settings.languages.1'],
  ],
  ['no limit', { detector: 'size', settings: { limits: {} } }, ['settings']],
  [
    'limits out of bounds',
    {
      detector: 'size',
      settings: { limits: { textCharsMax: 0, messagesMax: 1.5, nestingMax: 9 } },
    },
    ['settings.limits.textCharsMax', 'settings.limits.messagesMax'],
  ],
  [
    'a redaction of what is too large',
    { detector: 'size', action: 'redact', settings: { limits: { nestingMax: 9 } } },
    ['action'],
  ],
])('settings: %s', (_what, change, paths) => {
  const faults = checkPromptPolicy({ rules: [{ ...blocking, ...change }] });
  expect(faults.map(({ path }) => path)).toEqual(paths.map((path) => `rules.0.${path}`));
});

test('the settings of all rules of a policy are bounded together', () => {
  const list = Array.from({ length: 1_000 }, (_, at) => `${at}`.padStart(40, 'x'));
  const rule: PromptRule = { ...blocking, detector: 'denied_words', settings: words(...list) };
  expect(checkPromptPolicy({ rules: [rule] })).toEqual([]);
  expect(checkPromptPolicy({ rules: [rule, { ...rule, name: 'two' }] })).toEqual([
    {
      path: 'rules',
      message:
        'The words and patterns of a policy have at most 65536 characters; these have 84408.',
    },
  ]);
});

test('a policy has at most 32 rules', () => {
  const rules = Array.from({ length: PROMPT_POLICY_LIMITS.rulesMax + 1 }, (_, position) => ({
    ...blocking,
    name: `rule-${position}`,
  }));
  expect(checkPromptPolicy({ rules: rules.slice(1) })).toEqual([]);
  expect(checkPromptPolicy({ rules })).toMatchObject([{ path: 'rules' }]);
});
