import { createPrivateKey } from 'node:crypto';
import { findPreset } from '../../policy/provider-preset.ts';
import type { Provider, ProviderKind } from '../../policy/resource.ts';
import type { Fault } from './errors.ts';

/** A header holds visible ASCII (RFC 9110, section 5.5), no spaces. */
const KEY = /^[\x21-\x7e]{1,4096}$/;
/** A JSON key of a service account has 2.4 kB. */
const JSON_LENGTH_MAX = 16_384;
const ACCESS_KEY_ID = /^\w{1,128}$/;
const AWS_REGION = /^[a-z0-9-]{1,40}$/;
/** Session tokens of AWS have no stated bound; they have had up to 2 kB. */
const VISIBLE = /^[\x21-\x7e]{1,8192}$/;
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

/** A key file of Google Cloud (IAM, service account keys, read 2026-11-26); nodes sign with it. */
function judgeServiceAccount(credential: string): string | undefined {
  const file = parseObject(credential);
  const isWhole =
    file?.['type'] === 'service_account' &&
    isText(file['client_email']) &&
    isText(file['private_key_id']) &&
    isRsaKey(file['private_key']);
  return isWhole
    ? undefined
    : 'The credential of a Vertex provider is the whole JSON key of a service account: type, client_email, private_key_id, private_key.';
}

/** AWS Signature Version 4: the pair, and what temporary credentials add. Other names are mistaken ones. */
function judgeAwsKeys(credential: string): string | undefined {
  const keys = parseObject(credential) ?? {};
  const { accessKeyId, secretAccessKey, sessionToken, region, ...others } = keys;
  const isWhole =
    isLike(ACCESS_KEY_ID, accessKeyId) &&
    isLike(VISIBLE, secretAccessKey) &&
    (sessionToken === undefined || isLike(VISIBLE, sessionToken)) &&
    (region === undefined || isLike(AWS_REGION, region)) &&
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

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isLike(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}

function isRsaKey(pem: unknown): boolean {
  if (typeof pem !== 'string') return false;
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
