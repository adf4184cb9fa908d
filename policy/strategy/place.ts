import type { DataTerm, Provider, Target } from '../resource.ts';

/** Where the target processes data; empty when nobody said. */
export function regionOf({ region }: Target, provider: Provider | undefined): string {
  return region === '' ? (provider?.region ?? '') : region;
}

/** What the provider promises about data that it processes in that region: everywhere, and there besides. */
export function dataTermsIn(
  { dataTerms, regionDataTerms = [] }: Provider,
  region: string,
): readonly DataTerm[] {
  const there = regionDataTerms.find((one) => one.region === region);
  if (there === undefined) return dataTerms;
  return [...new Set([...dataTerms, ...there.dataTerms])];
}
