import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { checkoutDirectory } from '../../deploy/local/state-directory.ts';
import { cores } from '../process/pinned-process.ts';

/** Where and with what figures were made. */
export interface Environment {
  readonly date: string;
  readonly machine: string;
  readonly pinned: boolean;
  readonly versions: Readonly<Record<string, string>>;
}

const gibibyte = 1_073_741_824;
const measured = ['@grpc/grpc-js', '@grpc/proto-loader', 'undici'] as const;
const manifest = z.object({ version: z.string() });

/** Describes this machine at this moment. */
export function describeEnvironment(now: Date): Environment {
  const processors = cpus();
  const memoryGib = (totalmem() / gibibyte).toFixed(0);
  return {
    date: now.toISOString().slice(0, 10),
    machine:
      `${processors.length} cores of ${processors[0]?.model ?? 'an unknown processor'}, ` +
      `${memoryGib} GiB, ${process.platform} ${release()}`,
    pinned: cores.proxy !== undefined,
    versions: {
      node: process.version,
      ...Object.fromEntries(measured.map((name) => [name, versionOf(name)])),
    },
  };
}

function versionOf(name: string): string {
  const path = join(checkoutDirectory, 'node_modules', name, 'package.json');
  return manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
