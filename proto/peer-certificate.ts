import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

/** What a plane shows the other and trusts, as PEM. */
export interface TlsMaterial {
  /** The plane's own certificate, and the intermediate ones that it needs. */
  readonly certificate: Buffer;
  readonly key: Buffer;
  /** Authorities that the other plane's certificate must come from. */
  readonly ca: Buffer;
}

/** Identity of every replica of the control plane. */
export const CONTROL_PLANE_IDENTITY = 'spiffe://gatehouse/control-plane';

/** Who a node is. */
export interface NodeName {
  readonly nodeId: string;
  /** Pool that it belongs to; empty when it belongs to none. */
  readonly pool: string;
}

const NODE_IDENTITY =
  /^spiffe:\/\/gatehouse(?:\/pool\/(?<pool>[a-z0-9-]{1,64}))?\/node\/(?<nodeId>[a-z0-9-]{1,64})$/;

/** Identity of the node of that name; `pool` is empty when it belongs to none. */
export function nodeIdentity(nodeId: string, pool = ''): string {
  return `spiffe://gatehouse${pool === '' ? '' : `/pool/${pool}`}/node/${nodeId}`;
}

/** The node that an identity names; undefined for anything else. */
export function nodeOfIdentity(identity: string | undefined): NodeName | undefined {
  const { nodeId, pool = '' } = NODE_IDENTITY.exec(identity ?? '')?.groups ?? {};
  return nodeId === undefined ? undefined : { nodeId, pool };
}

/**
 * Who a certificate is for: its URI of the subject alternative name. Undefined when there is none or more than one: an
 * identity document has exactly one (SPIFFE X.509-SVID, section 2).
 */
export function identityOf(certificate: X509Certificate): string | undefined {
  const names = certificate.subjectAltName ?? '';
  // Node quotes a name that holds a comma or a quote; cut apart, it could pass for a name of its own.
  if (names.includes('"')) return undefined;
  const uris = names.split(', ').filter((name) => name.startsWith('URI:'));
  return uris.length === 1 ? uris[0]?.slice('URI:'.length) : undefined;
}

/** Whether the certificate is valid at that moment. */
export function isCurrent({ validFrom, validTo }: X509Certificate, nowMs: number): boolean {
  return Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo);
}

/** Unix seconds at which a PEM certificate ends. */
export function notAfterSeconds(certificate: Buffer): number {
  return Date.parse(new X509Certificate(certificate).validTo) / 1_000;
}

/** @throws Error in words for the operator, when a handshake with this could not succeed as `identity` */
export function requireUsable({ certificate, key, ca }: TlsMaterial, identity: string): void {
  const own = parse('the certificate', () => new X509Certificate(certificate));
  const privateKey = parse('the key', () => createPrivateKey(key));
  parse('the file of authorities', () => new X509Certificate(ca));
  if (!own.checkPrivateKey(privateKey))
    throw new Error('the key is not the one of the certificate');
  if (identityOf(own) !== identity)
    throw new Error(`the certificate must carry the URI ${identity}, and no other`);
  parse('the certificate chain', () => createSecureContext({ cert: certificate, key, ca }));
}

function parse<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new Error(`${what} cannot be read as PEM`, { cause });
  }
}
