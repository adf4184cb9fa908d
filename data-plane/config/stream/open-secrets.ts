import type { KeyObject } from 'node:crypto';
import type { SealedSecret__Output } from '../../../proto/generated/gatehouse/config/v1/SealedSecret.ts';
import { unseal } from '../../../proto/sealed-box.ts';
import type { HeldSecret, SecretStore } from '../secret-store.ts';
import type { SlicedWork } from '../slices.ts';

/** Bounds of one Secrets message. */
export const SECRET_LIMITS = { countMax: 100_000, bytesMax: 65_536 } as const;

/** What could be opened, and the names of what could not. */
export interface OpenedSecrets {
  readonly secrets: readonly HeldSecret[];
  readonly refused: readonly string[];
}

/** Opens what was sealed to this instance. What cannot be opened stays as it was held before, if it was. */
export function* openSecrets(
  sealed: readonly SealedSecret__Output[],
  privateKey: KeyObject,
  held: SecretStore,
): SlicedWork<OpenedSecrets> {
  const secrets: HeldSecret[] = [];
  const refused: string[] = [];
  for (const one of sealed.slice(0, SECRET_LIMITS.countMax)) {
    yield;
    const opened = openOne(one, privateKey);
    if (opened === undefined) refused.push(one.name);
    const secret = opened ?? held.find(one.name, BigInt(one.generation));
    if (secret !== undefined) secrets.push(secret);
  }
  return { secrets, refused };
}

function openOne(one: SealedSecret__Output, privateKey: KeyObject): HeldSecret | undefined {
  if (one.sealed.length > SECRET_LIMITS.bytesMax) return undefined;
  try {
    const value = unseal(one.sealed, privateKey, one.name);
    return { name: one.name, generation: BigInt(one.generation), value };
  } catch {
    return undefined;
  }
}
