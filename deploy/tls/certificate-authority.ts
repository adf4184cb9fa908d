import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { bitString, boolean, integer, oid, sequence, set, tagged, time, utf8 } from './der.ts';

/** PEM of a certificate and its key. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is for. */
export interface CertificateDraft {
  /** Identity: the one URI of its subject alternative name. */
  readonly uri: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

interface Template {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Buffer[];
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const SERIAL_BYTES = 16;
const KEY_ID_BYTES = 20;
/** RFC 5280, section 4.2.1.3: bits 5 and 6, keyCertSign and cRLSign; bit 0, digitalSignature. */
const AUTHORITY_USAGE = bitString(Buffer.of(0x06), 1);
const PEER_USAGE = bitString(Buffer.of(0x80), 7);
/** id-kp-serverAuth and id-kp-clientAuth. */
const PEER_PURPOSES = sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'));

/** Signs certificates of both planes, with P-256 keys (RFC 5280). For development and tests: its key is in a file. */
export class CertificateAuthority {
  /** PEM. */
  readonly certificate: string;
  readonly #key: KeyObject;
  readonly #name: Buffer;

  private constructor(certificate: string, key: KeyObject, name: Buffer) {
    this.certificate = certificate;
    this.#key = key;
    this.#name = name;
  }

  /** Each has a name of its own, so that one can follow another in a file of several. */
  static create(notBefore: Date, notAfter: Date): CertificateAuthority {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const name = nameOf(`Gatehouse development authority ${randomBytes(4).toString('hex')}`);
    const template = {
      issuer: name,
      subject: name,
      publicKey,
      issuerKey: publicKey,
      notBefore,
      notAfter,
      extensions: [
        extension('2.5.29.19', sequence(boolean(true)), true),
        extension('2.5.29.15', AUTHORITY_USAGE, true),
      ],
    };
    return new CertificateAuthority(signed(template, privateKey), privateKey, name);
  }

  /** The authority of these files. @throws Error when they are not PEM */
  static restore({ certificate, key }: CertificatePair): CertificateAuthority {
    const commonName = /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? '';
    return new CertificateAuthority(certificate, createPrivateKey(key), nameOf(commonName));
  }

  /** PEM. */
  get key(): string {
    return toPem(this.#key);
  }

  /** Makes a key and a certificate that serves at both ends of a connection. */
  issue({ uri, notBefore, notAfter }: CertificateDraft): CertificatePair {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const uriName = tagged(0x86, Buffer.from(uri, 'ascii'));
    const certificate = signed(
      {
        issuer: this.#name,
        subject: nameOf(uri.slice(uri.lastIndexOf('/') + 1)),
        publicKey,
        issuerKey: createPublicKey(this.#key),
        notBefore,
        notAfter,
        extensions: [
          extension('2.5.29.19', sequence(), true),
          extension('2.5.29.15', PEER_USAGE, true),
          extension('2.5.29.37', PEER_PURPOSES, false),
          extension('2.5.29.17', sequence(uriName), false),
        ],
      },
      this.#key,
    );
    return { certificate, key: toPem(privateKey) };
  }
}

function signed(template: Template, key: KeyObject): string {
  const serial = randomBytes(SERIAL_BYTES);
  serial[0] = (serial[0] ?? 0) & 0x7f;
  const body = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ECDSA_WITH_SHA256,
    template.issuer,
    sequence(time(template.notBefore), time(template.notAfter)),
    template.subject,
    template.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      0xa3,
      sequence(
        ...template.extensions,
        extension('2.5.29.14', tagged(0x04, keyIdOf(template.publicKey)), false),
        extension('2.5.29.35', sequence(tagged(0x80, keyIdOf(template.issuerKey))), false),
      ),
    ),
  );
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(sign('sha256', body, key), 0));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  const content = tagged(0x04, value);
  return critical ? sequence(oid(id), boolean(true), content) : sequence(oid(id), content);
}

/** A key identifier is any value that tells keys apart (RFC 7093, section 2). */
function keyIdOf(key: KeyObject): Buffer {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest().subarray(0, KEY_ID_BYTES);
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
}

function toPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
