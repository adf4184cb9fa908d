import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Logger } from '../../telemetry/logger.ts';
import { checkDocument, QUERY_LIMITS } from '../query-limits.ts';

/** Bounds of what is kept in memory. */
export const REGISTRY_LIMITS = {
  filesMax: 100,
  fileBytesMax: 8 * 1024 * 1024,
  documentsMax: 10_000,
} as const;
/** What changed on the disk is seen by the first call after this time. */
const LOOK_MS = 1_000;
/** Documents that are checked in one turn of the event loop. */
const CHECKED_AT_ONCE = 20;
const FAULTS_TOLD = 5;

/** SHA-256 of a document in hexadecimal -> its text. */
type Documents = ReadonlyMap<string, string>;

/** One file and when it was written: as long as that stays nothing is read. */
interface Manifest {
  readonly path: string;
  readonly mark: string;
}

/** Where they are, and what they are checked against. */
export interface RegistryParts {
  readonly directory: string;
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
}

/**
 * The documents of a directory: each `*.json` in it is an object of ids and texts, as build tools of clients write it. An id
 * is the SHA-256 of its text in hexadecimal, with or without `sha256:`. Files that change are taken over within a second;
 * when one of them makes no sense all stays as it was, and an error is logged.
 */
export class RegisteredDocuments {
  readonly #parts: RegistryParts;
  #documents: Documents = new Map();
  #marks = '';
  #lookedAtMs = 0;
  #look: Promise<void> | undefined;

  private constructor(parts: RegistryParts) {
    this.#parts = parts;
  }

  /** @throws Error in words for the operator when a file or a document in it cannot be used */
  static async open(parts: RegistryParts): Promise<RegisteredDocuments> {
    const registered = new RegisteredDocuments(parts);
    await registered.#take(await listManifests(parts.directory));
    registered.#lookedAtMs = performance.now();
    return registered;
  }

  /** Undefined when no document has the hash. */
  async find(hash: string): Promise<string | undefined> {
    if (performance.now() - this.#lookedAtMs > LOOK_MS) {
      this.#look ??= this.#refresh();
      await this.#look;
    }
    return this.#documents.get(hash);
  }

  async #refresh(): Promise<void> {
    try {
      const manifests = await listManifests(this.#parts.directory);
      if (marksOf(manifests) !== this.#marks) await this.#take(manifests);
    } catch (error) {
      const message =
        'the registered documents stay as they were, since the new ones are not right';
      this.#parts.logger.error({ error }, message);
    } finally {
      this.#lookedAtMs = performance.now();
      this.#look = undefined;
    }
  }

  async #take(manifests: readonly Manifest[]): Promise<void> {
    this.#marks = marksOf(manifests);
    const documents = new Map<string, string>();
    const faults: string[] = [];
    for (const { path } of manifests)
      for (const [id, text] of await readManifest(path)) {
        if (documents.size % CHECKED_AT_ONCE === 0) await new Promise(setImmediate);
        const hash = withoutPrefix(id);
        const fault = this.#documents.has(hash) ? undefined : this.#faultOf(hash, text);
        if (fault === undefined) documents.set(hash, text);
        else faults.push(`${path}: ${id}: ${fault}`);
      }
    if (documents.size > REGISTRY_LIMITS.documentsMax)
      faults.push(`there are more than ${REGISTRY_LIMITS.documentsMax} documents`);
    if (faults.length > 0) throw new Error(faults.slice(0, FAULTS_TOLD).join('\n'));
    this.#documents = documents;
  }

  #faultOf(hash: string, text: string): string | undefined {
    if (hashOf(text) !== hash) return 'the id is not the SHA-256 of the document';
    try {
      const document = parse(text, { maxTokens: QUERY_LIMITS.tokensMax });
      checkDocument(document);
      return validate(this.#parts.schema, document)[0]?.message;
    } catch (error) {
      return String(error);
    }
  }
}

/** SHA-256 in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Ids are hashes with the name of the algorithm, as GraphQL over HTTP has it, or without. */
export function withoutPrefix(id: string): string {
  return id.replace(/^sha256:/, '');
}

async function listManifests(directory: string): Promise<readonly Manifest[]> {
  const names = (await readdir(directory)).filter((name) => /^[^.].*\.json$/.test(name)).sort();
  if (names.length > REGISTRY_LIMITS.filesMax)
    throw new Error(`${directory} has more than ${REGISTRY_LIMITS.filesMax} files`);
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      const { mtimeMs, size } = await stat(path);
      if (size > REGISTRY_LIMITS.fileBytesMax)
        throw new Error(`${path} has more than ${REGISTRY_LIMITS.fileBytesMax} bytes`);
      return { path, mark: `${path} ${mtimeMs} ${size}` };
    }),
  );
}

function marksOf(manifests: readonly Manifest[]): string {
  return manifests.map(({ mark }) => mark).join('\n');
}

async function readManifest(path: string): Promise<readonly (readonly [string, string])[]> {
  const parsed = parseJson(await readFile(path, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error(`${path} is no JSON object of ids and documents`);
  return Object.entries(parsed).map(([id, text]) => {
    if (typeof text !== 'string') throw new Error(`${path}: ${id}: a document is a text`);
    return [id, text] as const;
  });
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
