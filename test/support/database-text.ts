import type { Management } from './management.ts';

/**
 * Every value of every table as text, bytes in hexadecimal: what a thief of the database could
 * search.
 */
export async function readWholeDatabase({ query }: Pick<Management, 'query'>): Promise<string> {
  const tables = await query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  const texts = [];
  for (const { name } of tables)
    texts.push(...(await query<{ text: string }>(`SELECT row::text AS text FROM ${name} AS row`)));
  return texts.map(({ text }) => text).join('\n');
}

/** The forms in which a secret could stand in the text of a database. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
}
