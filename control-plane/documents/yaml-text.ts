import { CST, Lexer } from 'yaml';
import type { Fault } from '../domain/errors.ts';
import { turns } from './turns.ts';

/** How deep collections may lie in one another: documents need ten. */
const DEPTH_MAX = 32;
const INDENT_MAX = 64;
/** Words and signs of one document: the parser takes them in one go, and the oddest of them took a sixth of a second. */
const TOKENS_MAX = 20_000;

/** A piece of the text that is parsed by itself. */
export interface TextPiece {
  readonly start: number;
  readonly end: number;
  /** Whether it is an item of a list of documents, and so no list of them itself. */
  readonly isItem: boolean;
}

/** Pieces that may be parsed, or why none may. */
export type CutText = { readonly pieces: readonly TextPiece[] } | { readonly fault: Fault };

/**
 * Cuts a text into its documents, looking at tokens only: at `---`, and in a list in brackets at its commas. What must not
 * reach the parser is refused: it goes as deep as its text, and takes the process along when that is too deep. So is what documents
 * have no use for: anchors, aliases, tags and directives make a text mean more than it says. Others get turns meanwhile.
 */
export async function cutText(text: string): Promise<CutText> {
  const cutter = new TextCutter();
  let offset = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    const type: string | null = isScalar ? null : CST.tokenType(token);
    // What the lexer says of the tokens that follow stands for no text.
    isScalar = type === 'scalar';
    const isMark = isScalar || type === 'doc-mode' || type === 'flow-error-end';
    const end = isMark ? offset : offset + token.length;
    const message = cutter.take({ type, start: offset, end });
    if (message !== undefined)
      return { fault: { path: 'documents', message, ...placeOf(text, offset) } };
    offset = end;
    if (turns.areDue) await turns.give();
  }
  const message = cutter.finish(text.length);
  if (message === undefined) return { pieces: cutter.pieces };
  return { fault: { path: 'documents', message, ...placeOf(text, text.length) } };
}

interface Token {
  /** As the lexer calls it; null for the text of a scalar. */
  readonly type: string | null;
  readonly start: number;
  readonly end: number;
}

const refusals: Readonly<Record<string, string>> = {
  anchor: 'Documents have no anchors and no aliases: write it out.',
  alias: 'Documents have no anchors and no aliases: write it out.',
  tag: 'Documents have no tags.',
  'directive-line': 'Documents have no directives.',
};
const TOO_DEEP = 'This is nested too deep.';
const indicators: ReadonlySet<string | null> = new Set([
  'seq-item-ind',
  'explicit-key-ind',
  'map-value-ind',
]);
const blanks: ReadonlySet<string | null> = new Set([
  'byte-order-mark',
  'doc-mode',
  'newline',
  'space',
  'comment',
  'doc-end',
]);

class TextCutter {
  readonly pieces: TextPiece[] = [];
  #start = 0;
  #tokenCount = 0;
  #flowDepth = 0;
  #lineDepth = 0;
  #isLineStart = true;
  /** Whether nothing but blanks came since the piece began. */
  #isBlank = true;
  #list: 'none' | 'open' | 'closed' = 'none';

  /** @returns why the text is refused */
  take(token: Token): string | undefined {
    const { type } = token;
    const refusal = refusals[type ?? ''] ?? this.#judgeDepth(token);
    if (refusal !== undefined) return refusal;
    this.#tokenCount += 1;
    if (this.#tokenCount > TOKENS_MAX)
      return 'This document is too long; write it as several, with --- between them.';
    if (type === 'doc-start' && this.#flowDepth === 0) return this.#begin(token.start);
    if (this.#list === 'open') return this.#takeOfList(token);
    if (blanks.has(type)) return undefined;
    if (this.#list === 'closed') return 'A list of documents ends with its bracket.';
    if (this.#isBlank && type === 'flow-seq-start') {
      this.#list = 'open';
      this.#start = token.end;
    } else if (type !== 'doc-start') this.#isBlank = false;
    return undefined;
  }

  finish(end: number): string | undefined {
    if (this.#list === 'open') return 'A list of documents ends with a bracket.';
    if (this.#list === 'none') this.#cut(end);
    return undefined;
  }

  #takeOfList({ type, start, end }: Token): string | undefined {
    const isEnd = type === 'flow-seq-end' && this.#flowDepth === 0;
    if (isEnd || (type === 'comma' && this.#flowDepth === 1)) {
      if (this.#isBlank && !isEnd) return 'A comma stands behind a document.';
      if (!this.#isBlank) this.#cut(start);
      this.#start = end;
      this.#isBlank = true;
      this.#tokenCount = 0;
      if (isEnd) this.#list = 'closed';
    } else if (!blanks.has(type)) this.#isBlank = false;
    return undefined;
  }

  #begin(start: number): undefined {
    if (this.#list === 'none') this.#cut(start);
    this.#start = start;
    this.#list = 'none';
    this.#isBlank = true;
    this.#tokenCount = 0;
    return undefined;
  }

  #cut(end: number): void {
    this.pieces.push({ start: this.#start, end, isItem: this.#list === 'open' });
  }

  #judgeDepth({ type, start, end }: Token): string | undefined {
    if (type === 'newline') [this.#lineDepth, this.#isLineStart] = [0, true];
    else if (type === 'space') {
      const isIndent = this.#isLineStart && this.#flowDepth === 0;
      if (isIndent && end - start > INDENT_MAX) return TOO_DEEP;
    } else this.#isLineStart = false;
    if (type === 'flow-seq-start' || type === 'flow-map-start') this.#flowDepth += 1;
    if (type === 'flow-seq-end' || type === 'flow-map-end') this.#flowDepth -= 1;
    if (indicators.has(type) && this.#flowDepth === 0) this.#lineDepth += 1;
    return this.#flowDepth > DEPTH_MAX || this.#lineDepth > DEPTH_MAX ? TOO_DEEP : undefined;
  }
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
