import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, type ProcessIdentity } from './process/identity.ts';
import { endChild } from './process/supervisor.ts';
import { readTextFile, writePrivateFile } from './state-directory.ts';

/** A run that was killed left these; they had their time to drain. */
const LEFTOVER_STOP_MS = 3_000;

const identity = { pid: z.number(), startedAt: z.string() };
const localRecord = z.object({
  starter: z.object(identity),
  /** Set from the wish to stop to the end. */
  stopping: z.boolean(),
  /** Host and port where further nodes fetch their configuration. */
  configAddress: z.string(),
  children: z.array(z.object({ name: z.string(), ...identity })),
});

/**
 * What `npm start` runs now, in `local.json`: for the next start after a `kill -9`, and for more
 * nodes.
 */
export type LocalRecord = z.infer<typeof localRecord>;

/** The record of the last start; undefined when there was none or the file makes no sense. */
function readLocalRecord(stateDirectory: string): LocalRecord | undefined {
  const text = readTextFile(recordFile(stateDirectory));
  if (text === undefined) return undefined;
  try {
    return localRecord.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The record of a start that runs at this moment. */
export function findRunningStart(stateDirectory: string): LocalRecord | undefined {
  const record = readLocalRecord(stateDirectory);
  return record !== undefined && isAlive(record.starter) ? record : undefined;
}

/** Replaces the record. */
export function writeLocalRecord(stateDirectory: string, record: LocalRecord): void {
  writePrivateFile(recordFile(stateDirectory), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Ends the children that a killed start left behind, in the given order; a process id that names
 * another process since is left alone. Postgres is ended by its runner.
 * @returns the names of those that lived
 */
export async function endLeftovers(
  stateDirectory: string,
  order: readonly string[],
): Promise<readonly string[]> {
  const children: readonly (ProcessIdentity & { readonly name: string })[] =
    readLocalRecord(stateDirectory)?.children ?? [];
  const living = order.flatMap((name) =>
    children.filter((child) => child.name === name && name !== 'postgres' && isAlive(child)),
  );
  for (const child of living) await endChild(child, LEFTOVER_STOP_MS);
  return living.map(({ name }) => name);
}

function recordFile(stateDirectory: string): string {
  return join(stateDirectory, 'local.json');
}
