import { readFileSync } from 'node:fs';
import { requireUsable, type TlsMaterial } from '../../../proto/peer-certificate.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Authorities that the control plane's certificate must come from. */
  readonly caFile: string;
}

/** What the files hold at this moment. @throws Error when it cannot be used as `identity` */
export function readTlsFiles(files: TlsFiles, identity: string): TlsMaterial {
  const material = {
    certificate: readFileSync(files.certificateFile),
    key: readFileSync(files.keyFile),
    ca: readFileSync(files.caFile),
  };
  requireUsable(material, identity);
  return material;
}
