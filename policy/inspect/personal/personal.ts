import type { Rule } from '../detector.ts';
import { emailRule } from './email.ts';
import { ipv6Rule } from './ip-address.ts';
import { letteredRule } from './lettered-rule.ts';
import { numberRule } from './number-rule.ts';
import type { PersonalKind } from './personal-kind.ts';

/**
 * What tells personal data by its form: a check digit, an address, a date that a word calls one of
 * birth. Numbers that other things have too count only where a word near them says what they are.
 */
export const personalRules: readonly Rule<PersonalKind>[] = [
  emailRule,
  numberRule,
  letteredRule,
  ipv6Rule,
];
