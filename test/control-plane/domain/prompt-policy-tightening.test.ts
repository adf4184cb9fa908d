import { describe, expect, test } from '@jest/globals';
import { normalisePromptRule } from '../../../control-plane/domain/prompt-policy.ts';
import { isPromptPolicyTightening } from '../../../control-plane/domain/review/tightening.ts';
import type { LanguageKind } from '../../../policy/inspect/language/language-kind.ts';
import type { PromptRule } from '../../../policy/inspect/prompt-rule.ts';
import type { DetectorSettings } from '../../../policy/inspect/settings/detector-settings.ts';
import type { SizeLimits } from '../../../policy/inspect/size/size.ts';
import type { RuleException } from '../../../policy/prompt-part/rule-exception.ts';
import { exception } from './prompt-rule-fixture.ts';

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
    ['a lower threshold', [{ ...ask, minScore: 0.8 }], [{ ...ask, minScore: 0.7 }], true],
    ['no threshold', [{ ...ask, minScore: 0.8 }], [ask], true],
    ['a higher threshold', [{ ...ask, minScore: 0.7 }], [{ ...ask, minScore: 0.8 }], false],
    ['a threshold', [ask], [{ ...ask, minScore: 0.01 }], false],
    ['replies that are sent elsewhere too', [ask], [{ ...ask, direction: 'both' }], false],
    ['other words for callers', [block], [{ ...block, message: 'no', contact: 'ann' }], true],
  ])('of the rules of a prompt policy: %s', (_what, from, to, isTighter) => {
    const at = (rules: readonly PromptRule[]) => ({ name: 'p', rules });
    expect(isPromptPolicyTightening(at(from), at(to))).toBe(isTighter);
  });
});
