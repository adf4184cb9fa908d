import type DataLoader from 'dataloader';
import { notFound } from '../domain/errors.ts';

/** A row that a foreign key promises. @throws DomainError NOT_FOUND when it is out of the caller's scope */
export async function loadRequired<Row>(
  loader: DataLoader<string, Row | null>,
  id: string,
): Promise<Row> {
  const row = await loader.load(id);
  if (row === null) throw notFound('row behind this field');
  return row;
}
