/** Critical values of chi-square for p = 0.001, by degrees of freedom (NIST Engineering Statistics Handbook, 1.3.6.7.4). */
const critical: Readonly<Record<number, number>> = { 1: 10.83, 2: 13.82, 3: 16.27, 9: 27.88 };

/** How far counts are from the shares that were to be expected, and how far they may be by chance. */
export function compareShares(
  counts: ReadonlyMap<string, number>,
  shares: Readonly<Record<string, number>>,
): { readonly chiSquare: number; readonly critical: number } {
  const names = Object.keys(shares);
  const total = names.reduce((sum, name) => sum + (shares[name] ?? 0), 0);
  const callCount = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const chiSquare = names.reduce((sum, name) => {
    const expected = (callCount * (shares[name] ?? 0)) / total;
    return sum + ((counts.get(name) ?? 0) - expected) ** 2 / expected;
  }, 0);
  if ([...counts.keys()].some((name) => !names.includes(name)))
    return { chiSquare: Number.POSITIVE_INFINITY, critical: 0 };
  return { chiSquare, critical: critical[names.length - 1] ?? 0 };
}
