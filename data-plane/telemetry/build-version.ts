import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageFile = z.object({ name: z.literal('gatehouse'), version: z.string() });

/** Version of this build as package.json says, whether it runs from source or compiled; `unknown` without that file. */
export function findBuildVersion(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const text = readFileSync(new URL(path, import.meta.url), 'utf8');
      return packageFile.parse(JSON.parse(text)).version;
    } catch {
      // Compiled files lie one folder deeper than their sources.
    }
  }
  return 'unknown';
}
