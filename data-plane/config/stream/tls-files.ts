import { readFileSync } from 'node:fs';
import { requireUsable, type TlsMaterial } from '../../../proto/peer-certificate.ts';
import type { TlsFiles } from '../../settings.ts';

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
