import type { IdentityProviderDraft } from '../../control-plane/domain/identity-provider.ts';
import { freshName } from './catalog.ts';

/** An identity provider of the platform; tests change what they are about. */
export function identityProviderDraft(issuer: string): IdentityProviderDraft {
  return {
    tenantId: null,
    name: freshName('login'),
    issuer,
    clientId: 'gatehouse',
    audience: 'gatehouse-api',
    groupClaim: 'groups',
    roleMappings: [{ group: 'staff', roles: ['viewer'] }],
    emailDomains: [],
    scopes: ['openid'],
  };
}
