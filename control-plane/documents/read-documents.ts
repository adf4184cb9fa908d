import {
  Composer,
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
} from 'yaml';
import type { ZodError } from 'zod';
import type { Fault } from '../domain/errors.ts';
import type { ConfigDocument } from '../domain/plan/document.ts';
import { findDocumentSchema, kindWords } from './document-schema.ts';
import { inTurns, turns } from './turns.ts';
import { cutText, type TextPiece } from './yaml-text.ts';

/** Documents of one text. */
export const DOCUMENTS_MAX = 1_000;
const FAULTS_MAX = 50;

/** YAML 1.2, its core schema, nothing else. Keys that stand twice are found here: the library compares each with each. */
const YAML = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
} as const;

/** Where something stands in the text, counted from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text of documents that was read. */
export interface ReadDocuments {
  readonly documents: readonly ConfigDocument[];
  /** When there are any, the documents are not whole. */
  readonly faults: readonly Fault[];
  /** Where a field of a document stands, or what holds it. The path is dotted: `spec.rules.0.name`. */
  locate(index: number, path: string): Place;
}

/**
 * Reads documents from YAML, with or without `---` between them, or from a list of documents, in JSON too. Faults have the
 * line and the column that they stand at. Others get turns meanwhile.
 */
export async function readDocuments(text: string): Promise<ReadDocuments> {
  const cut = await cutText(text);
  if ('fault' in cut) return refused([cut.fault]);
  const lines = countLines(text);
  const roots: Root[] = [];
  const faults: Fault[] = [];
  for (const piece of cut.pieces) {
    const parsed = parsePiece(text, piece, lines);
    faults.push(...parsed.faults);
    roots.push(...parsed.roots);
    if (faults.length >= FAULTS_MAX) return refused(faults);
    if (roots.length > DOCUMENTS_MAX) return refused([tooMany]);
    if (turns.areDue) await turns.give();
  }
  return faults.length > 0 ? refused(faults) : readRoots(roots, lines);
}

function parsePiece(text: string, { start, end, isItem }: TextPiece, lines: LineCounter) {
  const tokens = new Parser().parse(text.slice(start, end));
  const parsed = [...new Composer(YAML).compose(tokens, true)];
  const said = parsed.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  const nodes = parsed.flatMap(({ contents }) => rootsOf(contents, isItem));
  return {
    roots: nodes.map((node) => ({ node, start })),
    faults: said.slice(0, FAULTS_MAX).map(({ message, pos }) => ({
      path: 'documents',
      message: `${message}.`,
      ...placeAt(lines, start + pos[0]),
    })),
  };
}

/** A document, and where its piece of the text begins. */
interface Root {
  readonly node: Node;
  readonly start: number;
}

const start: Place = { line: 1, column: 1 };
const tooMany: Fault = {
  path: 'documents',
  message: `At most ${DOCUMENTS_MAX} documents are planned at once.`,
};

function refused(faults: readonly Fault[]): ReadDocuments {
  return { documents: [], faults: faults.slice(0, FAULTS_MAX), locate: () => start };
}

async function readRoots(roots: readonly Root[], lines: LineCounter): Promise<ReadDocuments> {
  const locate = (index: number, path: string) => {
    const { node, start: offset } = roots[index] ?? { node: undefined, start: 0 };
    return placeAt(lines, offset + (findNode(node, path.split('.'))?.range?.[0] ?? 0));
  };
  const faults: Fault[] = [];
  const read = await inTurns(roots.entries(), ([index, { node: root }]) => {
    const fault = (path: string, message: string) => {
      if (faults.length >= FAULTS_MAX) return;
      const whole = path === '' ? `documents.${index}` : `documents.${index}.${path}`;
      faults.push({ path: whole, message, ...locate(index, path) });
    };
    const value = toValue(root, { path: '', fault });
    const word: unknown = Object(value)['kind'];
    const found = findDocumentSchema(word);
    if (found === undefined) {
      fault('kind', `A document has a kind: ${kindWords}.`);
      return [];
    }
    const { success, data, error } = found.schema.safeParse(value);
    if (success) {
      const { metadata, spec } = data;
      const tenant = 'tenant' in metadata ? metadata.tenant : metadata.name;
      // The schema of the kind has judged the spec.
      return [{ kind: found.kind, name: metadata.name, tenant, spec } as ConfigDocument];
    }
    noteIssues(error, fault);
    return [];
  });
  return { documents: read.flat(), faults, locate };
}

/** A document, or the documents of a list. What is empty is none. */
function rootsOf(contents: Document['contents'], isItem: boolean): readonly Node[] {
  if (isSeq(contents) && !isItem) return contents.items.filter(isNode);
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  return isEmpty ? [] : [contents];
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lines.addNewLine(at + 1);
  return lines;
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

type NoteFault = (path: string, message: string) => void;

/** Plain data. Every map is one without a prototype, so that no key is special. */
function toValue(
  node: unknown,
  { path, fault }: { readonly path: string; readonly fault: NoteFault },
): unknown {
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item, at) => toValue(item, { path: below(at), fault }));
  if (!isMap(node)) return null;
  const value: Record<string, unknown> = Object.create(null);
  for (const { key, value: item } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!isScalar(key) || typeof key.value !== 'string') fault(path, 'A field has a plain name.');
    else if (name in value) fault(below(name), `The field "${name}" stands twice.`);
    value[name] = toValue(item, { path: below(name), fault });
  }
  return value;
}

function findNode(node: unknown, path: readonly string[]): Node | undefined {
  const [key, ...rest] = path;
  const here = isNode(node) ? node : undefined;
  if (key === undefined || key === '') return here;
  if (isSeq(node)) return findNode(node.items[Number(key)], rest) ?? here;
  if (!isMap(node)) return here;
  const pair = node.items.findLast((item) => isScalar(item.key) && item.key.value === key);
  if (pair === undefined) return here;
  return findNode(pair.value, rest) ?? (isNode(pair.key) ? pair.key : here);
}

function noteIssues({ issues }: ZodError, fault: NoteFault): void {
  for (const issue of issues) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fault([...path, key].join('.'), `There is no field "${key}".`);
    else fault(path.join('.'), `${issue.message.replace(/\.$/, '')}.`);
  }
}
