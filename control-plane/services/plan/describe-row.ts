import { contentDigest } from '../../domain/config-plan.ts';
import {
  applicationContent,
  grantContent,
  promptPolicyContent,
  routeContent,
} from '../../domain/plan/content.ts';
import type { AnySpec, PlanKind } from '../../domain/plan/document.ts';
import type { AnyRow, KindRow } from '../../domain/plan/row.ts';
import {
  applicationSpec,
  grantSpec,
  type Names,
  promptPolicySpec,
  routeSpec,
} from '../../domain/plan/spec.ts';
import { budgetSpec, limitSpec } from '../../domain/plan/spend.ts';
import { budgetContentOf, limitContentOf } from '../../domain/review/spend-content.ts';
import type { World } from './world.ts';

/** A row with its kind, under which it was looked for or made. */
export function kindRow(kind: PlanKind, row: AnyRow): KindRow {
  return { kind, row } as KindRow;
}

/** Rows of a kind that are not archived. */
export function listInUse(world: World, kind: PlanKind): readonly KindRow[] {
  const rows: readonly AnyRow[] = kind === 'tenant' ? world.tenants : world[kind];
  const inUse = rows.filter((row) => !('archivedAt' in row) || row.archivedAt === null);
  return inUse.map((row) => kindRow(kind, row));
}

/** The row as a document would say it. */
export function describeRow({ kind, row }: KindRow, names: Names): AnySpec {
  switch (kind) {
    case 'tenant':
      return {};
    case 'application':
      return applicationSpec(row);
    case 'grant':
      return grantSpec(row, names);
    case 'prompt_policy':
      return promptPolicySpec(row, names);
    case 'route':
      return routeSpec(row, names);
    case 'limit':
      return limitSpec(row, names);
    case 'budget':
      return budgetSpec(row, names);
  }
}

/** What is kept of the row, to notice edits by hand. */
export function digestOfRow({ kind, row }: KindRow): string {
  switch (kind) {
    case 'tenant':
      return contentDigest({ name: row.name });
    case 'application':
      return contentDigest(applicationContent(row));
    case 'grant':
      return contentDigest(grantContent(row));
    case 'prompt_policy':
      return contentDigest(promptPolicyContent(row));
    case 'route':
      return contentDigest(routeContent(row));
    case 'limit':
      return contentDigest(limitContentOf(row));
    case 'budget':
      return contentDigest(budgetContentOf(row));
  }
}

/** Names of everything that rows of the world refer to, and of what a plan adds. */
export function namesOf(world: World, added: readonly KindRow[]): Names {
  const named = (kind: KindRow['kind']) =>
    added.flatMap((one) => (one.kind === kind && one.kind !== 'grant' ? [one.row] : []));
  return {
    target: nameById(world.targets),
    model: nameById([...world.models, ...world.catalog.models.values()]),
    application: nameById([...world.application, ...named('application')]),
    promptPolicy: nameById([...world.prompt_policy, ...named('prompt_policy')]),
    route: nameById([...world.route, ...named('route')]),
    outsideDetector: nameById(world.outsideDetectors),
  };
}

function nameById(
  rows: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}
