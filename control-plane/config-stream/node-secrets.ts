import type { SealedSecret } from '../../proto/generated/gatehouse/config/v1/SealedSecret.ts';
import { seal } from '../../proto/sealed-box.ts';
import { detectorOfSecret } from '../compile/outside-detector-key.ts';
import type { StoredSecret } from '../storage/configuration.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** In place of what cannot be opened. */
const NOTHING_SEALED = Buffer.alloc(0);
/** Secrets that one log line names. */
const NAMED_MAX = 20;

/** A secret on its way from the envelope into a sealed box. */
export interface OpenSecret {
  readonly name: string;
  readonly generation: bigint;
  /** Undefined when what is stored cannot be opened: a node that holds this generation keeps it. */
  readonly plaintext: Buffer | undefined;
}

export interface NodeSecretsParts {
  /** As they are stored at this moment. */
  readonly stored: () => readonly StoredSecret[];
  /** @throws Error that names neither key nor value, when it cannot be opened */
  readonly open: (secret: StoredSecret) => Buffer;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Secrets as one instance of a node can open them, and nobody else. `publicKey` is that of its Hello. */
export function sealSecrets(secrets: readonly OpenSecret[], publicKey: Buffer): SealedSecret[] {
  return secrets.map(({ name, generation, plaintext }) => ({
    name,
    generation: generation.toString(),
    sealed: plaintext ? seal(plaintext, publicKey, name) : NOTHING_SEALED,
  }));
}

/**
 * Whether a node of a pool may have the secret: what all tenants share, and the credential of an outside detector that it holds. A node
 * of no pool holds every tenant, and may have all.
 */
export function isMeantFor(pool: string, holds: (key: string) => boolean) {
  return (name: string): boolean => {
    const detector = pool === '' ? undefined : detectorOfSecret(name);
    return detector === undefined || holds(detector);
  };
}

/** What nodes get of credentials and peppers. One that cannot be opened holds up none of the others. */
export class NodeSecrets {
  readonly #parts: NodeSecretsParts;

  constructor(parts: NodeSecretsParts) {
    this.#parts = parts;
  }

  /** Opens those that are meant for one node, by their names: so none stays in memory in the clear. */
  open(isMeant: (name: string) => boolean): readonly OpenSecret[] {
    const meant = this.#parts.stored().filter(({ name }) => isMeant(name));
    return meant.map((secret) => {
      const { name, generation } = secret;
      const { plaintext } = this.#tryOpen(secret);
      return { name, generation, plaintext };
    });
  }

  /** Counts and tells what cannot be opened. To be called whenever other secrets were read. */
  inspect(): void {
    const { stored, logger, metrics } = this.#parts;
    const faults = stored().flatMap((secret) => this.#tryOpen(secret).fault ?? []);
    metrics.unopenedSecrets.set(faults.length);
    if (faults.length === 0) return;
    logger.error(
      { count: faults.length, faults: faults.slice(0, NAMED_MAX) },
      'stored secrets cannot be opened: nodes that hold them go on with them, others do without; store them anew',
    );
  }

  #tryOpen(secret: StoredSecret): { readonly plaintext?: Buffer; readonly fault?: string } {
    try {
      return { plaintext: this.#parts.open(secret) };
    } catch (thrown) {
      return { fault: thrown instanceof Error ? thrown.message : secret.name };
    }
  }
}
