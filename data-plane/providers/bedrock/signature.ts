import { createHash, createHmac } from 'node:crypto';

/** Keys that are kept; more than a node has AWS credentials times regions. */
const keysMax = 256;
const algorithm = 'AWS4-HMAC-SHA256';

/** A key pair of AWS, long-lived or of a session. */
export interface AwsCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string | undefined;
}

/** A POST as it goes out. */
export interface UnsignedRequest {
  /** With the port when it is not the scheme's own. */
  readonly host: string;
  /** As it is sent: percent-encoded, without a query. */
  readonly path: string;
  /** Undefined when the request has no such header. */
  readonly contentType: string | undefined;
  readonly body: Buffer;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/**
 * Signs requests to one service of AWS by Signature Version 4 (AWS IAM User Guide, "Create a signed AWS API request",
 * 2025). A signing key is derived once a day for each secret and region.
 */
export class Signer {
  readonly #service: string;
  readonly #keys = new Map<string, { readonly day: string; readonly key: Buffer }>();

  /** `service` is the name in the scope of signatures, `bedrock` for Bedrock Runtime. */
  constructor(service: string) {
    this.#service = service;
  }

  /** Headers to send beside those of the request: a flat list of names and values. */
  sign(request: UnsignedRequest, credential: AwsCredential, region: string): readonly string[] {
    const time = new Date(request.nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${this.#service}/aws4_request`;
    const signed = signedHeaders(request, time, credential.sessionToken);
    const names = signed.map(([name]) => name).join(';');
    const canonical = [
      'POST',
      encodeAgain(request.path),
      '',
      ...signed.map(([name, value]) => `${name}:${value}`),
      '',
      names,
      sha256(request.body),
    ].join('\n');
    const text = `${algorithm}\n${time}\n${scope}\n${sha256(canonical)}`;
    const key = this.#keyOf(credential.secretAccessKey, region, day);
    const signature = createHmac('sha256', key).update(text).digest('hex');
    const identity = `Credential=${credential.accessKeyId}/${scope}`;
    const headers = ['x-amz-date', time];
    if (credential.sessionToken !== undefined)
      headers.push('x-amz-security-token', credential.sessionToken);
    const proof = `${algorithm} ${identity}, SignedHeaders=${names}, Signature=${signature}`;
    headers.push('authorization', proof);
    return headers;
  }

  #keyOf(secret: string, region: string, day: string): Buffer {
    const name = `${region} ${secret}`;
    const known = this.#keys.get(name);
    if (known?.day === day) return known.key;
    let key = hmac(`AWS4${secret}`, day);
    for (const part of [region, this.#service, 'aws4_request']) key = hmac(key, part);
    if (this.#keys.size >= keysMax) this.#keys.clear();
    this.#keys.set(name, { day, key });
    return key;
  }
}

/**
 * Percent-encodes one segment of a path as AWS counts it (RFC 3986, section 2.3): all but letters, digits and `-._~`, the
 * slashes of an ARN too.
 */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The canonical path of every service but S3 is the path that is sent, with each segment encoded once more. */
function encodeAgain(path: string): string {
  return path === '' ? '/' : path.split('/').map(encodeSegment).join('/');
}

/** In the order of their names. */
function signedHeaders(
  { host, contentType }: UnsignedRequest,
  time: string,
  sessionToken: string | undefined,
): readonly (readonly [string, string])[] {
  const headers: [string, string][] = [
    ['host', host],
    ['x-amz-date', time],
  ];
  if (contentType !== undefined) headers.unshift(['content-type', contentType]);
  if (sessionToken !== undefined) headers.push(['x-amz-security-token', sessionToken]);
  return headers;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
