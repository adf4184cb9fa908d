import type { Application } from '../application.ts';
import type { Budget } from '../budget.ts';
import type { Grant } from '../grant.ts';
import type { Limit } from '../limit.ts';
import type { PromptPolicy } from '../prompt-policy.ts';
import type { Route } from '../route.ts';
import type { Tenant } from '../tenant.ts';
import type { PlanKind } from './document.ts';

/** Kind -> the row that a document of it makes. */
export interface PlanRows {
  readonly tenant: Tenant;
  readonly application: Application;
  readonly grant: Grant;
  readonly prompt_policy: PromptPolicy;
  readonly route: Route;
  readonly limit: Limit;
  readonly budget: Budget;
}

export type AnyRow = PlanRows[PlanKind];

/** A row with its kind. */
export type KindRow = {
  readonly [Kind in PlanKind]: { readonly kind: Kind; readonly row: PlanRows[Kind] };
}[PlanKind];

/** Who manages a resource by documents, and what they last said of it. */
export interface ResourceTag {
  readonly kind: PlanKind;
  readonly resourceId: string;
  readonly tenantId: string;
  readonly owner: string;
  /** Of the document: grants have no name of their own. */
  readonly name: string;
  /** What `contentDigest` gave for the row when it was applied. */
  readonly content: string;
}
