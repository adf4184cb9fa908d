import type { AnySpec, ConfigDocument } from '../../domain/plan/document.ts';
import { planKinds } from '../../domain/plan/document.ts';
import type { KindRow } from '../../domain/plan/row.ts';
import type { Names } from '../../domain/plan/spec.ts';
import { describeRow, listInUse, namesOf } from './describe-row.ts';
import type { World } from './world.ts';

const GRANT_NAME_MAX = 120;

/** Documents of everything that a tenant has in use, and that documents can say; in the order of kinds and names. */
export function exportTenant(world: World, tenantId: string): readonly ConfigDocument[] {
  const names = namesOf(world, []);
  const tenant = world.tenants.find(({ id }) => id === tenantId)?.name ?? '';
  const grantNames = nameGrants(world, names);
  const rows = planKinds.flatMap((kind) => listInUse(world, kind));
  const documents = rows.map((one) => {
    const name = one.kind === 'grant' ? (grantNames.get(one.row.id) ?? '') : one.row.name;
    return document(one.kind, { name, tenant, spec: describeRow(one, names) });
  });
  return documents.toSorted(inOrder);
}

/** Grants that were made by hand have no name: they are called after what they are for. */
function nameGrants({ grant, tags }: World, names: Names): ReadonlyMap<string, string> {
  const tagged = tags.flatMap(({ kind, resourceId, name }) =>
    kind === 'grant' ? [[resourceId, name] as const] : [],
  );
  const given = new Map(tagged);
  const taken = new Set(given.values());
  for (const { id, applicationId, modelId } of grant) {
    if (given.has(id)) continue;
    const application = applicationId === null ? 'all' : names.application.get(applicationId);
    const stem = `${application}-${names.model.get(modelId)}`.slice(0, GRANT_NAME_MAX);
    let name = stem;
    for (let count = 2; taken.has(name); count += 1) name = `${stem}-${count}`;
    given.set(id, name);
    taken.add(name);
  }
  return given;
}

function document(
  kind: KindRow['kind'],
  rest: { readonly name: string; readonly tenant: string; readonly spec: AnySpec },
): ConfigDocument {
  return { kind, ...rest } as ConfigDocument;
}

function inOrder(one: ConfigDocument, other: ConfigDocument): number {
  const byKind = planKinds.indexOf(one.kind) - planKinds.indexOf(other.kind);
  return byKind || (one.name < other.name ? -1 : 1);
}
