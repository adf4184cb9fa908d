import type { TokenIssuer, TokenIssuerDraft } from '../../control-plane/domain/token-issuer.ts';
import { freshName, type Tenancy } from './catalog.ts';
import { call, type Management } from './management.ts';

/** A token issuer of a tenant, for its application; tests change what they are about. */
export function tokenIssuerDraft({ tenant, application }: Tenancy): TokenIssuerDraft {
  return {
    tenantId: tenant.id,
    name: freshName('login'),
    issuer: 'https://login.example.com/realm',
    audience: freshName('gatehouse'),
    algorithms: ['RS256', 'ES256'],
    leewaySeconds: 60,
    lifetimeSecondsMax: 3_600,
    applicationId: application.id,
    applicationClaim: null,
    workloads: ['default'],
    routes: [],
    operations: [],
    scopes: [],
    facts: [],
    enabled: true,
  };
}

/** Makes it, as the administrator of the platform. */
export async function createTokenIssuer(
  { services, admin }: Management,
  tenancy: Tenancy,
  change: Partial<TokenIssuerDraft> = {},
): Promise<TokenIssuer> {
  const draft = { ...tokenIssuerDraft(tenancy), ...change };
  return (await services.tokenIssuers.create(admin, call('createTokenIssuer'), draft)).value;
}
