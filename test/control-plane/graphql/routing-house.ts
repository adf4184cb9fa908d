import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { createCatalog, freshName } from '../../support/catalog.ts';
import { type Approval, createApproval, createGrant } from '../../support/grant.ts';
import { type Management, openManagement } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';

/** A control plane with a tenant and targets to route over. Ids are those of GraphQL. */
export interface RoutingHouse {
  readonly management: Management;
  readonly approval: Approval;
  /** A granted target, of a model with a window of 4,000 tokens. */
  readonly own: string;
  /** A target of another model, without a grant. */
  readonly other: string;
  /** A granted target, of a provider that promises neither to keep nor to train. */
  readonly second: string;
  readonly ids: { readonly tenantId: string; readonly applicationId: string };
}

export async function openRoutingHouse(): Promise<RoutingHouse> {
  const management = await openManagement();
  const catalog = await createCatalog(management, {
    model: { contextWindowTokens: 4_000 },
    target: { region: 'eu-west' },
  });
  const approval = { ...(await createApproval(management)), ...catalog };
  await createGrant(management, approval);
  const promising = await createCatalog(management, {
    provider: { dataTerms: ['zero_retention', 'no_training'] },
  });
  await createGrant(management, { ...approval, ...promising });
  return {
    management,
    approval,
    own: toGlobalId('target', catalog.target.id),
    other: toGlobalId('target', (await createCatalog(management)).target.id),
    second: toGlobalId('target', promising.target.id),
    ids: {
      tenantId: toGlobalId('tenant', approval.tenant.id),
      applicationId: toGlobalId('application', approval.application.id),
    },
  };
}

export const onRoute = `... on RouteChanged { route { id version constraints { regions dataTerms }
  rules { choice { strategy within stickyBy regions typicalOutputTokens }
    constraints { regions dataTerms } split { weight tier target { id } } fallbacks { id }
    fallbacksByClass { on targets { id } } } } }`;
/** Runs a mutation as the administrator. */
export function mutateIn(
  { management }: RoutingHouse,
  name: string,
  input: object,
  selection: string,
) {
  const { services, admin: operation } = management;
  return mutate({ services, operation }, name, { input, selection });
}

/** Makes a route of the tenant. */
export function createRouteIn(house: RoutingHouse, change: object) {
  const { tenantId } = house.ids;
  const draft = { tenantId, name: freshName('route'), operation: 'CHAT', ...change };
  return mutateIn(house, 'createRoute', draft, onRoute);
}
