import { compileResource } from '../../../control-plane/compile/compile-resource.ts';
import type { ConfigurationRows } from '../../../control-plane/storage/configuration/row.ts';
import { sources } from '../../../control-plane/storage/configuration/source.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { type ResourceKind, resourceKinds } from '../../../proto/resource.ts';
import type { Management } from '../../support/management.ts';

/** Notes the database as it is, as a ledger does when it was released. */
export async function release(management: Management): Promise<bigint> {
  const { revision } = await management.services.nodes.head(management.admin);
  const position = { epoch: 1n, revision };
  const rows = await Promise.all(resourceKinds.map(async (kind) => compileAll(management, kind)));
  const actor = { name: 'system', authenticatedBy: 'system' };
  await management.storage.transaction(PLATFORM, actor, async ({ releases, resourceVersions }) => {
    const gone = await management.query<{ kind: string; resource_id: string }>(
      'SELECT DISTINCT kind, resource_id FROM release_change',
    );
    const present = new Set(rows.flat().map(({ id }) => id));
    const removed = gone.map(({ kind, resource_id: id }) => ({ kind, id }));
    await resourceVersions.putVersions(position, rows.flat());
    await resourceVersions.putRemovals(
      position,
      removed.filter(({ id }) => !present.has(id)),
    );
    await releases.put({
      ...position,
      resourceCount: rows.flat().length,
      digest: Buffer.alloc(32),
    });
  });
  return position.revision;
}

async function compileAll<Kind extends ResourceKind>(management: Management, kind: Kind) {
  const rows = await management.query<ConfigurationRows[Kind]>(sources[kind]);
  return rows.map((row) => compileResource(kind, row));
}
