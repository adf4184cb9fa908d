import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { experimental, type ServerCredentials } from '@grpc/grpc-js';
import {
  CONTROL_PLANE_IDENTITY,
  notAfterSeconds,
  requireUsable,
  type TlsMaterial,
} from '../../../proto/peer-certificate.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

/** How often the files are read: a rotated certificate serves new connections within this time. */
const WATCH_MS = 1_000;
/** Files that are written one after the other do not fit for a moment; only what lasts is told. */
const FAULTY_LOOKS_TOLD = 2;

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Authorities that certificates of nodes must come from. */
  readonly caFile: string;
}

type CaListener = Parameters<experimental.CertificateProvider['addCaCertificateListener']>[0];
type IdentityListener = Parameters<
  experimental.CertificateProvider['addIdentityCertificateListener']
>[0];

/**
 * What the door for nodes shows and trusts. Files that change are used for new connections, open ones stay as they are;
 * files that make no sense change nothing. (The provider of grpc-js would refuse every new connection meanwhile, and
 * says nothing of a file that is missing at the start.)
 */
export class DoorCertificate implements experimental.CertificateProvider {
  readonly #files: TlsFiles;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #caListeners = new Set<CaListener>();
  readonly #identityListeners = new Set<IdentityListener>();
  #material: TlsMaterial;
  #timer: NodeJS.Timeout | undefined;
  #faultyLooks = 0;

  /** @throws Error in words for the operator when the files cannot be used */
  constructor(files: TlsFiles, telemetry: { readonly logger: Logger; readonly metrics: Metrics }) {
    this.#files = files;
    this.#logger = telemetry.logger;
    this.#metrics = telemetry.metrics;
    try {
      this.#material = {
        certificate: readFileSync(files.certificateFile),
        key: readFileSync(files.keyFile),
        ca: readFileSync(files.caFile),
      };
      requireUsable(this.#material, CONTROL_PLANE_IDENTITY);
    } catch (cause) {
      throw new Error(`GATEHOUSE_CONFIG_TLS_*_FILE: ${wordsOf(cause)}`, { cause });
    }
    this.#showEnd();
  }

  /** Credentials of a server that serves nobody without a certificate of the authorities. */
  createServerCredentials(): ServerCredentials {
    return experimental.createCertificateProviderServerCredentials(this, this, true);
  }

  watch(): void {
    this.#timer = setTimeout(() => void this.#look(), WATCH_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  addCaCertificateListener(listener: CaListener): void {
    this.#caListeners.add(listener);
    process.nextTick(() => this.#tellCa(listener));
  }

  removeCaCertificateListener(listener: CaListener): void {
    this.#caListeners.delete(listener);
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.#identityListeners.add(listener);
    process.nextTick(() => this.#tellIdentity(listener));
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.#identityListeners.delete(listener);
  }

  #showEnd(): void {
    this.#metrics.certificateNotAfter.set(notAfterSeconds(this.#material.certificate));
  }

  #tellCa(listener: CaListener): void {
    listener({ caCertificate: this.#material.ca });
  }

  #tellIdentity(listener: IdentityListener): void {
    const { certificate, key: privateKey } = this.#material;
    listener({ certificate, privateKey });
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    try {
      const found = await this.#read();
      if (!isSame(found, this.#material)) this.#take(found);
      this.#faultyLooks = 0;
    } catch (error) {
      this.#faultyLooks += 1;
      if (this.#faultyLooks === FAULTY_LOOKS_TOLD)
        this.#logger.error({ error }, 'the certificate files cannot be used; the last ones stay');
    }
    if (this.#timer !== undefined) this.watch();
  }

  async #read(): Promise<TlsMaterial> {
    const { certificateFile, keyFile, caFile } = this.#files;
    const [certificate, key, ca] = await Promise.all([
      readFile(certificateFile),
      readFile(keyFile),
      readFile(caFile),
    ]);
    return { certificate, key, ca };
  }

  #take(found: TlsMaterial): void {
    requireUsable(found, CONTROL_PLANE_IDENTITY);
    this.#material = found;
    this.#showEnd();
    for (const listener of this.#identityListeners) this.#tellIdentity(listener);
    for (const listener of this.#caListeners) this.#tellCa(listener);
    this.#logger.info('the door for nodes uses a new certificate');
  }
}

function isSame(left: TlsMaterial, right: TlsMaterial): boolean {
  return (
    left.certificate.equals(right.certificate) &&
    left.key.equals(right.key) &&
    left.ca.equals(right.ca)
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
