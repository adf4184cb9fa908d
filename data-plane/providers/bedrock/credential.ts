import type { Provider } from '../../../policy/resource.ts';
import { isJsonObject } from '../../dialects/json-body.ts';
import { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';
import type { AwsCredential } from './signature.ts';

/** What the secret of a provider holds: a key of Bedrock's own, or a key pair of AWS. */
export type BedrockCredential =
  | { readonly kind: 'api_key'; readonly key: string }
  | { readonly kind: 'key_pair'; readonly pair: AwsCredential };

/** What goes into a header unchanged, and hides nothing from people who compare it. */
const visible = /^[\x21-\x7e]{1,16384}$/;
const region = /^[a-z0-9-]{1,40}$/;
/**
 * Hosts of Bedrock Runtime: public, FIPS, dual-stack, of a VPC endpoint, of other partitions (AWS General Reference,
 * "Amazon Bedrock endpoints and quotas"; 2025).
 */
const regionInHost = /(?:^|\.)bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.[a-z]/;

/**
 * Reads the secret of a provider: JSON with `accessKeyId`, `secretAccessKey`, `sessionToken` and `region` (the last two
 * may be missing), or else a Bedrock API key as plain text.
 *
 * @throws GatewayError provider_unavailable with what operators must do, never with what the secret holds
 */
export function readCredential(secret: string): BedrockCredential {
  const text = secret.trim();
  if (!text.startsWith('{')) {
    if (visible.test(text)) return { kind: 'api_key', key: text };
    throw malformed();
  }
  const object = parse(text);
  return {
    kind: 'key_pair',
    pair: {
      accessKeyId: requireText(object['accessKeyId'], /^\w{1,128}$/),
      secretAccessKey: requireText(object['secretAccessKey'], visible),
      sessionToken: optionalText(object['sessionToken'], visible),
      region: optionalText(object['region'], region),
    },
  };
}

/**
 * The region that a signature is for: of the key pair, else of the host, else of the provider.
 *
 * @throws GatewayError provider_unavailable when none of them names one
 */
export function regionOf(pair: AwsCredential, host: string, provider: Provider): string {
  const found = pair.region ?? regionInHost.exec(host)?.[1] ?? provider.region;
  if (region.test(found)) return found;
  throw new GatewayError(
    'provider_unavailable',
    'The provider has no AWS region: its operators must name one in its credential, its address or its region.',
  );
}

function parse(text: string): JsonObject {
  let value: Json = null;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the secret.
  }
  if (isJsonObject(value)) return value;
  throw malformed();
}

function requireText(value: Json | undefined, form: RegExp): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw malformed();
}

function optionalText(value: Json | undefined, form: RegExp): string | undefined {
  return value === undefined || value === null || value === ''
    ? undefined
    : requireText(value, form);
}

function malformed(): GatewayError {
  return new GatewayError(
    'provider_unavailable',
    'The credential of the provider is of no form that Bedrock takes: its operators must store a Bedrock API key, or JSON with accessKeyId and secretAccessKey.',
  );
}
