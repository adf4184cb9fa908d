/** What a page of metrics says. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** Between the families of an exposition of prom-client; names, help and labels hold no line break. */
const BETWEEN_FAMILIES = '\n\n';
const HEAD_LINES = 2;

/**
 * One exposition out of those of several processes, whose series differ by a label. The format wants each family in one piece
 * (Prometheus exposition formats, text format 0.0.4: “all lines for a given metric must be provided as one single group”).
 */
export function mergeExpositions(texts: readonly string[]): string {
  const families = new Map<string, string[]>();
  for (const text of texts)
    for (const family of text.trimEnd().split(BETWEEN_FAMILIES)) {
      const lines = family.split('\n');
      const head = lines.slice(0, HEAD_LINES).join('\n');
      const series = families.get(head) ?? [];
      families.set(head, series);
      for (const line of lines.slice(HEAD_LINES)) series.push(line);
    }
  const merged = [...families].map(([head, series]) => [head, ...series].join('\n'));
  return `${merged.join(BETWEEN_FAMILIES)}\n`;
}
