import { findPreset } from '../../policy/provider-preset.ts';
import type { Provider, ProviderKind } from '../../policy/resource.ts';
import type { Fault } from './errors.ts';
import { isInside } from './provider-address.ts';

/** A header holds visible ASCII (RFC 9110, section 5.5), no spaces. */
const KEY = /^[\x21-\x7e]{1,4096}$/;
/** A JSON key of a service account has 2.4 kB. */
const JSON_LENGTH_MAX = 16_384;
const KEY_MESSAGE = 'A credential has 1 to 4096 visible ASCII characters and no spaces.';

/** Why a credential is none of its kind; the sentence is public and never repeats it. Undefined when it is one. */
type Judge = (credential: string) => string | undefined;

const judgeKey: Judge = (credential) => (KEY.test(credential) ? undefined : KEY_MESSAGE);

const judges: Readonly<Record<ProviderKind, Judge>> = {
  openai: judgeKey,
  azure_openai: judgeKey,
  anthropic: judgeKey,
  gemini: judgeKey,
  vertex: judgeServiceAccount,
  bedrock: (credential) =>
    credential.trimStart().startsWith('{') ? judgeAwsKeys(credential) : judgeKey(credential),
};

/** Faults of a credential for a provider of this kind and preset; they never repeat it. */
export function checkCredential(
  path: string,
  { kind, preset }: Pick<Provider, 'kind' | 'preset'>,
  credential: string,
): readonly Fault[] {
  const message =
    findPreset(preset)?.credentialHeader === 'none'
      ? `A server of the preset ${preset} looks at no key: leave out the credential, or the preset.`
      : judges[kind](credential);
  return message === undefined ? [] : [{ path, message }];
}

/** Google Cloud, key file of a service account (read 2026-11-26). */
function judgeServiceAccount(credential: string): string | undefined {
  const key = parseObject(credential);
  const isWhole =
    key?.['type'] === 'service_account' &&
    isText(key['client_email']) &&
    isText(key['private_key']) &&
    key['private_key'].includes('PRIVATE KEY-----');
  if (!isWhole)
    return 'The credential of a Vertex provider is the JSON key of a service account, whole: type, client_email, private_key.';
  const tokenUri = key['token_uri'];
  return tokenUri === undefined || isSafeAddress(tokenUri)
    ? undefined
    : 'The token_uri of a service account is an https address.';
}

function judgeAwsKeys(credential: string): string | undefined {
  const keys = parseObject(credential);
  const { accessKeyId, secretAccessKey, sessionToken, region, ...others } = keys ?? {};
  const isWhole =
    isHeaderText(accessKeyId) &&
    isHeaderText(secretAccessKey) &&
    (sessionToken === undefined || isHeaderText(sessionToken)) &&
    (region === undefined || isHeaderText(region)) &&
    Object.keys(others).length === 0;
  return isWhole
    ? undefined
    : 'The credential of a Bedrock provider is JSON with accessKeyId, secretAccessKey and, where needed, sessionToken and region; or an API key.';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > JSON_LENGTH_MAX) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    // The parser's message quotes the text.
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isHeaderText(value: unknown): boolean {
  return typeof value === 'string' && KEY.test(value);
}

function isSafeAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isInside(hostname));
}
