import type { Json } from '../../../data-plane/inference.ts';

export type Value = Json;

/** A secret of a kind that needs no neighbours. */
export const marker = `AKIA${'IOSFODNN7EXAMPLQ'}`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const percents = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const escapes = (text: string): string =>
  [...text].map((one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('');

/** Forms in which a provider would still read the secret. */
export const disguises: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'in a sentence': (text) => `the key is ${text}, keep it`,
  base64: (text) => base64(`key: ${text} end`),
  'base64 after padding': (text) => `${base64('four')}${base64(`key: ${text} end`)}`,
  'base64 of a PDF': (text) =>
    Buffer.concat([Buffer.from('%PDF-1.4\n\xff\xfe', 'latin1'), Buffer.from(` ${text} `)]).toString(
      'base64',
    ),
  'base64 of UTF-16': (text) => Buffer.from(` ${text} `, 'utf16le').toString('base64'),
  'an address': (text) => `https://example.com/a.png?key=${text}`,
  'an address in percents': (text) => `https://example.com/a.png?key=${percents(text)}`,
  'a data URL of text': (text) => `data:text/plain;base64,${base64(`key: ${text} end`)}`,
  'a data URL that says picture': (text) => `data:image/png;base64,${base64(`key: ${text} end`)}`,
  'a data URL in no base64': (text) => `data:text/plain,${percents(text)}`,
  'base64 letters themselves': (text) => `data:image/png;base64,/${text}/`,
  'escaped JSON': (text) => `{"a":"${escapes(text)}"}`,
  'a sealed thought': (text) => `gemini:${text}`,
  'a marked seal': (text) => `gatehouse-signature:${text}`,
};

/** Where something may be planted: in place of a value, as a new field, as a name, as a new item. */
export interface Place {
  readonly kind: 'value' | 'field' | 'name' | 'item';
  readonly path: readonly (string | number)[];
}

/** Every place of a body. */
export function listPlaces(value: Value, path: Place['path'] = []): readonly Place[] {
  if (Array.isArray(value)) {
    const inner = value.flatMap((item: Value, index: number) => listPlaces(item, [...path, index]));
    return [{ kind: 'item', path }, ...inner];
  }
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).flatMap(([name, member]) =>
      listPlaces(member, [...path, name]),
    );
    return [{ kind: 'field', path }, { kind: 'name', path }, ...inner];
  }
  return path.length === 0 ? [] : [{ kind: 'value', path }];
}

/** The body with `text` at the place. */
export function plantAt(value: Value, { kind, path }: Place, text: string): Value {
  const [step, ...rest] = path;
  if (step === undefined) return plantHere(value, kind, text);
  const place = { kind, path: rest };
  if (Array.isArray(value))
    return value.map((item: Value, index) => (index === step ? plantAt(item, place, text) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === step ? plantAt(member, place, text) : member,
    ]),
  );
}

function plantHere(value: Value, kind: Place['kind'], text: string): Value {
  if (kind === 'value') return text;
  if (kind === 'item') return Array.isArray(value) ? [...value, text] : value;
  if (typeof value !== 'object' || value === null) return value;
  return kind === 'name' ? { ...value, [text]: 'x' } : { ...value, unheard_of: { deep: [text] } };
}
