import type { PriceTier, TokenPrices } from '../../../policy/catalog-part/price-tier.ts';
import { type KeyOperation, keyOperations } from '../../../policy/key-part/key-operation.ts';
import {
  type ApiKey,
  type Application,
  capabilities,
  dataClasses,
  dataTerms,
  environments,
  type Grant,
  type KeyScope,
  keyScopes,
  type Model,
  type Price,
  type Provider,
  providerKinds,
  rolloutStages,
  type Target,
  type Tenant,
} from '../../../policy/resource.ts';
import type { KeyBounds__Output } from '../../../proto/generated/gatehouse/config/v1/KeyBounds.ts';
import type { Price__Output } from '../../../proto/generated/gatehouse/config/v1/Price.ts';
import type { PriceTier__Output } from '../../../proto/generated/gatehouse/config/v1/PriceTier.ts';
import { decodeResource } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import { InvalidResource } from './fault.ts';
import {
  optionalText,
  optionalTime,
  requireList,
  requireText,
  requireTexts,
  requireTime,
  requireWord,
  requireWords,
} from './field.ts';

const KEY_HASH_BYTES = 32;

/** A key with what it is found by. */
export interface HashedKey {
  readonly key: ApiKey;
  /** Hexadecimal. */
  readonly hash: string;
  readonly pepperId: string;
}

/** @throws InvalidResource, as all readers here; Error when the body is no message of the kind */
export function readTenant({ id, body }: RawResource): Tenant {
  const wire = decodeResource('tenant', body);
  return { id, name: requireText(wire.name, 'name'), suspended: wire.suspended };
}

/** @throws InvalidResource */
export function readApplication({ id, tenantId, body }: RawResource): Application {
  const wire = decodeResource('application', body);
  requireOwner(wire.tenantId, tenantId);
  return {
    id,
    tenantId,
    name: requireText(wire.name, 'name'),
    team: wire.team,
    environment: requireWord(environments, wire.environment, 'environment'),
    dataClass: requireWord(dataClasses, wire.dataClass, 'data_class'),
    rolloutStage: requireWord(rolloutStages, wire.rolloutStage, 'rollout_stage'),
  };
}

/** @throws InvalidResource */
export function readApiKey({ id, tenantId, body }: RawResource): HashedKey {
  const wire = decodeResource('api_key', body);
  requireOwner(wire.tenantId, tenantId);
  if (wire.hash.length !== KEY_HASH_BYTES)
    throw new InvalidResource(`hash has ${wire.hash.length} bytes, not ${KEY_HASH_BYTES}`);
  if (wire.workloads.length === 0) throw new InvalidResource('workloads is empty');
  const key: ApiKey = {
    id,
    tenantId,
    applicationId: requireText(wire.applicationId, 'application_id'),
    name: requireText(wire.name, 'name'),
    workloads: requireTexts(wire.workloads, 'workloads'),
    routes: requireTexts((wire.bounds ?? wire).routes, 'routes'),
    operations: readOperations(wire.bounds),
    feature: wire.feature,
    attributes: wire.attributes,
    scopes: readScopes(wire.scopes),
    notAfterMs: optionalTime(wire.notAfterUnixMs, 'not_after_unix_ms'),
  };
  const pepperId = requireText(wire.pepperId, 'pepper_id');
  return { key, hash: wire.hash.toString('hex'), pepperId };
}

const noScopes: readonly KeyScope[] = Object.freeze([]);

/** A word of a later build allows what this one cannot do, so passing it over allows nothing more (decision 20). */
function readScopes(wire: readonly string[]): readonly KeyScope[] {
  if (wire.length === 0) return noScopes;
  const words = requireList(wire, 'scopes');
  return keyScopes.filter((scope) => words.includes(scope));
}

/** A word of a later build stands for what this one does not answer; without bounds the key, or a token, is for everything. */
export function readOperations(
  bounds: KeyBounds__Output | null,
): readonly KeyOperation[] | undefined {
  if (bounds === null) return undefined;
  const words = requireList(bounds.operations, 'bounds.operations');
  return keyOperations.filter((operation) => words.includes(operation));
}

/** @throws InvalidResource */
export function readGrant({ id, tenantId, body }: RawResource): Grant {
  const wire = decodeResource('grant', body);
  requireOwner(wire.tenantId, tenantId);
  const { conditions } = wire;
  return {
    id,
    tenantId,
    applicationId: optionalText(wire.applicationId, 'application_id'),
    modelId: requireText(wire.modelId, 'model_id'),
    workloads: requireTexts((conditions ?? wire).workloads, 'workloads'),
    dataClasses:
      conditions === null
        ? undefined
        : requireWords(dataClasses, conditions.dataClasses, 'data_classes'),
    environments:
      conditions === null
        ? undefined
        : requireWords(environments, conditions.environments, 'environments'),
    regions: conditions === null ? undefined : requireTexts(conditions.regions, 'regions'),
    notAfterMs: optionalTime(wire.notAfterUnixMs, 'not_after_unix_ms'),
  };
}

/** @throws InvalidResource */
export function readProvider({ id, body }: RawResource): Provider {
  const wire = decodeResource('provider', body);
  return {
    id,
    name: requireText(wire.name, 'name'),
    kind: requireWord(providerKinds, wire.kind, 'kind'),
    preset: wire.preset,
    baseUrl: requireBaseUrl(wire.baseUrl),
    region: wire.region,
    dataTerms: requireWords(dataTerms, wire.dataTerms, 'data_terms'),
    regionDataTerms: requireList(wire.regionDataTerms, 'region_data_terms').map((one) => ({
      region: requireText(one.region, 'region_data_terms.region'),
      dataTerms: requireWords(dataTerms, one.dataTerms, 'region_data_terms.data_terms'),
    })),
  };
}

/** @throws InvalidResource */
export function readModel({ id, body }: RawResource): Model {
  const wire = decodeResource('model', body);
  return {
    id,
    name: requireText(wire.name, 'name'),
    capabilities: requireWords(capabilities, wire.capabilities, 'capabilities'),
    contextWindowTokens: wire.contextWindowTokens,
    outputTokensMax: wire.outputTokensMax,
    aliases: requireTexts(wire.aliases, 'aliases'),
  };
}

/** @throws InvalidResource */
export function readTarget({ id, body }: RawResource): Target {
  const wire = decodeResource('target', body);
  return {
    id,
    name: requireText(wire.name, 'name'),
    providerId: requireText(wire.providerId, 'provider_id'),
    modelId: requireText(wire.modelId, 'model_id'),
    providerModel: requireText(wire.providerModel, 'provider_model'),
    region: wire.region,
    enabled: wire.enabled,
    capabilities: requireWords(capabilities, wire.capabilities, 'capabilities'),
    prices: readPrices(wire.prices),
  };
}

/** Oldest first, as `policy/price.ts` relies on. */
function readPrices(wire: readonly Price__Output[]): readonly Price[] {
  const prices = requireList(wire, 'prices').map(readPrice);
  let previousMs = 0;
  for (const { effectiveFromMs } of prices) {
    if (effectiveFromMs < previousMs)
      throw new InvalidResource('prices are not in the order in which they begin');
    previousMs = effectiveFromMs;
  }
  return prices;
}

function readPrice(wire: Price__Output): Price {
  return {
    effectiveFromMs: requireTime(wire.effectiveFromUnixMs, 'effective_from_unix_ms'),
    ...readTokenPrices(wire),
    perRequest: BigInt(wire.perRequest),
    tiers: wire.tiers.length === 0 ? undefined : readTiers(wire.tiers),
  };
}

/** Smallest first, as `policy/price.ts` relies on. */
function readTiers(wire: readonly PriceTier__Output[]): readonly PriceTier[] {
  let previous = 0;
  return requireList(wire, 'tiers').map((tier) => {
    if (tier.inputTokensAbove <= previous)
      throw new InvalidResource('tiers are not in the order of the inputs that they are for');
    previous = tier.inputTokensAbove;
    return { inputTokensAbove: tier.inputTokensAbove, ...readTokenPrices(tier) };
  });
}

function readTokenPrices(wire: Omit<PriceTier__Output, 'inputTokensAbove'>): TokenPrices {
  return {
    input: BigInt(wire.input),
    output: BigInt(wire.output),
    cachedRead: BigInt(wire.cachedRead),
    cachedWrite: BigInt(wire.cachedWrite),
    cachedWriteLong: BigInt(wire.cachedWriteLong ?? wire.cachedWrite),
    reasoning: BigInt(wire.reasoning),
  };
}

/** The message never shows the URL: a password may hide in it. */
function requireBaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new InvalidResource('base_url is no absolute http or https URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new InvalidResource('base_url has a user, a query or a fragment');
  if (value.endsWith('/')) throw new InvalidResource('base_url ends with a slash');
  return value;
}

/** What a body says of its owner must agree with the domain in which it is judged. */
export function requireOwner(stated: string, tenantId: string): void {
  if (stated !== tenantId)
    throw new InvalidResource('tenant_id differs from the tenant that it was sent for');
}
