import { BlockList, isIP } from 'node:net';
import { listPlaceholders } from '../../policy/provider-preset.ts';
import type { Provider, ProviderKind } from '../../policy/resource.ts';
import type { Fault } from './errors.ts';

const BASE_URL_MAX = 500;
const INNER_NAME = /(^|\.)(localhost|local|internal|lan)$/;

/** Loopback, private (RFC 1918) and unique local (RFC 4193) addresses. */
const innerAddresses = new BlockList();
innerAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
innerAddresses.addSubnet('10.0.0.0', 8, 'ipv4');
innerAddresses.addSubnet('172.16.0.0', 12, 'ipv4');
innerAddresses.addSubnet('192.168.0.0', 16, 'ipv4');
innerAddresses.addAddress('::1', 'ipv6');
innerAddresses.addSubnet('fc00::', 7, 'ipv6');

interface Shape {
  readonly path: RegExp;
  /** Of hosts that are not inside: a proxy or a test may have any name. */
  readonly host?: RegExp;
  readonly message: string;
}

/**
 * What the address of a kind must look like beyond being one. Azure OpenAI REST reference; Vertex AI service endpoints; AWS
 * service endpoints of Bedrock, with FIPS, dual-stack and PrivateLink hosts (all read 2026-11-26).
 */
const shapes: { readonly [Kind in ProviderKind]?: Shape } = {
  azure_openai: {
    path: /\/openai(\/v1|\/deployments)?$/,
    message:
      'An Azure OpenAI address ends in /openai/v1, or in /openai for the older form: https://my-resource.openai.azure.com/openai/v1',
  },
  vertex: {
    path: /^\/v1(beta1)?\/projects\/[^/]+\/locations\/[^/]+$/,
    message:
      'A Vertex address names version, project and location: https://us-central1-aiplatform.googleapis.com/v1/projects/my-project/locations/us-central1',
  },
  bedrock: {
    path: /^\/$/,
    host: /(^|\.)bedrock-runtime(-fips)?\.[a-z0-9-]+\.((vpce\.)?amazonaws\.com(\.cn)?|api\.aws)$/,
    message:
      'A Bedrock address is that of the runtime in a region, without a path: https://bedrock-runtime.us-east-1.amazonaws.com',
  },
};

/**
 * Faults of an address that is not in its normal form: absolute, no trailing slash, no credentials, no query, no fragment,
 * of the shape of its kind. Plain http reaches only hosts that are inside: a credential must not cross the open network
 * unencrypted.
 */
export function checkBaseUrl(
  path: string,
  { kind, baseUrl }: Pick<Provider, 'kind' | 'baseUrl'>,
): readonly Fault[] {
  const message = findFault(kind, baseUrl);
  return message === undefined ? [] : [{ path, message }];
}

function findFault(kind: ProviderKind, baseUrl: string): string | undefined {
  const [placeholder] = listPlaceholders(baseUrl);
  if (placeholder !== undefined && baseUrl.length <= BASE_URL_MAX)
    return `Fill in ${placeholder} of ${baseUrl}`;
  const isParsed = baseUrl.length <= BASE_URL_MAX && URL.canParse(baseUrl);
  const url = isParsed ? new URL(baseUrl) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return 'Write an absolute address: https://api.example.com/v1';
  if (url.username !== '' || url.password !== '')
    return 'An address holds no credentials; use the field credential.';
  const normal = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  if (normal !== baseUrl) return `Write it as ${normal}`;
  if (url.protocol === 'http:' && !isInside(url.hostname))
    return `Use https: ${url.hostname} is not on this machine or a private network.`;
  return findShapeFault(shapes[kind], url);
}

function findShapeFault(shape: Shape | undefined, url: URL): string | undefined {
  if (shape === undefined) return undefined;
  const { path, host, message } = shape;
  const isHostRight = host === undefined || isInside(url.hostname) || host.test(url.hostname);
  return path.test(url.pathname) && isHostRight ? undefined : message;
}

/**
 * Whether a host is inside: a loopback or private address, a name without a dot, a name under localhost, local, internal
 * or lan.
 */
export function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family !== 0) return innerAddresses.check(host, family === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || INNER_NAME.test(host);
}
