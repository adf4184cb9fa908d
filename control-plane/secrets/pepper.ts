import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import type { SealedPepper } from '../storage/api-key-pepper.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import { type Envelope, MASTER_KEY_BYTES } from './envelope.ts';
import { SecretHasher } from './secret-hash.ts';

/** What API keys are hashed with, here and on nodes: HMAC-SHA-256 under its 32 bytes. */
export interface Pepper {
  readonly id: string;
  readonly hasher: SecretHasher;
}

/**
 * The pepper for new keys; made, audited and sent to nodes when there is none. Any number of
 * replicas may call it at once: all get the same.
 *
 * @throws EnvelopeError when it was sealed with another master key; DomainError BUSY
 */
export async function ensurePepper(
  storage: Storage,
  envelope: Envelope,
  now: Date,
): Promise<Pepper> {
  const known = await storage.read(PLATFORM, ({ apiKeyPeppers }) => apiKeyPeppers.findNewest());
  const pepper = known ?? (await createPepper(storage, envelope, now));
  const key = envelope.open(pepper.sealed, pepperName(pepper.id));
  return { id: pepper.id, hasher: new SecretHasher(createSecretKey(key)) };
}

async function createPepper(
  storage: Storage,
  envelope: Envelope,
  now: Date,
): Promise<SealedPepper> {
  const actor = { name: 'system', authenticatedBy: 'start' };
  const { value } = await storage.transaction(PLATFORM, actor, async (stores, trail) => {
    await stores.apiKeyPeppers.lock();
    const made = await stores.apiKeyPeppers.findNewest();
    if (made !== undefined) return made;
    const id = randomUUID();
    const sealed = envelope.seal(randomBytes(MASTER_KEY_BYTES), pepperName(id));
    await stores.apiKeyPeppers.insert({ id, sealed }, now);
    trail.entries.push({
      tenantId: null,
      action: 'api-key-pepper.create',
      object: pepperName(id),
      changes: {},
    });
    return { id, sealed };
  });
  return value;
}

/** As on the wire, and what the envelope authenticates. */
function pepperName(id: string): string {
  return `api_key_pepper/${id}`;
}
