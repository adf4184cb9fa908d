import type { ConfigurationRows } from '../../control-plane/storage/configuration/row.ts';
import { sources } from '../../control-plane/storage/configuration/source.ts';
import type { ResourceKind } from '../../proto/resource.ts';
import type { Management } from './management.ts';

/** The row that the feed reads of a resource; undefined when it is out of the configuration. */
export async function readSource(
  { query }: Pick<Management, 'query'>,
  kind: ResourceKind,
  id: string,
): Promise<ConfigurationRows[ResourceKind] | undefined> {
  const [row] = await query<ConfigurationRows[ResourceKind]>(`${sources[kind]} AND t.id = $1`, [
    id,
  ]);
  return row;
}
