import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONTROL_PLANE_IDENTITY,
  identityOf,
  type NodeName,
  nodeIdentity,
} from '../../proto/peer-certificate.ts';
import { CertificateAuthority, type CertificatePair } from './certificate-authority.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AUTHORITY_DAYS = 3_650;
const PEER_DAYS = 90;
/** A certificate that ends sooner is made anew. */
const RENEW_DAYS = 30;

/**
 * Makes what is missing, ends within 30 days, comes from another authority or names another pool: `authority/`,
 * `control-plane/` and `node/<id>/` in the directory, each with `certificate.pem` and `key.pem`, the peers with `ca.pem`
 * too. A node is named by its id, or as `<pool>/<id>`. Planes that run take up what changed. Gives the names of what was
 * made. @throws Error for a name that no node can have
 */
export function makeDevelopmentCertificates(
  directory: string,
  nodes: readonly string[],
  now: Date,
): readonly string[] {
  const names = nodes.map(readNodeName);
  const { authority, isNew } = openAuthority(join(directory, 'authority'), now);
  const peers = [
    { name: 'control-plane', uri: CONTROL_PLANE_IDENTITY },
    ...names.map(({ nodeId, pool }) => ({
      name: `node/${nodeId}`,
      uri: nodeIdentity(nodeId, pool),
    })),
  ];
  const due = peers.filter(({ name, uri }) => {
    const certificate = readCertificate(join(directory, name));
    return certificate === undefined || !isGood(certificate, { uri, authority, now });
  });
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

function readNodeName(text: string): NodeName {
  const [, pool = '', nodeId] = /^(?:([a-z0-9-]{1,64})\/)?([a-z0-9-]{1,64})$/.exec(text) ?? [];
  if (nodeId !== undefined) return { nodeId, pool };
  throw new Error(
    `"${text}" is no name of a node: <id> or <pool>/<id>, each 1 to 64 of a-z, 0-9 and dashes`,
  );
}

function readCertificate(folder: string): X509Certificate | undefined {
  const file = join(folder, 'certificate.pem');
  return existsSync(file) ? new X509Certificate(readFileSync(file)) : undefined;
}

interface Wanted {
  readonly uri: string;
  readonly authority: CertificateAuthority;
  readonly now: Date;
}

function isGood(certificate: X509Certificate, { uri, authority, now }: Wanted): boolean {
  const endsLate = Date.parse(certificate.validTo) > now.getTime() + RENEW_DAYS * DAY_MS;
  const isOurs = certificate.checkIssued(new X509Certificate(authority.certificate));
  return endsLate && isOurs && identityOf(certificate) === uri;
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
