import { type ApiKey, reviseApiKey } from '../../../domain/api-key.ts';
import { notFound } from '../../../domain/errors.ts';
import {
  type IdentityProvider,
  reviseIdentityProvider,
} from '../../../domain/identity-provider.ts';
import type { Principal } from '../../../domain/principal.ts';
import {
  type ApiKeyContent,
  apiKeyContentOf,
  roleContentOf,
  roleGrantContentOf,
  roleMappingContentOf,
} from '../../../domain/review/proposal.ts';
import { type CustomRole, createRole, reviseRole } from '../../../domain/role.ts';
import { requireApplication } from '../../application-owner.ts';
import { requireTenant } from '../../tenant-owner.ts';
import { createRecordKind } from '../record-kind.ts';
import { buildIdentityProvider, permissionsMapped } from './build-identity-provider.ts';
import { buildPrincipal, rebuildPrincipal } from './build-principal.ts';
import { requireAuthorsHold } from './require-authors.ts';

const isEnded = ({ archivedAt }: { readonly archivedAt: Date | null }) => archivedAt !== null;

/** Kinds of what somebody may do: keys, roles, who holds them, and who is given them when he signs in. */
export const accessKinds = {
  api_key: createRecordKind<'api_key', ApiKey>({
    noun: 'api-key',
    proposePermission: 'api-key:write',
    store: ({ apiKeys }) => apiKeys,
    isEnded: ({ revokedAt }) => revokedAt !== null,
    contentOf: apiKeyContentOf,
    build: async (stores, { proposal }, { current, now }) => {
      if (current === undefined) throw notFound('api key');
      await requireApplication(stores, current.applicationId);
      return reviseApiKey(current, readApiKey(current, proposal), now);
    },
  }),
  role: createRecordKind<'role', CustomRole>({
    noun: 'role',
    proposePermission: 'role:write',
    store: ({ roles }) => roles,
    isEnded,
    contentOf: roleContentOf,
    build: async (stores, request, { current, now }) => {
      const { tenantId, subjectId, proposal } = request;
      if (tenantId !== null) await requireTenant(stores, tenantId);
      const role =
        current === undefined
          ? createRole(subjectId, { ...proposal, tenantId }, now)
          : reviseRole(current, proposal, now);
      const held = current?.permissions ?? [];
      const added = role.permissions.filter((one) => !held.includes(one));
      await requireAuthorsHold(stores, request, added);
      return role;
    },
  }),
  role_mapping: createRecordKind<'role_mapping', IdentityProvider>({
    noun: 'identity-provider',
    proposePermission: 'identity-provider:write',
    store: ({ identityProviders }) => identityProviders,
    isEnded,
    contentOf: roleMappingContentOf,
    build: async (stores, request, { current, now }) => {
      const { tenantId, subjectId, proposal } = request;
      const { issuer: _issuer, ...change } = proposal;
      const provider =
        current === undefined
          ? await buildIdentityProvider(stores, subjectId, {
              draft: { ...proposal, tenantId },
              now,
            })
          : reviseIdentityProvider(current, change, now);
      await requireAuthorsHold(stores, request, permissionsMapped(provider));
      return provider;
    },
  }),
  role_grant: createRecordKind<'role_grant', Principal>({
    noun: 'principal',
    proposePermission: 'principal:write',
    store: ({ principals }) => principals,
    isEnded,
    contentOf: roleGrantContentOf,
    build: async (stores, request, { current, now }) => {
      const { tenantId, subjectId, proposal } = request;
      const { kind: _kind, ...change } = proposal;
      const { principal, given } =
        current === undefined
          ? await buildPrincipal(stores, subjectId, { draft: { ...proposal, tenantId }, now })
          : await rebuildPrincipal(stores, current, { change, now });
      await requireAuthorsHold(stores, request, given);
      return principal;
    },
  }),
};

/** An end that stays is not given again: it may have passed. */
function readApiKey(
  current: ApiKey,
  { applicationId: _application, attributes, notAfter, ...content }: ApiKeyContent,
) {
  const isSame = notAfter === (current.notAfter?.toISOString() ?? null);
  const end = notAfter === null ? null : new Date(notAfter);
  const named = Object.entries(attributes).map(([name, value]) => ({ name, value }));
  return { ...content, attributes: named, notAfter: isSame ? undefined : end };
}
