/** A table in Markdown; all columns but the first are numbers. */
export function table(heads: readonly string[], lines: readonly string[]): string {
  const rule = line(heads.map((_, index) => (index === 0 ? '---' : '---:')));
  return [line(heads), rule, ...lines].join('\n');
}

/** One line of a table. */
export function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Whether what was promised was kept. */
export function met(isMet: boolean): string {
  return isMet ? 'met' : '**missed**';
}
