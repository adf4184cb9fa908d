import { randomUUID } from 'node:crypto';
import type { AccessToken } from '../domain/access-token.ts';
import { describeChanges } from '../domain/audit.ts';
import { createPrincipal } from '../domain/principal.ts';
import { isSecret } from '../secrets/secret-format.ts';
import type { SecretHasher } from '../secrets/secret-hash.ts';
import { PLATFORM, type Storage, type Stores, type Trail } from '../storage/storage.ts';

const NAME = 'bootstrap';

/** The first token of a platform that nobody can sign in to yet. */
export interface Bootstrap {
  readonly token: string;
  readonly hasher: SecretHasher;
}

/**
 * Makes the person `bootstrap`, platform-admin, with this token, when there is no principal at all;
 * else changes nothing. Any number of replicas may call it at once. The token does not expire:
 * revoke it when there are other administrators.
 *
 * @returns whether it was made by this call
 * @throws Error when the token has not the form of one; DomainError BUSY
 */
export async function ensureBootstrapPrincipal(
  storage: Storage,
  { token, hasher }: Bootstrap,
  now: Date,
): Promise<boolean> {
  if (!isSecret('gth_pat_', token))
    throw new Error('the bootstrap token is no access token: gth_pat_, 43 characters, checksum');
  const isEmpty = await storage.read(PLATFORM, ({ principals }) => principals.isEmpty());
  if (!isEmpty) return false;
  const actor = { name: 'system', authenticatedBy: 'start' };
  const { value } = await storage.transaction(PLATFORM, actor, async (stores, trail) => {
    await stores.principals.lockAdministrators();
    if (!(await stores.principals.isEmpty())) return false;
    await insertBootstrap(stores, trail, { hash: hasher.hash(token), now });
    return true;
  });
  return value;
}

async function insertBootstrap(
  { principals, accessTokens }: Stores,
  { entries }: Trail,
  { hash, now }: { readonly hash: Buffer; readonly now: Date },
): Promise<void> {
  const principal = createPrincipal(
    randomUUID(),
    { tenantId: null, kind: 'human', name: NAME, email: null, roles: ['platform-admin'] },
    now,
  );
  const token: AccessToken = {
    id: randomUUID(),
    principalId: principal.id,
    tenantId: null,
    name: NAME,
    hash,
    scope: null,
    rotatedFromId: null,
    createdBy: null,
    notAfter: null,
    revokedAt: null,
    createdAt: now,
  };
  await principals.insert(principal);
  await accessTokens.insert(token);
  for (const [noun, row] of [
    ['principal', principal],
    ['access-token', token],
  ] as const)
    entries.push({
      tenantId: null,
      action: `${noun}.create`,
      object: `${noun}/${row.id}`,
      changes: describeChanges(undefined, row),
    });
}
