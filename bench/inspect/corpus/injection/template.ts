import type { Draw } from '../draw.ts';

/** A text with choices: `{a|b|c}` is one of them; they do not nest. */
export type Template = string;

const choice = /\{([^{}]*\|[^{}]*)\}/g;

/** One of the texts that a template stands for. */
export function fill(template: Template, draw: Draw): string {
  return template.replace(choice, (_, options: string) => draw.pick(options.split('|')));
}

/** So many different texts of these templates, each template as often as another; fewer where there are no more. */
export function fillAll(templates: readonly Template[], count: number, draw: Draw): string[] {
  const texts = new Set<string>();
  for (let tries = 0; texts.size < count && tries < 8 * count; tries += 1)
    texts.add(fill(templates[tries % templates.length] ?? '', draw));
  return [...texts];
}
