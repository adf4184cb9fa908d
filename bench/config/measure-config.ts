import type { BenchOptions } from '../options.ts';
import type { Closing } from '../process/closing.ts';
import { ConfigHouse } from './config-house.ts';
import { type Part, type PartName, partNames, Sheet } from './figure.ts';
import { measureFleet } from './measure-fleet.ts';
import { measurePlan } from './measure-plan.ts';
import { measureTrigger } from './measure-trigger.ts';
import { measureNode } from './scale/measure-node.ts';
import { measureScale } from './scale/measure-scale.ts';
import { type BenchSize, sizeOf } from './size.ts';

type Measure = (house: ConfigHouse, sheet: Sheet, size: BenchSize) => Promise<void>;

const measures: Readonly<Record<PartName, Measure>> = {
  trigger: measureTrigger,
  plan: measurePlan,
  fleet: measureFleet,
  scale: measureScale,
  node: measureNode,
};

/** What was measured. */
export interface MeasuredConfig {
  readonly size: BenchSize;
  readonly parts: readonly Part[];
}

/** Measures the way of the configuration. @throws Error for a part that there is not, and when a node or a commit fails */
export async function measureConfig(
  { quick, profile, only }: BenchOptions,
  closing: Closing,
): Promise<MeasuredConfig> {
  const unknown = only.find((name) => !partNames.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${partNames.join(', ')}`);
  const size = sizeOf(quick);
  const house = await ConfigHouse.open(closing, { profile });
  const parts: Part[] = [];
  for (const name of partNames.filter((part) => only.length === 0 || only.includes(part))) {
    const sheet = new Sheet();
    await measures[name](house, sheet, size);
    parts.push({ name, figures: sheet.figures });
  }
  return { size, parts };
}
