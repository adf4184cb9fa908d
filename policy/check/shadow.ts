import type { PolicyFault } from '../policy-fault.ts';
import { priceAt } from '../price.ts';
import type { Target } from '../resource.ts';
import type { RoutingShadow } from '../route-part/shadow.ts';

/** A million dollars an hour: more is a slip of the pen. */
export const HOURLY_NANO_USD_MAX = 10 ** 15;

/** What a shadow is judged by. */
export interface ShadowCheck {
  readonly targets: ReadonlyMap<string, Target>;
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** What is wrong with a target that calls may be sent to; undefined when nothing is. */
  readonly findTargetFault: (targetId: string) => string | undefined;
}

/** Everything that is wrong with the shadow of a rule. Without a price its cap would hold nothing. */
export function checkShadow(
  shadow: RoutingShadow | undefined,
  path: string,
  { targets, nowMs, findTargetFault }: ShadowCheck,
): readonly PolicyFault[] {
  if (shadow === undefined) return [];
  const { targetId, samplePermille, hourlyNanoUsdMax } = shadow;
  const faults: PolicyFault[] = [];
  const target = targets.get(targetId);
  const isPriced = target === undefined || priceAt(target.prices, nowMs) !== undefined;
  const message =
    findTargetFault(targetId) ??
    (isPriced ? undefined : `The target "${target?.name}" has no price in force to cap by.`);
  if (message !== undefined) faults.push({ path: `${path}.targetId`, message });
  if (!Number.isInteger(samplePermille) || samplePermille < 1 || samplePermille > 1_000)
    faults.push({
      path: `${path}.samplePermille`,
      message: 'A sample is a whole number from 1 to 1000, of a thousand.',
    });
  if (
    !Number.isInteger(hourlyNanoUsdMax) ||
    hourlyNanoUsdMax < 1 ||
    hourlyNanoUsdMax > HOURLY_NANO_USD_MAX
  )
    faults.push({
      path: `${path}.hourlyCostMax`,
      message: `A cap is from 1 to ${HOURLY_NANO_USD_MAX} nano-USD.`,
    });
  return faults;
}
