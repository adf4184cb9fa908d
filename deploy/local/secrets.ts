import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { readTextFile, writePrivateFile } from './state-directory.ts';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const TOKEN_CHARACTERS = 43;
const CHECKSUM_CHARACTERS = 6;

const secretFile = z.object({
  masterKey: z.string(),
  nodeToken: z.string(),
  nodeStateKey: z.string(),
  bootstrapToken: z.string(),
  /** What the seed was shown once and no later answer repeats. */
  demo: z
    .object({
      adminToken: z.string(),
      reviewerToken: z.string(),
      apiKey: z.string(),
      /** Of what was seeded: another one is seeded again. */
      seedDigest: z.string(),
    })
    .optional(),
});

/** Generated once for this checkout; `GATEHOUSE_*` variables of the same meaning win. */
export type LocalSecrets = z.infer<typeof secretFile>;

/** What callers of the demo hold: two personal access tokens and an API key. */
export type DemoSecrets = NonNullable<LocalSecrets['demo']>;

/**
 * Reads `secrets.json` of the state directory, or makes it.
 * @param hasData whether data exists that was sealed with secrets of before
 * @throws Error when the file is gone but the data is not
 */
export function openSecrets(
  stateDirectory: string,
  env: Readonly<NodeJS.ProcessEnv>,
  hasData: boolean,
): LocalSecrets {
  const path = secretPath(stateDirectory);
  const text = readTextFile(path);
  if (text === undefined && hasData)
    throw new Error(
      [
        `${path} is gone, and what it sealed cannot be read without it:`,
        `restore it, or remove ${stateDirectory} to start empty`,
      ].join(' '),
    );
  const secrets = text === undefined ? createSecrets() : secretFile.parse(JSON.parse(text));
  if (text === undefined) writeSecrets(stateDirectory, secrets);
  return {
    ...secrets,
    masterKey: env['GATEHOUSE_MASTER_KEY'] || secrets.masterKey,
    nodeToken: env['GATEHOUSE_NODE_TOKEN'] || secrets.nodeToken,
    nodeStateKey: env['GATEHOUSE_NODE_STATE_KEY'] || secrets.nodeStateKey,
    bootstrapToken: env['GATEHOUSE_BOOTSTRAP_TOKEN'] || secrets.bootstrapToken,
  };
}

/** Keeps what the seed was shown, beside the secrets that are there. */
export function keepDemoSecrets(stateDirectory: string, demo: DemoSecrets): void {
  const secrets = secretFile.parse(JSON.parse(readTextFile(secretPath(stateDirectory)) ?? ''));
  writeSecrets(stateDirectory, { ...secrets, demo });
}

function createSecrets(): LocalSecrets {
  return {
    masterKey: randomBytes(32).toString('base64'),
    nodeToken: randomBytes(32).toString('base64url'),
    nodeStateKey: randomBytes(32).toString('base64'),
    bootstrapToken: createToken('gth_pat_'),
  };
}

/**
 * The prefix, 43 random base62 characters (256 bits), and the CRC32 of both as 6 base62 characters.
 */
function createToken(prefix: string): string {
  const characters = Array.from({ length: TOKEN_CHARACTERS }, () => BASE62[randomInt(62)]);
  const body = `${prefix}${characters.join('')}`;
  return `${body}${toBase62(crc32(body), CHECKSUM_CHARACTERS)}`;
}

function toBase62(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = `${BASE62[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  }
  return text;
}

function writeSecrets(stateDirectory: string, secrets: LocalSecrets): void {
  writePrivateFile(secretPath(stateDirectory), `${JSON.stringify(secrets, null, 2)}\n`);
}

function secretPath(stateDirectory: string): string {
  return join(stateDirectory, 'secrets.json');
}
