import { endOfRun, TOKEN } from '../character.ts';
import type { SecretMatch, SecretTrigger } from '../secret-kind.ts';
import { beginsWord } from './token-shape.ts';

/** Headers beyond this carry certificates; bearer tokens do not. */
const headerCharsMax = 1024;
const payloadCharsMax = 16_384;
const signatureLength = { min: 20, max: 1024 } as const;

/**
 * Signed JSON web tokens (RFC 7519 section 3): three base64url parts, a header with `alg`, a
 * payload that is an object. Unsigned ones prove nothing and are passed.
 */
export const jwtTrigger: SecretTrigger = { literal: 'eyJ', pairOffset: 1, validate: validateJwt };

function validateJwt(text: string, start: number): SecretMatch | undefined {
  // A part after a dot was read with the part before it.
  if (text.charAt(start - 1) === '.' || !beginsWord(text, start)) return undefined;
  const headerEnd = endOfRun(text, start, { wanted: TOKEN, lengthMax: headerCharsMax });
  if (!text.startsWith('.eyJ', headerEnd)) return undefined;
  const payloadStart = headerEnd + 1;
  const payloadEnd = endOfRun(text, payloadStart, { wanted: TOKEN, lengthMax: payloadCharsMax });
  if (text.charAt(payloadEnd) !== '.') return undefined;
  const signatureStart = payloadEnd + 1;
  const end = endOfRun(text, signatureStart, { wanted: TOKEN, lengthMax: signatureLength.max });
  const length = end - signatureStart;
  if (length < signatureLength.min || length > signatureLength.max) return undefined;
  return namesAlgorithm(text.slice(start, headerEnd)) ? { kind: 'jwt', end } : undefined;
}

function namesAlgorithm(header: string): boolean {
  try {
    return atob(header.replaceAll('-', '+').replaceAll('_', '/')).includes('"alg"');
  } catch {
    return false;
  }
}
