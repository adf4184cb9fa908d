import { parseArgs } from 'node:util';

/**
 * What is measured: the traffic through a gateway, the way of its configuration from COMMIT to every node, what a second
 * worker of a node gives, how fast management answers,
 * or what detectors find and what looking costs; `teach` learns what one of them weighs.
 */
export type BenchName = (typeof benchNames)[number];

const benchNames = ['gateway', 'config', 'workers', 'api', 'inspect', 'teach'] as const;

/** What `npm run bench -- ...` was asked for. */
export interface BenchOptions {
  readonly bench: BenchName;
  /** Short and small, a few minutes: good for a look. */
  readonly quick: boolean;
  /** Writes V8 profiles to bench/results/: of the node, and for `config` of each control plane too. */
  readonly profile: boolean;
  /** Without it only the mock and the bare proxies run; of no meaning for `config`. */
  readonly gateway: boolean;
  /** Writes the tables of docs/benchmarks.md anew, those of `inspect` in docs/detectors.md; of `teach` the weights, and how many texts they are of. */
  readonly write: boolean;
  /** Names of the scenarios or parts to run; empty means all. */
  readonly only: readonly string[];
}

/** Reads the arguments: the name of a bench, `gateway` without one, and options. @throws Error for what is not known */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      'no-gateway': { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const [bench = 'gateway', ...rest] = positionals;
  const name = benchNames.find((known) => known === bench);
  if (name === undefined || rest.length > 0)
    throw new Error(`${positionals.join(' ')} is no bench: there are ${benchNames.join(', ')}`);
  const { quick, profile, write, only } = values;
  return { bench: name, quick, profile, write, only, gateway: !values['no-gateway'] };
}
