import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../../deploy/tls/certificate-authority.ts';
import { CONTROL_PLANE_IDENTITY, nodeIdentity } from '../../proto/peer-certificate.ts';

const HOUR_MS = 3_600_000;

/** Paths of what one peer is given. */
export interface PeerFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly caFile: string;
}

/** What a certificate of a test says, where it is not the usual. */
export interface PeerDraft {
  readonly authority?: CertificateAuthority;
  readonly uri?: string;
  /** Hours from now. */
  readonly validHours?: readonly [from: number, to: number];
  /** What the peer trusts. */
  readonly trust?: string;
}

/** An authority of the test's own, and a folder for the files of peers. */
export class TestCertificates {
  readonly authority = createAuthority();
  readonly #directory = mkdtempSync(join(tmpdir(), 'gatehouse-tls-'));

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Variables of a control plane with a fresh certificate. Called again, it rotates the same files. */
  controlPlane(draft: PeerDraft = {}) {
    const files = this.write('control-plane', { uri: CONTROL_PLANE_IDENTITY, ...draft });
    return {
      GATEHOUSE_CONFIG_TLS_CERT_FILE: files.certificateFile,
      GATEHOUSE_CONFIG_TLS_KEY_FILE: files.keyFile,
      GATEHOUSE_CONFIG_TLS_CA_FILE: files.caFile,
    };
  }

  /** Variables of a node with a fresh certificate. Called again, it rotates the same files. */
  node(nodeId: string, { pool, ...draft }: PeerDraft & { readonly pool?: string } = {}) {
    const files = this.write(nodeId, { uri: nodeIdentity(nodeId, pool), ...draft });
    return {
      GATEHOUSE_NODE_ID: nodeId,
      GATEHOUSE_NODE_POOL: pool ?? '',
      GATEHOUSE_NODE_TLS_CERT_FILE: files.certificateFile,
      GATEHOUSE_NODE_TLS_KEY_FILE: files.keyFile,
      GATEHOUSE_NODE_TLS_CA_FILE: files.caFile,
    };
  }

  /** Issues and writes a certificate under that name. */
  write(name: string, { authority = this.authority, ...draft }: PeerDraft): PeerFiles {
    const [from, to] = draft.validHours ?? [-1, 24];
    const { certificate, key } = authority.issue({
      uri: draft.uri ?? nodeIdentity(name),
      notBefore: hoursFromNow(from),
      notAfter: hoursFromNow(to),
    });
    const folder = join(this.#directory, name);
    mkdirSync(folder, { recursive: true });
    return {
      certificateFile: replace(join(folder, 'certificate.pem'), certificate),
      keyFile: replace(join(folder, 'key.pem'), key),
      caFile: replace(join(folder, 'ca.pem'), draft.trust ?? this.authority.certificate),
    };
  }
}

/** An authority that nobody trusts yet. */
export function createAuthority(): CertificateAuthority {
  return CertificateAuthority.create(hoursFromNow(-1), hoursFromNow(48));
}

function hoursFromNow(hours: number): Date {
  return new Date(Date.now() + hours * HOUR_MS);
}

function replace(file: string, content: string): string {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
  return file;
}
