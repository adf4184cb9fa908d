/** Processor time while a figure was taken, as shares of one core. */
export interface CpuShares {
  readonly controlPlane: number;
  readonly nodes: number;
  readonly postgres: number;
  /** The benchmark itself, which commits. */
  readonly bench: number;
}

/** The worst that an event loop went through in a window. */
export interface Stall {
  readonly longestStallMs: number;
  /** The longest for which the process itself worked, and not the machine for others. */
  readonly longestWorkMs: number;
  /** The longest stop to collect garbage. */
  readonly longestGcMs: number;
}

/** One thing that was measured. */
export interface Figure {
  /** What it is about, for people: the same in each run. */
  readonly about: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MiB' | 'a second' | 'x' | '';
  /** What issue or architecture ask for: at most so much. */
  readonly aim?: number;
  readonly cpu?: CpuShares;
  /** What the longest stall is made of. */
  readonly stall?: Stall;
}

/** The longest stall of a window, against the aim of {@link stallMsMax}. */
export function stallFigure(about: string, held: Stall): Figure {
  const { longestStallMs, longestWorkMs, longestGcMs } = held;
  const stall = { longestStallMs, longestWorkMs, longestGcMs };
  return { about, value: longestStallMs, unit: 'ms', aim: stallMsMax, stall };
}

/** Of a node by the issue of the configuration engine; of the control plane by what control-plane/compile/pace.ts keeps to. */
const stallMsMax = 10;

/** What belongs together, and becomes one table. */
export interface Part {
  readonly name: PartName;
  readonly figures: readonly Figure[];
}

/** In the order in which they run: each finds the rows of those before it. */
export const partNames = ['trigger', 'plan', 'fleet', 'scale', 'node'] as const;
export type PartName = (typeof partNames)[number];

/** Takes down figures as they are made, and says each on standard error. */
export class Sheet {
  readonly #figures: Figure[] = [];

  get figures(): readonly Figure[] {
    return this.#figures;
  }

  add(...figures: readonly Figure[]): void {
    for (const figure of figures) {
      this.#figures.push(figure);
      process.stderr.write(`${describe(figure)}\n`);
    }
  }
}

function describe({ about, value, unit, cpu, stall }: Figure): string {
  const beside = Object.entries({ ...cpu, ...stall }).map(
    ([name, amount]) => `${name} ${amount.toFixed(2)}`,
  );
  const more = beside.length === 0 ? '' : ` (${beside.join(', ')})`;
  return `${about}: ${value.toFixed(2)} ${unit}${more}`;
}
