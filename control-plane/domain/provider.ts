import { findPreset, listNearPresets } from '../../policy/provider-preset.ts';
import type {
  DataTerm,
  Provider as ProviderFacts,
  ProviderKind,
  RegionDataTerms,
} from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { checkBaseUrl } from './provider-address.ts';
import { checkCredential } from './provider-credential.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import type { Redacted } from './redacted.ts';

/**
 * A connection to a vendor or a self-hosted server, shared by all tenants. Its credential is kept
 * apart.
 */
export interface Provider extends ArchivableRecord, ProviderFacts {
  readonly regionDataTerms: readonly RegionDataTerms[];
}

/** What the author of a provider decides; kind and address may be left to a preset. */
export interface ProviderDraft extends Pick<Provider, 'name' | 'region' | 'dataTerms'> {
  readonly preset?: string | undefined;
  readonly kind?: ProviderKind | undefined;
  readonly baseUrl?: string | undefined;
  readonly regionDataTerms?: readonly RegionDataTerms[] | undefined;
}

/**
 * The credential beside a draft or an edit: a new one, null to remove what there is, undefined to
 * leave it. It is checked with them, and is no part of the row.
 */
export interface CredentialChange {
  readonly credential?: Redacted<string> | null | undefined;
}

/** What is told of a stored credential. */
export interface CredentialFacts {
  /** Grows with each replacement. */
  readonly generation: number;
  readonly createdAt: Date;
  /** The generation that it replaced, as long as nodes may fall back to it. */
  readonly previousGeneration: number | null;
  readonly previousUntil: Date | null;
  /** Why the gateway cannot open a generation that it holds; null when it can open all. */
  readonly fault: CredentialFault | null;
}

/** Sealed with a key that this control plane does not have; or changed, cut, or of another provider. */
export type CredentialFault = 'unknown_key' | 'damaged';

const REGIONS_MAX = 64;

/**
 * How long the generation before a replacement is kept for nodes to fall back to. Source: decision
 * 12.
 */
export const PREVIOUS_CREDENTIAL_MS = 3_600_000;

/**
 * Until when an edit keeps the generation that was in force before it; null when it is to go at once:
 * an old credential must not follow a provider to another address.
 */
export function keepPreviousUntil(before: Provider, after: Provider, now: Date): Date | null {
  if (before.baseUrl !== after.baseUrl) return null;
  return new Date(now.getTime() + PREVIOUS_CREDENTIAL_MS);
}

type ChangeableField = 'name' | 'preset' | 'baseUrl' | 'region' | 'dataTerms' | 'regionDataTerms';

/** What an edit may change; what is undefined stays. An empty preset takes the provider off the one that it follows. */
export type ProviderChange = {
  readonly [Field in ChangeableField]?: Provider[Field] | undefined;
};

/** @throws DomainError VALIDATION_FAILED */
export function createProvider(
  id: string,
  { credential, preset = '', regionDataTerms = [], ...draft }: ProviderDraft & CredentialChange,
  now: Date,
): Provider {
  const known = findPreset(preset);
  const kind = draft.kind ?? known?.kind;
  const baseUrl = draft.baseUrl ?? known?.baseUrl ?? '';
  // Without a kind the other fields are judged as those of the commonest.
  const written = { preset, kind: kind ?? 'openai', baseUrl, regionDataTerms } as const;
  const provider = { ...draft, ...written, ...newRecord(id, now) };
  const isUndecided = kind === undefined && preset === '';
  const faults = isUndecided ? [{ path: 'kind', message: 'Name a preset or a kind.' }] : [];
  return checked(provider, credential?.reveal(), faults);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseProvider(
  provider: Provider,
  { credential, ...change }: ProviderChange & CredentialChange,
  now: Date,
): Provider {
  return checked(revise(provider, change, now), credential?.reveal(), []);
}

function checked(
  provider: Provider,
  credential: string | undefined,
  known: readonly Fault[],
): Provider {
  // What an unknown preset would have given is not missing: it is the preset that is wrong.
  const isPresetMissing = provider.preset !== '' && findPreset(provider.preset) === undefined;
  const faults = [
    ...known,
    ...checkSlug('name', provider.name),
    ...checkPreset('preset', provider),
    ...(isPresetMissing && provider.baseUrl === '' ? [] : checkBaseUrl('baseUrl', provider)),
    ...checkSlug('region', provider.region),
    ...checkTerms('dataTerms', provider.dataTerms),
    ...checkRegionTerms('regionDataTerms', provider.regionDataTerms),
    ...(credential === undefined ? [] : checkCredential('credential', provider, credential)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return provider;
}

function checkPreset(path: string, { preset, kind }: Provider): readonly Fault[] {
  if (preset === '') return [];
  const known = findPreset(preset);
  if (known === undefined) {
    const near = listNearPresets(preset);
    const hint = near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`;
    return [{ path, message: `There is no such preset; providerPresets lists them.${hint}` }];
  }
  if (known.kind === kind) return [];
  return [{ path, message: `The preset ${preset} is of kind ${known.kind.toUpperCase()}.` }];
}

function checkRegionTerms(path: string, given: readonly RegionDataTerms[]): readonly Fault[] {
  const regions = new Set(given.map(({ region }) => region));
  const faults = given.flatMap(({ region, dataTerms }, position) => [
    ...checkSlug(`${path}.${position}.region`, region),
    ...checkTerms(`${path}.${position}.dataTerms`, dataTerms),
  ]);
  if (given.length > REGIONS_MAX)
    faults.push({ path, message: `Terms of at most ${REGIONS_MAX} regions can be told.` });
  if (regions.size !== given.length) faults.push({ path, message: 'A region is named twice.' });
  return faults;
}

function checkTerms(path: string, terms: readonly DataTerm[]): readonly Fault[] {
  if (new Set(terms).size === terms.length) return [];
  return [{ path, message: 'A data term is named twice.' }];
}
