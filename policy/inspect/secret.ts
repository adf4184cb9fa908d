import { createAssignedRules } from './credential/assigned-secret.ts';
import { basicAuthTrigger } from './credential/basic-auth.ts';
import { jwtTrigger } from './credential/jwt.ts';
import { knownTokenTriggers } from './credential/known-token.ts';
import { prefixedKeyTriggers } from './credential/prefixed-key.ts';
import { privateKeyTrigger } from './credential/private-key.ts';
import { urlPasswordTrigger } from './credential/url-password.ts';
import { type Found, pairOfLiteral, type Rule } from './detector.ts';
import type { SecretKind, SecretTrigger } from './secret-kind.ts';

const triggers: readonly SecretTrigger[] = [
  ...knownTokenTriggers,
  ...prefixedKeyTriggers,
  jwtTrigger,
  privateKeyTrigger,
  basicAuthTrigger,
  urlPasswordTrigger,
];

/** What tells credentials: the first rule that accepts a text names its kind. */
export const secretRules: readonly Rule<SecretKind>[] = [
  ...triggers.map(createRule),
  ...createAssignedRules(triggers.map(({ literal }) => literal)),
];

function createRule({ literal, pairOffset, validate }: SecretTrigger): Rule<SecretKind> {
  return {
    ...pairOfLiteral(literal, pairOffset),
    find(text, at, from): Found<SecretKind> | undefined {
      const start = at - pairOffset;
      if (start < from || !text.startsWith(literal, start)) return undefined;
      const match = validate(text, start);
      if (match === undefined) return undefined;
      return { kind: match.kind, start: match.start ?? start, end: match.end };
    },
  };
}
