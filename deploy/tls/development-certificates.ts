import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROL_PLANE_IDENTITY, nodeIdentity } from '../../proto/peer-certificate.ts';
import { CertificateAuthority, type CertificatePair } from './certificate-authority.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AUTHORITY_DAYS = 3_650;
const PEER_DAYS = 90;
/** A certificate that ends sooner is made anew. */
const RENEW_DAYS = 30;

/**
 * Makes what is missing, ends within 30 days, or comes from another authority: `authority/`, `control-plane/` and
 * `node/<id>/` in the directory, each with `certificate.pem` and `key.pem`, the peers with `ca.pem` too. Planes that run
 * take up what changed. Gives the names of what was made. @throws Error for a name that no node can have
 */
export function makeDevelopmentCertificates(
  directory: string,
  nodeIds: readonly string[],
  now: Date,
): readonly string[] {
  for (const nodeId of nodeIds)
    if (!/^[a-z0-9-]{1,64}$/.test(nodeId))
      throw new Error(`"${nodeId}" is no name of a node: 1 to 64 of a-z, 0-9 and dashes`);
  const { authority, isNew } = openAuthority(join(directory, 'authority'), now);
  const peers = [
    { name: 'control-plane', uri: CONTROL_PLANE_IDENTITY },
    ...nodeIds.map((nodeId) => ({ name: `node/${nodeId}`, uri: nodeIdentity(nodeId) })),
  ];
  const due = peers.filter(({ name }) => !isGood(join(directory, name), authority, now));
  for (const { name, uri } of due) {
    const pair = authority.issue({ uri, ...validity(now, PEER_DAYS) });
    writePair(join(directory, name), pair);
    write(join(directory, name, 'ca.pem'), authority.certificate);
  }
  return [...(isNew ? ['authority'] : []), ...due.map(({ name }) => name)];
}

function openAuthority(folder: string, now: Date) {
  if (existsSync(join(folder, 'key.pem'))) {
    const certificate = readFileSync(join(folder, 'certificate.pem'), 'utf8');
    const key = readFileSync(join(folder, 'key.pem'), 'utf8');
    return { authority: CertificateAuthority.restore({ certificate, key }), isNew: false };
  }
  const { notBefore, notAfter } = validity(now, AUTHORITY_DAYS);
  const authority = CertificateAuthority.create(notBefore, notAfter);
  writePair(folder, authority);
  return { authority, isNew: true };
}

function isGood(folder: string, authority: CertificateAuthority, now: Date): boolean {
  const file = join(folder, 'certificate.pem');
  if (!existsSync(file)) return false;
  const certificate = new X509Certificate(readFileSync(file));
  const endsLate = Date.parse(certificate.validTo) > now.getTime() + RENEW_DAYS * DAY_MS;
  return endsLate && certificate.checkIssued(new X509Certificate(authority.certificate));
}

/** Begins an hour ago: clocks of two machines differ. */
function validity(now: Date, days: number) {
  return {
    notBefore: new Date(now.getTime() - HOUR_MS),
    notAfter: new Date(now.getTime() + days * DAY_MS),
  };
}

function writePair(folder: string, { certificate, key }: CertificatePair): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  write(join(folder, 'key.pem'), key, 0o600);
  write(join(folder, 'certificate.pem'), certificate);
}

/** Whoever reads the file meanwhile sees the old one or the new one whole. */
function write(file: string, content: string, mode = 0o644): void {
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}
