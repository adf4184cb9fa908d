import { findClaim, type Payload } from '../../../policy/token/claim.ts';
import { DomainError } from '../errors.ts';
import type { IdentityProvider } from '../identity-provider.ts';

/** What is taken from a token whose signature, issuer, audience and times were found right. */
export interface TokenClaims {
  readonly subject: string;
  readonly issuedAt: Date;
  readonly groups: readonly string[];
  /** Only when the issuer has verified it. */
  readonly email: string | null;
  /** What people may call somebody: not unique, chosen by whoever, never to be found by. */
  readonly label: string;
  /** Whether a person was seen to sign in, and not whoever holds a token. */
  readonly isPerson: boolean;
}

const SUBJECT_MAX = 255;
const GROUPS_MAX = 1_000;
const GROUP_MAX = 256;
const LABEL_MAX = 120;
const EMAIL = /^[^\s@]{1,64}@([^\s@]{1,189})$/;

/** @throws DomainError UNAUTHENTICATED when the payload has no use here, with what its owner can do about it */
export function readClaims(
  provider: Pick<IdentityProvider, 'groupClaim' | 'emailDomains'>,
  payload: Payload,
  isPerson: boolean,
): TokenClaims {
  const { sub: subject, iat } = payload;
  if (typeof subject !== 'string' || subject === '' || subject.length > SUBJECT_MAX)
    throw refusal(`The token names no subject of 1 to ${SUBJECT_MAX} characters.`);
  if (typeof iat !== 'number') throw refusal('The token does not say when it was issued.');
  const groups = readGroups(findClaim(payload, provider.groupClaim));
  const email = readEmail(payload);
  if (groups === undefined)
    throw refusal(`The token names more than ${GROUPS_MAX} groups; let the issuer leave some out.`);
  if (!isLetIn(provider.emailDomains, email))
    throw refusal('The token names no verified e-mail address in a domain that may come in.');
  const label = readLabel([email, payload['preferred_username'], payload['name'], subject]);
  return { subject, issuedAt: new Date(iat * 1_000), groups, email, label, isPerson };
}

function readGroups(claim: unknown): readonly string[] | undefined {
  const given: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  if (given.length > GROUPS_MAX) return undefined;
  const groups = given.filter((one) => typeof one === 'string' && one.length <= GROUP_MAX);
  // A name with NUL cannot be stored, and is nobody's group.
  return [...new Set(groups as readonly string[])].filter((group) => !group.includes('\0'));
}

function readEmail({ email, email_verified: isVerified }: Payload): string | null {
  const isUsable = typeof email === 'string' && EMAIL.test(email) && !email.includes('\0');
  return isUsable && (isVerified === true || isVerified === 'true') ? email : null;
}

function isLetIn(domains: readonly string[], email: string | null): boolean {
  if (domains.length === 0) return true;
  const domain = email === null ? undefined : EMAIL.exec(email)?.[1]?.toLowerCase();
  return domain !== undefined && domains.includes(domain);
}

/** The first text that has visible characters, without those that steer a terminal or turn the line around. */
function readLabel(candidates: readonly unknown[]): string {
  for (const candidate of candidates) {
    if (typeof candidate !== 'string') continue;
    const text = candidate.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim();
    if (text !== '') return text.slice(0, LABEL_MAX);
  }
  return 'unnamed';
}

function refusal(message: string): DomainError {
  return new DomainError({ code: 'UNAUTHENTICATED' }, message);
}
