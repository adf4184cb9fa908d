import type { StoredSecret } from '../../storage/configuration.ts';

/** Names of the secrets of which one side has a generation that the other has not, or has sealed otherwise. */
export function differingSecrets(
  left: readonly StoredSecret[],
  right: readonly StoredSecret[],
): ReadonlySet<string> {
  const names = new Set<string>();
  const unmatched = new Map(left.map((secret) => [keyOf(secret), secret]));
  for (const secret of right) {
    const key = keyOf(secret);
    if (unmatched.get(key)?.sealed.equals(secret.sealed) !== true) names.add(secret.name);
    unmatched.delete(key);
  }
  for (const { name } of unmatched.values()) names.add(name);
  return names;
}

function keyOf({ name, generation }: StoredSecret): string {
  return `${name} ${generation}`;
}
