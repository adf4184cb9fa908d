import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import {
  type AuditSigningKey,
  type SignedHead,
  signedBytes,
  type UnsignedHead,
} from '../../domain/audit/signed-head.ts';
import type { Envelope } from '../../secrets/envelope.ts';
import type { StoredSigningKey } from '../../storage/sealed/audit-signing-key.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';

/** A key signs for a year; then a new one follows. */
const KEY_MS = 365 * 86_400_000;

/** Heads by whether they can be trusted. */
export interface SortedHeads {
  readonly good: readonly SignedHead[];
  readonly forged: readonly SignedHead[];
}

interface OpenKey extends AuditSigningKey {
  readonly privateKey: KeyObject;
  readonly verifier: KeyObject;
}

/**
 * Signs the heads of audit chains with Ed25519 (RFC 8032), and checks such signatures. Public keys are derived from the sealed
 * private ones: whoever owns the database, but not the master key, cannot put in one of his own.
 */
export class AuditSigner {
  readonly #storage: Storage;
  readonly #envelope: Envelope;
  /** Opened once; keys never change. */
  readonly #open = new Map<string, OpenKey>();

  constructor(storage: Storage, envelope: Envelope) {
    this.#storage = storage;
    this.#envelope = envelope;
  }

  /** With the newest key; makes one when there is none that is young enough. @throws EnvelopeError */
  async sign(heads: readonly UnsignedHead[], now: Date): Promise<readonly SignedHead[]> {
    const [newest] = await this.#list();
    const isUsable = newest !== undefined && newest.createdAt.getTime() > now.getTime() - KEY_MS;
    const key = isUsable ? newest : await this.#create(now);
    return heads.map((head) => {
      const signature = sign(null, signedBytes(head), key.privateKey).toString('hex');
      return { ...head, keyId: key.id, signature };
    });
  }

  /** Newest first. @throws EnvelopeError */
  async listKeys(): Promise<readonly AuditSigningKey[]> {
    return this.#list();
  }

  /** Sorts heads by whether a key of this control plane has signed them so. @throws EnvelopeError */
  async sort(heads: readonly SignedHead[]): Promise<SortedHeads> {
    if (heads.length === 0) return { good: [], forged: [] };
    const keys = new Map((await this.#list()).map(({ id, verifier }) => [id, verifier]));
    const isGood = (head: SignedHead) => {
      const key = keys.get(head.keyId);
      const signature = Buffer.from(head.signature, 'hex');
      return key !== undefined && verify(null, signedBytes(head), key, signature);
    };
    const good = heads.filter(isGood);
    const kept = new Set(good);
    return { good, forged: heads.filter((head) => !kept.has(head)) };
  }

  async #list(): Promise<readonly OpenKey[]> {
    const stored = await this.#storage.read(PLATFORM, ({ auditSigningKeys }) =>
      auditSigningKeys.list(),
    );
    return stored.map((key) => this.#openKey(key));
  }

  #openKey({ id, sealed, createdAt }: StoredSigningKey): OpenKey {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const der = this.#envelope.open(sealed, nameOf(id));
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    der.fill(0);
    const verifier = createPublicKey(privateKey);
    const publicKey = verifier.export({ format: 'pem', type: 'spki' }).toString();
    const opened = { id, publicKey, createdAt, privateKey, verifier };
    this.#open.set(id, opened);
    return opened;
  }

  async #create(now: Date): Promise<OpenKey> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const id = randomBytes(8).toString('hex');
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    const sealed = this.#envelope.seal(der, nameOf(id));
    der.fill(0);
    const stored = { id, sealed, createdAt: now };
    const actor = { name: 'system', authenticatedBy: 'system' };
    await this.#storage.transaction(PLATFORM, actor, async ({ auditSigningKeys }, trail) => {
      await auditSigningKeys.insert(stored);
      const object = nameOf(id).replaceAll('_', '-');
      trail.entries.push({
        tenantId: null,
        action: 'audit-signing-key.create',
        object,
        changes: {},
      });
    });
    return this.#openKey(stored);
  }
}

function nameOf(id: string): string {
  return `audit_signing_key/${id}`;
}
