import type { ASTNode } from '@marcbachmann/cel-js';

/** What the language of conditions leaves out of CEL, found in a parsed condition. */
export interface GrammarFault {
  readonly message: string;
  /** In UTF-16 code units. */
  readonly offset: number;
}

/** Functions that ask for each element of a list. */
export const comprehensions: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one']);
/**
 * Each is linear in its operands and none makes a value grow beyond the text of the condition and
 * its facts.
 */
const functions: ReadonlySet<string> = new Set([
  ...comprehensions,
  'has',
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'lowerAscii',
  'upperAscii',
  'trim',
  'matchesLinear',
  'int',
  'string',
]);

/**
 * The first thing that conditions may not use: functions beyond a closed list (`matches`
 * backtracks, `cel.bind` and `split` make values grow, `dyn` escapes the types), maps and nested
 * comprehensions. What remains takes time linear in the length of the condition times the size of
 * its facts.
 */
export function findGrammarFault(
  node: ASTNode,
  insideComprehension = false,
): GrammarFault | undefined {
  switch (node.op) {
    case 'value':
    case 'id':
      return undefined;
    case 'map':
      return { message: 'Conditions have no map literals', offset: node.start };
    case 'call':
      return findCallFault(node, node.args[0], [node.args[1], insideComprehension]);
    case 'rcall':
      return findCallFault(node, node.args[0], [
        [node.args[1], ...node.args[2]],
        insideComprehension,
      ]);
    case '.':
    case '.?':
      return findGrammarFault(node.args[0], insideComprehension);
    case '!_':
    case '-_':
      return findGrammarFault(node.args, insideComprehension);
    default:
      return findFirstFault(node.args, insideComprehension);
  }
}

function findCallFault(
  node: ASTNode,
  name: string,
  [operands, insideComprehension]: readonly [readonly ASTNode[], boolean],
): GrammarFault | undefined {
  if (name === 'matches') {
    return { message: 'matches() is not available: use matchesLinear()', offset: node.start };
  }
  if (!functions.has(name)) {
    return { message: `Conditions have no function ${name}()`, offset: node.start };
  }
  const isComprehension = comprehensions.has(name);
  if (isComprehension && insideComprehension) {
    return { message: `${name}() may not be nested in another`, offset: node.start };
  }
  return findFirstFault(operands, insideComprehension || isComprehension);
}

function findFirstFault(
  nodes: readonly ASTNode[],
  insideComprehension: boolean,
): GrammarFault | undefined {
  for (const node of nodes) {
    const fault = findGrammarFault(node, insideComprehension);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
