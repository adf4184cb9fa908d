import type { ChainPlace } from './chain.ts';

/** The end of a chain at a time, with the signature of this control plane. Hash and signature are hexadecimal. */
export interface SignedHead extends ChainPlace {
  readonly chain: string;
  readonly keyId: string;
  readonly signedAt: Date;
  readonly signature: string;
}

export type UnsignedHead = Omit<SignedHead, 'keyId' | 'signature'>;

/** The public half of a key that signs heads. */
export interface AuditSigningKey {
  readonly id: string;
  /** PEM of the SubjectPublicKeyInfo (RFC 8410). */
  readonly publicKey: string;
  readonly createdAt: Date;
}

/** What is signed; docs/audit.md promises these bytes to whoever checks the exported lines. */
export function signedBytes({ chain, sequence, hash, signedAt }: UnsignedHead): Buffer {
  const lines = ['gatehouse audit head v1', chain, sequence, hash, signedAt.toISOString()];
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** One line of the file of heads. */
export function toHeadLine(head: SignedHead): string {
  const { chain, sequence, hash, signedAt, keyId, signature } = head;
  return `${JSON.stringify({ chain, sequence: String(sequence), hash, signedAt, keyId, signature })}\n`;
}
