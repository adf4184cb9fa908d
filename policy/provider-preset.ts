import { hostPresets } from './preset/model-host.ts';
import { makerPresets } from './preset/model-maker.ts';
import { nativePresets } from './preset/native.ts';
import { ownServerPresets } from './preset/own-server.ts';
import { platformPresets } from './preset/platform.ts';
import { type ProviderPreset, toPreset } from './preset/preset.ts';

/** Names that are offered for one that nobody has. */
const NEAR_MAX = 5;
/** Letters that may be wrong, missing or too many in a name that is offered. */
const DISTANCE_MAX = 2;
/** Longer names are near to none: the distance takes time in the square of them. */
const NAME_LENGTH_MAX = 63;

/**
 * Every preset, by name. Addresses, headers and quirks were looked up on `readOn` in the vendors' documentation and API
 * descriptions, or in public catalogues that cite them (models.dev, LiteLLM); none was tried with a key. A vendor whose
 * address was not found there is not listed.
 */
export const providerPresets: readonly ProviderPreset[] = [
  ...nativePresets,
  ...makerPresets,
  ...hostPresets,
  ...platformPresets,
  ...ownServerPresets,
]
  .map(toPreset)
  .toSorted((left, right) => (left.name < right.name ? -1 : 1));

const byName: ReadonlyMap<string, ProviderPreset> = new Map(
  providerPresets.map((preset) => [preset.name, preset]),
);

/** Undefined for the empty name of a provider without a preset, and for one that came with a later version. */
export function findPreset(name: string): ProviderPreset | undefined {
  return byName.get(name);
}

/** Names of presets that somebody may have meant, nearest first; at most five. */
export function listNearPresets(name: string): readonly string[] {
  const wanted = name.toLowerCase().slice(0, NAME_LENGTH_MAX);
  return providerPresets
    .map((preset) => ({ name: preset.name, distance: distanceTo(preset, wanted) }))
    .filter(({ distance }) => distance <= DISTANCE_MAX)
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, NEAR_MAX)
    .map((near) => near.name);
}

/** Parts of a base URL that must be filled in: `{account_id}`. */
export function listPlaceholders(baseUrl: string): readonly string[] {
  return baseUrl.match(/\{\w+\}/g) ?? [];
}

/** A name within a name is near, whatever its length: `azure` means `azure-openai`. */
function distanceTo({ name, displayName }: ProviderPreset, wanted: string): number {
  const displayed = displayName.toLowerCase();
  if (displayed === wanted) return 0;
  const isWithin = wanted.length >= 3 && (name.includes(wanted) || displayed.includes(wanted));
  return isWithin ? 1 : editDistance(name, wanted);
}

/** Levenshtein distance. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const replaced = (previous[column - 1] ?? 0) + (isSame ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      const added = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, removed, added));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
