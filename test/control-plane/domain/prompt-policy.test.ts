import { describe, expect, test } from '@jest/globals';
import {
  createPromptPolicy,
  normalisePromptRule,
  rerouteIdsOf,
  revisePromptPolicy,
} from '../../../control-plane/domain/prompt-policy.ts';
import {
  isPromptPolicyTightening,
  onlyTightens,
} from '../../../control-plane/domain/review/tightening.ts';
import type { LanguageKind } from '../../../policy/inspect/language/language-kind.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { DetectorSettings } from '../../../policy/inspect/settings/detector-settings.ts';
import type { SizeLimits } from '../../../policy/inspect/size/size.ts';
import type { Attachment } from '../../../policy/prompt-part/attachment.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import { faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const context = {
  now,
  routeIds: new Set(['here']),
  applicationIds: new Set(['bot']),
  ownerIds: new Set(['ann']),
  outsideKinds: new Map([['d', ['insult']]]),
};
const exception: RuleException = {
  name: 'cards',
  applicationIds: ['bot'],
  kinds: ['jwt'],
  reason: 'Printed in the manual.',
  ownerId: 'ann',
  expiresAtMs: now.getTime() + 90 * 86_400_000,
};
const rule = (change: Partial<PromptRule> = {}): PromptRule => ({
  name: 'no-secrets',
  detector: 'secret',
  action: 'block',
  rerouteRouteId: undefined,
  ...change,
});
const draft = (rules: readonly PromptRule[], name = 'policy') => ({ tenantId: 'x', name, rules });

describe('a prompt policy', () => {
  test.each<[string, readonly PromptRule[], readonly string[]]>([
    ['has a rule', [], ['rules']],
    ['names its rules apart', [rule(), rule()], ['rules.1.name']],
    ['reroutes to some route', [rule({ action: 'reroute' })], ['rules.0.rerouteRouteId']],
    ['blocks without a route', [rule({ rerouteRouteId: 'here' })], ['rules.0.rerouteRouteId']],
    [
      'reroutes to a route of its tenant',
      [rule({ action: 'reroute', rerouteRouteId: 'elsewhere' })],
      ['rules.0.rerouteRouteId'],
    ],
    ['names the outside detector', [rule({ detector: 'outside' })], ['rules.0.outsideDetectorId']],
    [
      'asks an outside detector of its tenant',
      [rule({ detector: 'outside', outsideDetectorId: 'elsewhere' })],
      ['rules.0.outsideDetectorId'],
    ],
    [
      'asks it for kinds that it has',
      [rule({ detector: 'outside', outsideDetectorId: 'd', kinds: ['spam'] })],
      ['rules.0.kinds'],
    ],
    ['waits for outside detectors only', [rule({ timeoutMs: 100 })], ['rules.0.timeoutMs']],
    [
      'waits no longer than there is time',
      [rule({ detector: 'outside', outsideDetectorId: 'd', timeoutMs: 60_000 })],
      ['rules.0.timeoutMs'],
    ],
    [
      'names no outside detector without asking it',
      [rule({ outsideDetectorId: 'd' })],
      ['rules.0.outsideDetectorId'],
    ],
  ])('%s', async (_rule, rules, paths) => {
    expect(await faultPathsOf(() => createPromptPolicy('id', draft(rules), context))).toEqual(
      paths,
    );
  });

  test('has a name in small letters', async () => {
    const work = () => createPromptPolicy('id', draft([rule()], 'No Secrets'), context);
    expect(await faultPathsOf(work)).toEqual(['name']);
  });

  test('is judged whole when it is edited', async () => {
    const policy = createPromptPolicy('id', draft([rule()]), context);
    expect(revisePromptPolicy(policy, { name: 'other' }, context)).toMatchObject({ version: 2 });
    const work = () => revisePromptPolicy(policy, { rules: [] }, context);
    expect(await faultPathsOf(work)).toEqual(['rules']);
  });

  test.each<[string, Partial<Attachment>, readonly string[]]>([
    ['somewhere', {}, ['appliesTo']],
    ['everywhere and there besides', { everywhere: true, workloads: ['chat'] }, ['appliesTo']],
    ['an application of another', { applicationIds: ['bot', 'x'] }, ['appliesTo.applicationIds.1']],
    ['a workload that is no word', { workloads: ['A b'] }, ['appliesTo.workloads.0']],
    [
      'too many workloads',
      { workloads: Array.from({ length: 33 }, (_, at) => `w${at}`) },
      ['appliesTo.workloads'],
    ],
  ])('applies to %s: refused', async (_where, change, paths) => {
    const appliesTo = { everywhere: false, applicationIds: [], workloads: [], ...change };
    const work = () => createPromptPolicy('id', { ...draft([rule()]), appliesTo }, context);
    expect(await faultPathsOf(work)).toEqual(paths);
  });

  test('keeps where it applies in one form, until it is told otherwise', () => {
    const appliesTo = {
      everywhere: false,
      applicationIds: ['bot', 'bot'],
      workloads: ['b', 'a'],
    };
    const policy = createPromptPolicy('id', { ...draft([rule()]), appliesTo }, context);
    const stored = { everywhere: false, applicationIds: ['bot'], workloads: ['a', 'b'] };
    expect(policy.appliesTo).toEqual(stored);
    expect(revisePromptPolicy(policy, { name: 'other' }, context).appliesTo).toEqual(stored);
    expect(revisePromptPolicy(policy, { appliesTo: null }, context).appliesTo).toBeNull();
  });

  test.each<[string, Partial<RuleException>, readonly string[]]>([
    ['of another tenant', { applicationIds: ['bot', 'x'] }, ['applicationIds.1']],
    ['that nobody answers for', { ownerId: 'bob' }, ['ownerId']],
    ['that outlives a year', { expiresAtMs: now.getTime() + 367 * 86_400_000 }, ['expiresAt']],
    ['without an end', { expiresAtMs: Number.NaN }, ['expiresAt']],
    ['of nothing in particular', { applicationIds: [], kinds: [] }, ['applicationIds']],
    ['of kinds that the rule is not about', { kinds: ['npm_token'] }, ['kinds']],
    ['without a reason', { reason: '' }, ['reason']],
    ['with a reason of two lines', { reason: 'one\ntwo' }, ['reason']],
    ['without a name', { name: '' }, ['name']],
  ])('has no exception %s', async (_what, change, paths) => {
    const rules = [
      rule({ kinds: ['jwt', 'basic_auth'], exceptions: [{ ...exception, ...change }] }),
    ];
    const work = () => createPromptPolicy('id', draft(rules), context);
    expect(await faultPathsOf(work)).toEqual(paths.map((one) => `rules.0.exceptions.0.${one}`));
  });

  test('has so many exceptions, of different names, and keeps one that has expired', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...exception, name: `n${at}` }));
    const faultsOf = (...rules: readonly PromptRule[]) =>
      faultPathsOf(() => createPromptPolicy('id', draft(rules), context));
    expect(await faultsOf(rule({ exceptions: many(33) }))).toEqual(['rules.0.exceptions']);
    const five = Array.from({ length: 5 }, (_, at) =>
      rule({ name: `r${at}`, exceptions: many(26) }),
    );
    expect(await faultsOf(...five)).toEqual(['rules']);
    const twice = rule({ exceptions: [exception, exception] });
    expect(await faultsOf(twice)).toEqual(['rules.0.exceptions.1.name']);
    const past = { ...exception, kinds: ['jwt', 'jwt'], requestId: '', expiresAtMs: 1 };
    const { rules } = createPromptPolicy('id', draft([rule({ exceptions: [past] })]), context);
    expect(rules[0]?.exceptions).toEqual([{ ...exception, expiresAtMs: 1 }]);
    expect(Object.keys(rules[0]?.exceptions?.[0] ?? {})).not.toContain('requestId');
  });

  test('names each route once to whoever looks them up', () => {
    const rules = ['b', 'a', 'b'].map((rerouteRouteId) => rule({ rerouteRouteId }));
    expect(rerouteIdsOf([...rules, rule()])).toEqual(['a', 'b']);
  });
});

describe('where a prompt policy applies', () => {
  const move = rule({ action: 'reroute', rerouteRouteId: 'here' });
  const watch = rule({ action: 'reroute', rerouteRouteId: 'here', mode: 'monitor' });
  const asks = rule({ detector: 'outside', outsideDetectorId: 'd' });
  const at = (more: Partial<Attachment>): Attachment => ({
    everywhere: false,
    applicationIds: [],
    workloads: [],
    ...more,
  });
  test.each<[string, readonly PromptRule[], Attachment | null, Attachment | null, boolean]>([
    ['nowhere any more', [rule()], at({ workloads: ['a'] }), null, false],
    ['everywhere', [rule()], at({ workloads: ['a'] }), at({ everywhere: true }), true],
    ['everywhere, and moves', [move], at({ workloads: ['a'] }), at({ everywhere: true }), false],
    ['everywhere, and flags', [rule({ action: 'flag' })], null, at({ everywhere: true }), false],
    ['everywhere, and watches', [watch], null, at({ everywhere: true }), true],
    [
      'one application less',
      [rule()],
      at({ applicationIds: ['a', 'b'] }),
      at({ applicationIds: ['a'] }),
      false,
    ],
    [
      'one application more',
      [rule()],
      at({ applicationIds: ['a'] }),
      at({ applicationIds: ['a', 'b'] }),
      true,
    ],
    ['another workload', [rule()], at({ workloads: ['a'] }), at({ workloads: ['b'] }), false],
    ['not everywhere', [rule()], at({ everywhere: true }), at({ workloads: ['a'] }), false],
    ['everywhere, and asks elsewhere', [asks], null, at({ everywhere: true }), false],
    ['as before, and moves', [move], at({ workloads: ['a'] }), at({ workloads: ['a'] }), true],
  ])('of where a prompt policy applies: %s', (_what, rules, from, to, isTighter) => {
    const policy = (appliesTo: Attachment | null) => ({ name: 'p', rules, appliesTo });
    expect(isPromptPolicyTightening(policy(from), policy(to))).toBe(isTighter);
    if (from === null) expect(onlyTightens(policy(to))).toBe(isTighter);
  });
});

describe('a tightening', () => {
  const block: PromptRule = {
    name: 'one',
    detector: 'secret',
    action: 'block',
    rerouteRouteId: undefined,
  };
  const move: PromptRule = { ...block, name: 'two', action: 'reroute', rerouteRouteId: 'r' };
  const flag: PromptRule = { ...block, name: 'three', action: 'flag' };
  const redact: PromptRule = { ...flag, action: 'redact' };
  const watch: PromptRule = { ...move, name: 'four', mode: 'monitor' };
  const excepting = (change: Partial<RuleException> = {}): PromptRule => ({
    ...block,
    exceptions: [{ ...exception, ...change }],
  });
  const configured = (detector: PromptRule['detector'], settings?: DetectorSettings): PromptRule =>
    normalisePromptRule({ ...block, detector, settings });
  const words = (...list: readonly string[]) =>
    configured('denied_words', { wordLists: [{ name: 'l', words: list }] });
  const inParts = (...list: readonly string[]) =>
    configured('denied_words', { wordLists: [{ name: 'l', words: list, partsOfWords: true }] });
  const patterns = (...list: readonly string[]) =>
    configured('pattern', { patterns: list.map((pattern) => ({ name: pattern, pattern })) });
  const hosts = (...hostSuffixes: readonly string[]) =>
    configured('internal_host', { hostSuffixes });
  const languages = (...list: readonly LanguageKind[]) =>
    configured('language', { languages: list });
  const limits = (given: SizeLimits) => configured('size', { limits: given });
  const ask: PromptRule = { ...block, name: 'five', detector: 'outside', outsideDetectorId: 'd' };
  const askQuietly: PromptRule = { ...ask, mode: 'monitor' };
  test.each<[string, readonly PromptRule[], readonly PromptRule[], boolean]>([
    ['one more block', [move], [move, block], true],
    ['a block for a reroute', [move], [block], true],
    ['a reroute for a block', [block], [move], false],
    ['one less', [block], [], false],
    ['one more reroute', [], [move], false],
    ['a reroute elsewhere', [move], [{ ...move, rerouteRouteId: 'other' }], false],
    ['a rule that only watches', [block], [block, watch], true],
    ['a block that only watches from now on', [block], [{ ...block, mode: 'monitor' }], false],
    ['a block of what was watched', [watch], [block], true],
    ['one more redaction, which changes what is sent', [block], [block, redact], false],
    ['a block of what was redacted', [redact], [block], true],
    ['one more flag, which conditions may ask for', [block], [block, flag], false],
    ['a block of fewer kinds', [block], [{ ...block, kinds: ['jwt'] }], false],
    ['a block of more kinds', [{ ...block, kinds: ['jwt'] }], [block], true],
    [
      'a block of other kinds',
      [{ ...block, kinds: ['jwt'] }],
      [{ ...block, kinds: ['npm_token'] }],
      false,
    ],
    ['a block in more parts', [{ ...block, parts: ['user'] }], [block], true],
    ['a block in fewer parts', [block], [{ ...block, parts: ['user'] }], false],
    ['a block of replies besides', [block], [{ ...block, direction: 'both' }], true],
    ['a block of replies instead', [block], [{ ...block, direction: 'output' }], false],
    ['a block from fewer on', [{ ...block, minCount: 3 }], [{ ...block, minCount: 2 }], true],
    ['a block from more on', [{ ...block, minCount: 2 }], [{ ...block, minCount: 3 }], false],
    ['an exception', [block], [{ ...block, exceptions: [exception] }], false],
    ['an exception less', [{ ...move, exceptions: [exception] }], [move], true],
    [
      'one for longer',
      [excepting()],
      [excepting({ expiresAtMs: exception.expiresAtMs + 1 })],
      false,
    ],
    ['one for shorter', [excepting()], [excepting({ expiresAtMs: 1 })], true],
    ['one of more kinds', [excepting()], [excepting({ kinds: undefined })], false],
    ['one of some parts', [excepting()], [excepting({ parts: ['file'] })], true],
    ['one of every part', [excepting({ parts: ['file'] })], [excepting()], false],
    ['one of another application', [excepting()], [excepting({ applicationIds: ['x'] })], false],
    ['one of every application', [excepting()], [excepting({ applicationIds: undefined })], false],
    ['one that says why', [excepting()], [excepting({ reason: 'other', name: 'other' })], true],
    [
      'a block of what was excepted of a reroute',
      [move],
      [{ ...block, exceptions: [exception] }],
      false,
    ],
    ['more denied words', [words('ab')], [words('ab', 'cd')], true],
    ['fewer denied words', [words('ab', 'cd')], [words('ab')], false],
    ['the same words in other letters', [words('Ab c')], [words('ab-c', 'x y')], true],
    [
      'more words, of some kinds',
      [{ ...words('ab'), kinds: ['l'] }],
      [{ ...words('ab', 'cd'), kinds: ['l'] }],
      false,
    ],
    [
      'more words, from two on',
      [{ ...words('ab'), minCount: 2 }],
      [{ ...words('ab', 'ab ab'), minCount: 2 }],
      false,
    ],
    [
      'words moved to a list that is left alone',
      [{ ...words('ab'), exceptions: [exception] }],
      [{ ...words('ab', 'cd'), exceptions: [exception] }],
      false,
    ],
    ['words within others too', [words('ab')], [inParts('ab')], true],
    ['words that stand alone only', [inParts('ab')], [words('ab')], false],
    ['one more pattern', [patterns('a')], [patterns('a', 'b')], true],
    ['another pattern', [patterns('a')], [patterns('a|b')], false],
    ['one more suffix', [hosts('a.b.c')], [hosts('b.c')], true],
    ['any suffix at all', [hosts()], [hosts('b.c')], true],
    ['a narrower suffix', [hosts('b.c')], [hosts('a.b.c')], false],
    ['fewer languages', [languages('english', 'german')], [languages('german')], true],
    ['other languages', [languages('english')], [languages('german')], false],
    [
      'a lower limit, and one more',
      [limits({ nestingMax: 9 })],
      [limits({ nestingMax: 8, messagesMax: 1 })],
      true,
    ],
    [
      'no such limit',
      [limits({ nestingMax: 9, messagesMax: 1 })],
      [limits({ nestingMax: 9 })],
      false,
    ],
    ['a higher limit', [limits({ nestingMax: 9 })], [limits({ nestingMax: 10 })], false],
    [
      'more words that are taken out',
      [{ ...words('ab'), action: 'redact' }],
      [{ ...words('ab', 'cd'), action: 'redact' }],
      false,
    ],
    ['a block that asks elsewhere, which sends prompts there', [block], [block, ask], false],
    ['one that only watches what is said elsewhere', [block], [block, askQuietly], false],
    ['a block of what was asked elsewhere before', [askQuietly], [ask], true],
    ['another detector elsewhere', [ask], [{ ...ask, outsideDetectorId: 'other' }], false],
    ['a call goes on when it fails', [ask], [{ ...ask, onFailure: 'open' }], false],
    ['no call goes on when it fails', [{ ...ask, onFailure: 'open' }], [ask], true],
    ['less time to answer, closed', [ask], [{ ...ask, timeoutMs: 50 }], true],
    [
      'less time to answer, open',
      [{ ...ask, onFailure: 'open' }],
      [{ ...ask, onFailure: 'open', timeoutMs: 50 }],
      false,
    ],
    ['other words for callers', [block], [{ ...block, message: 'no', contact: 'ann' }], true],
  ])('of the rules of a prompt policy: %s', (_what, from, to, isTighter) => {
    const at = (rules: readonly PromptRule[]) => ({ name: 'p', rules });
    expect(isPromptPolicyTightening(at(from), at(to))).toBe(isTighter);
  });
});
