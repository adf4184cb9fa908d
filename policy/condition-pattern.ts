import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { comprehensions } from './condition-grammar.ts';

/**
 * Bounds of one pattern: its text, and the states of its automaton that each character may touch.
 */
export const PATTERN_LIMITS = { charsMax: 256, statesMax: 1024 } as const;

/** What the library hands to a macro, as far as it is used here. */
interface MacroCall {
  readonly args: readonly ASTNode[];
  readonly receiver: ASTNode;
}
interface Checker {
  check(node: ASTNode, scope: unknown): { readonly name: string };
  getType(name: string): unknown;
  createError(code: string, message: string, node: ASTNode): Error;
}
interface Evaluator {
  run(node: ASTNode, scope: unknown): unknown;
}

/**
 * Registers `text.matchesLinear("pattern")`: whether an RE2 pattern matches anywhere in the text,
 * in time linear in the text. The pattern is a literal, compiled once with the condition. CEL's own
 * `matches` runs on V8's backtracking engine, where a pattern of eight characters can stop a node;
 * conditions reject it.
 */
export function registerMatchesLinear(environment: Environment): void {
  environment.registerFunction('string.matchesLinear(ast): bool', expandMatchesLinear);
}

function expandMatchesLinear({ args, receiver }: MacroCall): object {
  let pattern: RE2JS | undefined;
  return {
    async: false,
    typeCheck(checker: Checker, _macro: unknown, scope: unknown): unknown {
      const { name } = checker.check(receiver, scope);
      if (name !== 'string') {
        const message = `matchesLinear() is called on a string, not on '${name}'`;
        throw checker.createError('no_matching_overload', message, receiver);
      }
      pattern = compilePattern(args[0] ?? receiver, checker);
      return checker.getType('bool');
    },
    evaluate(evaluator: Evaluator, _macro: unknown, scope: unknown): boolean {
      return pattern?.test(String(evaluator.run(receiver, scope))) ?? false;
    },
  };
}

/**
 * States that the patterns of a parsed condition may touch for each character of what they read, `elements` times within a
 * comprehension: 1,024 states and 256 characters take up to 15 ms (Node 20).
 */
export function countPatternStates(node: unknown, elements: number): number {
  if (Array.isArray(node)) {
    let sum = 0;
    for (const one of node) sum += countPatternStates(one, elements);
    return sum;
  }
  if (typeof node !== 'object' || node === null || !('op' in node && 'args' in node)) return 0;
  const { op, args } = node;
  const [name, , operands] = op === 'rcall' && Array.isArray(args) ? args : [];
  if (name === 'matchesLinear') return statesOf(operands) + countPatternStates(args, elements);
  const times = comprehensions.has(name) ? elements : 1;
  return times * countPatternStates(args, elements);
}

function statesOf(operands: unknown): number {
  const [node]: readonly unknown[] = Array.isArray(operands) ? operands : [];
  const text = typeof node === 'object' && node !== null && 'args' in node ? node.args : undefined;
  return (typeof text === 'string' && parsePattern(text)?.programSize()) || 0;
}

function compilePattern(node: ASTNode, checker: Checker): RE2JS {
  const fail = (message: string): Error => checker.createError('invalid_pattern', message, node);
  if (node.op !== 'value' || typeof node.args !== 'string') {
    throw fail('The pattern of matchesLinear() must be a string literal');
  }
  if (node.args.length > PATTERN_LIMITS.charsMax) {
    throw fail(`The pattern is longer than ${PATTERN_LIMITS.charsMax} characters`);
  }
  const pattern = parsePattern(node.args);
  if (pattern === undefined) throw fail('The pattern is not a valid RE2 expression');
  if (pattern.programSize() > PATTERN_LIMITS.statesMax) {
    throw fail(`The pattern needs more than ${PATTERN_LIMITS.statesMax} states`);
  }
  return pattern;
}

function parsePattern(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text);
  } catch {
    return undefined;
  }
}
