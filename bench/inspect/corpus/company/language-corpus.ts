import { type Case, told } from '../case.ts';
import { written } from './language-text.ts';

/** What is around a sentence and has no language, or little of English. */
const surroundings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `{"id":17,"note":"${text}"}`,
  (text) => `${text}\n\nhttps://example.com/a/b?x=1 #4711`,
  (text) => text.toUpperCase(),
];

/** Texts in no language, or too short to tell. */
const wordless: readonly string[] = [
  'ok',
  'Danke!',
  'Re: Q3',
  '12,5 / 7 = 1.7857; 3 > 2',
  'https://example.com/index.html?id=42&sort=asc',
  'AKIAIOSFODNN7EXAMPLE 0f9e8d7c6b5a',
  'x1 y2 z3 foo bar baz qux',
  'SELECT id, total, status FROM orders WHERE total > 5 LIMIT 10',
  'grpc.status=14 peer=10.1.1.1 elapsed_ms=42 method=Stream',
  'std::vector<int> values; values.push_back(42); return values.size();',
  'Microsoft Azure Kubernetes Docker PostgreSQL Redis GraphQL TypeScript',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
];

/** What the detector of languages is tuned on; English is its own kind as all others. */
export function listLanguageCases(): readonly Case[] {
  return [
    ...Object.entries(written).flatMap(([kind, texts]) =>
      [...texts, texts.join(' ')].flatMap((text) =>
        surroundings.map((surround) => told(surround(text), [kind])),
      ),
    ),
    ...wordless.map((text) => told(text, [])),
  ];
}
