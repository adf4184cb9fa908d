import { invalid } from '../../../domain/errors.ts';
import {
  type ClientSecretChange,
  createIdentityProvider,
  IDENTITY_PROVIDERS_MAX,
  type IdentityProvider,
  type IdentityProviderDraft,
} from '../../../domain/identity-provider.ts';
import type { Permission } from '../../../domain/permission.ts';
import { permissionsHeld } from '../../../domain/role.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireTenant } from '../../tenant-owner.ts';

/** A new identity provider, judged by what there is at this moment. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function buildIdentityProvider(
  stores: Stores,
  id: string,
  {
    draft,
    now,
  }: { readonly draft: IdentityProviderDraft & ClientSecretChange; readonly now: Date },
): Promise<IdentityProvider> {
  const { tenantId } = draft;
  if (tenantId !== null) await requireTenant(stores, tenantId);
  const provider = createIdentityProvider(id, draft, now);
  if ((await stores.identityProviders.countInUse(tenantId)) >= IDENTITY_PROVIDERS_MAX)
    throw invalid('name', `There are ${IDENTITY_PROVIDERS_MAX} already; archive some first.`);
  return provider;
}

/** What its mappings give together. */
export function permissionsMapped({
  tenantId,
  roleMappings,
}: Pick<IdentityProvider, 'tenantId' | 'roleMappings'>): ReadonlySet<Permission> {
  const roles = roleMappings.flatMap((mapping) => mapping.roles);
  return permissionsHeld({ tenantId, roles }, []);
}
