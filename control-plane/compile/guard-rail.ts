import { describeMassDeletion } from '../storage/configuration/held-revision.ts';
import { ClaimIndex } from './claim-index.ts';
import type { CompiledResource } from './compile-resource.ts';
import { findGoldenFault, type Lookup } from './golden-request.ts';
import type { SlicedWork } from './pace.ts';
import { describeClaim } from './resource-duty.ts';
import type { Difference } from './view-difference.ts';

/** Bounds of what is published. Nodes take four times the bytes of a resource and more than the whole. */
export const GUARD_RAILS = {
  bodyBytesMax: 262_144,
  viewBytesMax: 200 * 1_048_576,
  resourcesMax: 1_000_000,
  /** A part of a whole is a mass when it is more than this share of it and more than this many. */
  massShare: 0.05,
  massCount: 20,
  /** Routes and prompt policies of one release that are evaluated. */
  goldenMax: 1_000,
} as const;

/** Reasons and lists of keys are cut off here: they are read by people. */
const SHOWN_MAX = 10;

/** A step from the view that nodes have to the next one. */
export interface Proposal {
  /** Undefined when nodes were never given anything. */
  readonly before: ReadonlyMap<string, CompiledResource> | undefined;
  readonly difference: Difference;
  /** Keys whose removal is meant; `all` when an operator has said so, or history was replaced. */
  readonly meant: ReadonlySet<string> | 'all';
  /** Bytes of the bodies of `before`. */
  readonly bodyBytes: number;
  /** Of `before`. */
  readonly claims: Pick<ClaimIndex, 'get'>;
}

/**
 * Why the step must not be published; empty when it may be. Nodes hold back a tenant whose own resource is invalid and
 * enforce the rest, so that such a fault stops everybody's changes (revocations among them) only when it is in many
 * tenants at once: then it is ours, not theirs.
 */
export function* findReasons(proposal: Proposal): SlicedWork<readonly string[]> {
  const { before, difference } = proposal;
  const lookup: Lookup = (key) => (difference.has(key) ? difference.get(key) : before?.get(key));
  const findings = new Findings();
  let goldenCount = 0;
  for (const [key, resource] of difference) {
    yield;
    if (resource === undefined) continue;
    checkSize(key, resource, findings);
    checkClaim(resource, { proposal, lookup, findings });
    if (resource.blankField !== '')
      findings.add(resource.tenantId, `${key} has a blank ${resource.blankField}.`);
    const isJudged = resource.kind === 'route' || resource.kind === 'prompt_policy';
    if (!isJudged || goldenCount >= GUARD_RAILS.goldenMax) continue;
    goldenCount += 1;
    const fault = findGoldenFault(resource, lookup);
    if (fault !== undefined) findings.add(resource.tenantId, `${key} cannot decide: ${fault}`);
  }
  // Counting takes a walk over the whole view: only when a number of tenants could be a mass at all.
  const tenantCount =
    findings.tenantCount > GUARD_RAILS.massCount ? yield* countTenants(proposal) : 0;
  return [...(yield* findWholeReasons(proposal)), ...findings.reasons(tenantCount)];
}

/** Faults that were found, by what they concern. */
class Findings {
  readonly #common: string[] = [];
  readonly #byTenant = new Map<string, string>();
  readonly #claims = new ClaimIndex();

  /** Tenant '' for what concerns everybody. */
  add(tenantId: string, reason: string): void {
    if (tenantId === '') this.#common.push(reason);
    else if (!this.#byTenant.has(tenantId)) this.#byTenant.set(tenantId, reason);
  }

  /** Key of the resource of this step that had the claim first; undefined when this is the first. */
  claim(claim: string, key: string): string | undefined {
    const holder = this.#claims.get(claim);
    if (holder === undefined) this.#claims.set(claim, key);
    return holder;
  }

  get tenantCount(): number {
    return this.#byTenant.size;
  }

  reasons(tenantCount: number): readonly string[] {
    const faulty = this.#byTenant.size;
    if (!isMass(faulty, tenantCount)) return this.#common.slice(0, SHOWN_MAX);
    const many = `${faulty} of ${tenantCount} tenants have invalid resources.`;
    return [...this.#common, many, ...this.#byTenant.values()].slice(0, SHOWN_MAX);
  }
}

function checkSize(key: string, { body }: CompiledResource, findings: Findings): void {
  const { bodyBytesMax } = GUARD_RAILS;
  if (body.length <= bodyBytesMax) return;
  findings.add('', `${key} has ${body.length} bytes; ${bodyBytesMax} are allowed.`);
}

interface ClaimCheck {
  readonly proposal: Proposal;
  readonly lookup: Lookup;
  readonly findings: Findings;
}

/** A name that is taken within a tenant is that tenant's fault; any other is everybody's. */
/** Kinds whose claims all tenants share; those of the others are a tenant's own. */
const claimedOfAll: ReadonlySet<string> = new Set(['tenant', 'api_key', 'token_issuer']);

function checkClaim(resource: CompiledResource, { proposal, lookup, findings }: ClaimCheck): void {
  const { claim, kind, id, tenantId } = resource;
  if (claim === '') return;
  const key = `${kind}/${id}`;
  const before = proposal.claims.get(claim);
  const isKept = before !== undefined && lookup(before)?.claim === claim;
  const holder = findings.claim(claim, key) ?? (isKept && before !== key ? before : undefined);
  if (holder === undefined) return;
  const message = `${key} has ${describeClaim(claim)}, which is that of ${holder}.`;
  findings.add(claimedOfAll.has(kind) ? '' : tenantId, message);
}

function* findWholeReasons({
  before,
  difference,
  meant,
  bodyBytes,
}: Proposal): SlicedWork<readonly string[]> {
  const reasons: string[] = [];
  const beforeCount = before?.size ?? 0;
  let count = beforeCount;
  let bytes = bodyBytes;
  const unmeant: string[] = [];
  for (const [key, resource] of difference) {
    const old = before?.get(key);
    count += (resource === undefined ? 0 : 1) - (old === undefined ? 0 : 1);
    bytes += (resource?.body.length ?? 0) - (old?.body.length ?? 0);
    const isRemoved = resource === undefined && old !== undefined;
    if (isRemoved && meant !== 'all' && !meant.has(key)) unmeant.push(key);
    yield;
  }
  const { viewBytesMax, resourcesMax } = GUARD_RAILS;
  if (bytes > viewBytesMax)
    reasons.push(`The view would have ${bytes} bytes; ${viewBytesMax} are allowed.`);
  if (count > resourcesMax)
    reasons.push(`The view would have ${count} resources; ${resourcesMax} are allowed.`);
  if (isMass(unmeant.length, beforeCount)) reasons.push(describeMassDeletion(unmeant, beforeCount));
  return reasons;
}

function* countTenants({ before, difference }: Proposal): SlicedWork<number> {
  let count = 0;
  for (const key of before?.keys() ?? []) {
    if (key.startsWith('tenant/')) count += 1;
    yield;
  }
  for (const [key, resource] of difference)
    if (key.startsWith('tenant/') && resource !== undefined && !before?.has(key)) count += 1;
  return count;
}

/** What one revision changed: its own rows, and the keys of all that hangs from them. */
export interface ChangedKeys {
  readonly revision: bigint;
  readonly keys: readonly string[];
  readonly rowCount: number;
}

/** What led to a step, revision by revision. */
export interface Changes {
  readonly changes: readonly ChangedKeys[];
  /** The newest revision that says that what it and those before it delete is meant. */
  readonly deletionMeantAt: bigint | undefined;
}

/**
 * Keys that went on purpose: up to a revision that says so; with a revision that takes away no mass by itself, however many such revisions come in one step, or
 * with a single row that takes along all that hangs from it.
 */
export function* findMeantKeys(
  difference: Difference,
  { changes, deletionMeantAt }: Changes,
  beforeCount: number,
): SlicedWork<ReadonlySet<string>> {
  const meant = new Set<string>();
  for (const { revision, keys, rowCount } of changes) {
    const gone: string[] = [];
    for (const key of keys) {
      if (difference.has(key) && difference.get(key) === undefined) gone.push(key);
      yield;
    }
    const isSaid = deletionMeantAt !== undefined && revision <= deletionMeantAt;
    if (isSaid || rowCount <= 1 || !isMass(gone.length, beforeCount))
      for (const key of gone) meant.add(key);
  }
  return meant;
}

function isMass(part: number, whole: number): boolean {
  return part > GUARD_RAILS.massCount && part > whole * GUARD_RAILS.massShare;
}
