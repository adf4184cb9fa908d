/**
 * Before every seal of Google in the inner shape. The others, of Anthropic's models wherever they run, stand as they came. A
 * conversation may move between vendors, and each refuses the seals of another.
 */
const googleMark = 'gemini:';

/** A seal of Google as the inner shape carries it. */
export function markGoogleSeal(signature: string): string {
  return `${googleMark}${signature}`;
}

/** The reverse of {@link markGoogleSeal}; undefined for the seal of another vendor, or none. */
export function openGoogleSeal(signature: string | undefined): string | undefined {
  return signature?.startsWith(googleMark) === true
    ? signature.slice(googleMark.length)
    : undefined;
}

/** A seal of one of Anthropic's models; undefined for that of Google, or none. */
export function openAnthropicSeal(signature: string | undefined): string | undefined {
  return signature?.startsWith(googleMark) === true ? undefined : signature;
}
