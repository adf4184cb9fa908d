import type { Reasoning } from '../../inference.ts';

/** What a provider gave so that its reasoning can come back to it. */
export type Seal = Pick<Reasoning, 'signature' | 'redacted'>;

const ownMark = 'gatehouse-';
const signatureMark = `${ownMark}signature:`;
const redactedMark = `${ownMark}redacted:`;

/**
 * The one opaque field that a reasoning item has on this wire. Thoughts that only the provider can read stay as they are, so
 * that a provider of this wire would know its own; a signature over readable ones is marked as such.
 */
export function renderSeal({ signature, redacted }: Seal): string | undefined {
  if (redacted !== undefined) {
    return redacted.startsWith(ownMark) ? `${redactedMark}${redacted}` : redacted;
  }
  return signature === undefined ? undefined : `${signatureMark}${signature}`;
}

/** The reverse of {@link renderSeal}. */
export function parseSeal(text: string): Seal {
  if (text.startsWith(signatureMark)) return { signature: text.slice(signatureMark.length) };
  const redacted = text.startsWith(redactedMark) ? text.slice(redactedMark.length) : text;
  return { redacted };
}
