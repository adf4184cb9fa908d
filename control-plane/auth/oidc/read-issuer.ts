import { z } from 'zod';
import { isInside } from '../../domain/provider-address.ts';
import type { IssuerRequest } from './issuer-dial.ts';

const KEYS_MAX = 100;

const endpoint = z.url().max(2_000).refine(isUsable, 'expected https, or http inside');

/** What is read of a discovery document (OpenID Connect Discovery 1.0, section 3). */
const discovery = z.object({
  issuer: z.string(),
  jwks_uri: endpoint,
  authorization_endpoint: endpoint.optional(),
  token_endpoint: endpoint.optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).exactOptional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).exactOptional(),
  authorization_response_iss_parameter_supported: z.boolean().exactOptional(),
});

export type IssuerMetadata = z.infer<typeof discovery>;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(KEYS_MAX) });

/** A public key as the issuer publishes it. */
export type PublishedKey = z.infer<typeof keySet>['keys'][number];

/** What an issuer says of itself. */
export interface IssuerAnswer {
  readonly metadata: IssuerMetadata;
  readonly keys: readonly PublishedKey[];
}

/** How issuers are asked. */
export type AskIssuer = (address: string, request?: IssuerRequest) => Promise<Response>;

/** The issuer answers, and its discovery document is that of another one. */
export class OtherIssuer extends Error {}

/** Reads the discovery document and the keys of an issuer. @throws Error when either cannot be had; OtherIssuer */
export async function readIssuer(issuer: string, ask: AskIssuer): Promise<IssuerAnswer> {
  const metadata = discovery.parse(await get(discoveryAddress(issuer), ask));
  if (metadata.issuer !== issuer)
    throw new OtherIssuer(`its discovery document is that of ${metadata.issuer.slice(0, 500)}`);
  const { keys } = keySet.parse(await get(metadata.jwks_uri, ask));
  return { metadata, keys };
}

async function get(address: string, ask: AskIssuer): Promise<unknown> {
  const answer = await ask(address, { headers: { accept: 'application/json' } });
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

/** OpenID Connect Discovery 1.0, section 4: a slash at the end of the issuer is left out. */
function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

function isUsable(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isInside(hostname));
}
