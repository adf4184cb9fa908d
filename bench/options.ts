import { parseArgs } from 'node:util';

/** What `npm run bench -- ...` was asked for. */
export interface BenchOptions {
  /** Short windows and no streams over gRPC: under two minutes, good for a look. */
  readonly quick: boolean;
  /** Writes a V8 profile of the node to bench/results/. */
  readonly profile: boolean;
  /** Without it only the mock and the bare proxies run. */
  readonly gateway: boolean;
  /** Writes the tables of docs/benchmarks.md anew. */
  readonly write: boolean;
  /** Names of the scenarios to run; empty means all. */
  readonly only: readonly string[];
}

/** Reads the arguments. @throws TypeError for one that is not known */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      'no-gateway': { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const { quick, profile, write, only } = values;
  return { quick, profile, write, only, gateway: !values['no-gateway'] };
}
