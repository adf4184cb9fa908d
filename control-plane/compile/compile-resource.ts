import type { ApiKey } from '../../proto/generated/gatehouse/config/v1/ApiKey.ts';
import type { Grant } from '../../proto/generated/gatehouse/config/v1/Grant.ts';
import type { Resource } from '../../proto/generated/gatehouse/config/v1/Resource.ts';
import {
  decodeResource,
  encodeResource,
  type ResourceBody,
  type ResourceKind,
  resourceVersion,
} from '../../proto/resource.ts';
import type { StoredVersion } from '../storage/configuration/resource-version.ts';
import type { ConfigurationRows } from '../storage/configuration/row.ts';
import type { StoredRuleException } from '../storage/configuration/stored-prompt-rule.ts';
import { compileRouting, compileTimers } from './compile-routing.ts';
import { compileSettings } from './detector-settings.ts';
import { claimOf, findBlankField } from './resource-duty.ts';

/** A resource as it is kept and sent. The same row gives the same bytes on every replica. */
export interface CompiledResource extends Resource {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly version: Buffer;
  readonly body: Buffer;
  readonly tenantId: string;
  /** What no other resource of a view may have; empty when there is no such thing. */
  readonly claim: string;
  /** The first required field that is blank; empty when none is. */
  readonly blankField: string;
}

type Compilers = {
  readonly [Kind in ResourceKind]: (row: ConfigurationRows[Kind]) => ResourceBody[Kind];
};

/** Unix milliseconds as the wire writes them; 0 for never. */
const unixMs = (date: Date | null): string => String(date?.getTime() ?? 0);

const compilers: Compilers = {
  tenant: ({ name, suspended }) => ({ name, suspended }),
  application: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    team: row.team,
    environment: row.environment,
    dataClass: row.data_class,
    rolloutStage: row.rollout_stage,
  }),
  api_key: (row) => ({
    tenantId: row.tenant_id,
    applicationId: row.application_id,
    name: row.name,
    hash: row.hash,
    pepperId: row.pepper_id,
    // The order is meaning: the first workload is the default.
    workloads: [...row.workloads],
    ...compileBounds(row),
    feature: row.feature ?? '',
    attributes: Object.fromEntries(
      Object.entries(row.attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    scopes: row.scopes.toSorted(),
    notAfterUnixMs: unixMs(row.not_after),
  }),
  provider: (row) => ({
    name: row.name,
    kind: row.kind,
    baseUrl: row.base_url,
    region: row.region,
    dataTerms: row.data_terms.toSorted(),
    // An empty one is not written: a provider without a preset keeps the bytes that older replicas give it.
    ...(row.preset === '' ? undefined : { preset: row.preset }),
    regionDataTerms: row.region_data_terms
      .map(({ region, dataTerms }) => ({ region, dataTerms: dataTerms.toSorted() }))
      .toSorted((a, b) => (a.region < b.region ? -1 : 1)),
  }),
  model: (row) => ({
    name: row.name,
    capabilities: row.capabilities.toSorted(),
    contextWindowTokens: row.context_window_tokens ?? 0,
    outputTokensMax: row.output_tokens_max ?? 0,
    aliases: row.aliases.toSorted(),
  }),
  target: (row) => ({
    name: row.name,
    providerId: row.provider_id,
    modelId: row.model_id,
    providerModel: row.provider_model,
    region: row.region ?? '',
    enabled: row.enabled,
    capabilities: row.capabilities.toSorted(),
    prices: row.prices
      .map(({ effectiveFrom, tiers = [], ...price }) => ({
        ...price,
        tiers: [...tiers],
        effectiveFromUnixMs: unixMs(new Date(effectiveFrom)),
      }))
      .toSorted((a, b) => Number(a.effectiveFromUnixMs) - Number(b.effectiveFromUnixMs)),
  }),
  grant: (row) => ({
    tenantId: row.tenant_id,
    applicationId: row.application_id ?? '',
    modelId: row.model_id,
    ...compileConditions(row),
    notAfterUnixMs: unixMs(row.not_after),
  }),
  route: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    operation: row.operation,
    ...compileRouting(row),
    promptPolicyId: row.prompt_policy_id ?? '',
    ...compileTimers(row),
  }),
  prompt_policy: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    rules: row.rules.map(({ rerouteRouteId, settings, exceptions, ...rule }) => ({
      ...rule,
      rerouteRouteId: rerouteRouteId ?? '',
      kinds: [...(rule.kinds ?? [])],
      outsideDetectorId: rule.outsideDetectorId ?? '',
      onFailure: rule.onFailure ?? '',
      timeoutMs: rule.timeoutMs ?? 0,
      direction: rule.direction ?? '',
      parts: [...(rule.parts ?? [])],
      ...(settings && { settings: compileSettings(settings) }),
      exceptions: (exceptions ?? []).map(compileException),
    })),
    ...(row.applies_to && {
      appliesTo: {
        everywhere: row.applies_to.everywhere,
        applicationIds: [...row.applies_to.applicationIds],
        workloads: [...row.applies_to.workloads],
      },
    }),
  }),
  token_issuer: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    algorithms: row.algorithms.toSorted(),
    leewayS: row.leeway_seconds,
    lifetimeSMax: row.lifetime_seconds_max,
    applicationId: row.application_id ?? '',
    applicationClaim: row.application_claim ?? '',
    // The order is meaning, as in keys.
    workloads: [...row.workloads],
    ...compileBounds(row),
    scopes: row.scopes.toSorted(),
    facts: row.facts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    keys: row.keys.toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1)),
  }),
  outside_detector: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    protocol: row.protocol,
    address: row.address,
    kinds: row.kinds.toSorted(),
    timeoutMs: row.timeout_ms,
    batchSize: row.batch_size,
    ...(row.judge && { judge: row.judge }),
  }),
  limit: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    applicationId: row.application_id ?? '',
    per: row.per,
    workloads: row.workloads.toSorted(),
    routeIds: row.route_ids.toSorted(),
    measure: row.measure,
    amount: row.amount,
    windowS: row.window_seconds,
    monitor: row.monitor,
    message: row.message,
  }),
  budget: (row) => ({
    tenantId: row.tenant_id,
    name: row.name,
    applicationId: row.application_id ?? '',
    per: row.per,
    workloads: row.workloads.toSorted(),
    modelIds: row.model_ids.toSorted(),
    period: row.period,
    amountNanoUsd: row.amount_nano_usd,
    enforcement: row.enforcement,
    reservation: row.reservation,
    whenUnreachable: row.when_unreachable,
    message: row.message,
    grantId: row.grant_id ?? '',
  }),
};

/** As it is stored, with what a body says of it. */
function compileException({
  applicationIds = [],
  kinds = [],
  parts = [],
  expiresAtMs,
  ...exception
}: StoredRuleException) {
  return {
    ...exception,
    applicationIds: [...applicationIds],
    kinds: [...kinds],
    parts: [...parts],
    expiresAtUnixMs: expiresAtMs,
  };
}

/** No name of a route: the key, or a token, calls nothing at a node that reads this and not the bounds. */
const NO_ROUTE = '(see bounds)';

function compileBounds(
  row: ConfigurationRows['api_key'] | ConfigurationRows['token_issuer'],
): Pick<ApiKey, 'routes' | 'bounds'> {
  const routes = row.routes.toSorted();
  if (row.operations.length === 0) return { routes };
  return { routes: [NO_ROUTE], bounds: { routes, operations: row.operations.toSorted() } };
}

/** No name of a workload: the grant covers nothing for a node that reads this and not the conditions. */
const NO_WORKLOAD = '(see conditions)';

function compileConditions(
  row: ConfigurationRows['grant'],
): Pick<Grant, 'workloads' | 'conditions'> {
  const workloads = row.workloads.toSorted();
  const dataClasses = row.data_classes.toSorted();
  const environments = row.environments.toSorted();
  const regions = row.regions.toSorted();
  if (dataClasses.length + environments.length + regions.length === 0) return { workloads };
  const conditions = { workloads, dataClasses, environments, regions };
  return { workloads: [NO_WORKLOAD], conditions };
}

/** Rows to wire, field by field. Pure and deterministic: sets and map keys are sorted. */
export function compileResource<Kind extends ResourceKind>(
  kind: Kind,
  row: ConfigurationRows[Kind],
): CompiledResource {
  const content = compilers[kind](row);
  const body = encodeResource(kind, content);
  const owned = { id: row.id, tenantId: ownerOf(kind, row) };
  return {
    kind,
    ...owned,
    version: resourceVersion(body),
    body,
    claim: claimOf(kind, owned, content),
    blankField: findBlankField(kind, content),
  };
}

/** A resource as it was once compiled. @throws Error when the bytes are no message of its kind */
export function restoreResource(stored: StoredVersion): CompiledResource {
  const content = decodeResource(stored.kind, stored.body);
  return {
    ...stored,
    claim: claimOf(stored.kind, stored, content),
    blankField: findBlankField(stored.kind, content),
  };
}

/** Tenant whose failure domain the resource is in; empty for what all tenants share. */
function ownerOf(kind: ResourceKind, row: ConfigurationRows[ResourceKind]): string {
  if (kind === 'tenant') return row.id;
  return 'tenant_id' in row ? row.tenant_id : '';
}
