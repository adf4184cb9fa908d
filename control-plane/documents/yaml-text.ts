import { CST, Lexer } from 'yaml';
import type { Fault } from '../domain/errors.ts';

/** How deep collections may lie in one another: documents need ten. */
const DEPTH_MAX = 32;
const INDENT_MAX = 64;

/**
 * What must not reach the parser, which goes as deep as its text and takes the process along when that is too deep; and what
 * documents have no use for: anchors, aliases, tags and directives make a text mean more than it says. Looks at tokens only,
 * in one pass.
 *
 * @returns undefined when the text may be parsed
 */
export function findTextFault(text: string): Fault | undefined {
  let offset = 0;
  let flowDepth = 0;
  let lineDepth = 0;
  let isLineStart = true;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    const type: string | null = isScalar ? null : CST.tokenType(token);
    const message = refuse(type, token);
    if (message !== undefined) return { path: 'documents', message, ...placeOf(text, offset) };
    // What the lexer says of the tokens that follow stands for no text.
    isScalar = type === 'scalar';
    offset += isScalar || type === 'doc-mode' || type === 'flow-error-end' ? 0 : token.length;
  }
  return undefined;

  function refuse(type: string | null, token: string): string | undefined {
    switch (type) {
      case 'newline':
        [lineDepth, isLineStart] = [0, true];
        return undefined;
      case 'space':
        return isLineStart && flowDepth === 0 && token.length > INDENT_MAX
          ? 'This is nested too deep.'
          : undefined;
      case 'anchor':
      case 'alias':
        return 'Documents have no anchors and no aliases: write it out.';
      case 'tag':
        return 'Documents have no tags.';
      case 'directive-line':
        return 'Documents have no directives.';
      case 'flow-seq-start':
      case 'flow-map-start':
        flowDepth += 1;
        break;
      case 'flow-seq-end':
      case 'flow-map-end':
        flowDepth -= 1;
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        lineDepth += flowDepth === 0 ? 1 : 0;
        break;
    }
    isLineStart = false;
    return flowDepth > DEPTH_MAX || lineDepth > DEPTH_MAX ? 'This is nested too deep.' : undefined;
  }
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
