import type { Permission, Role } from '../permission.ts';
import type { Principal } from '../principal.ts';
import { permissionsHeld } from '../role.ts';
import { type Marked, personsOf } from './person.ts';

/** How many people must approve, and who of those that may review. */
export interface Demand {
  /** Distinct people; 0 demands no review. */
  readonly quorum: number;
  /** Empty means whoever may review. */
  readonly roles: readonly Role[];
  /** Groups of the identity provider, one of which a reviewer is in; empty means whoever may review. */
  readonly groups: readonly string[];
  /** Groups that are teams: a reviewer is in one of them, and in none that an author is in. Empty demands none of that. */
  readonly teams: readonly string[];
}

/** The demands that bind a request by themselves, whatever becomes of the rules. */
export interface KeptDemand extends Demand {
  /** Those beside it, where no single one is the strictest. */
  readonly also?: readonly Demand[] | undefined;
}

/** Somebody who wrote some of a request or said something of it, as of now. */
export interface Party
  extends Marked,
    Pick<Principal, 'id' | 'kind' | 'tenantId' | 'roles' | 'archivedAt'> {
  /** What roles give that people made. */
  readonly customPermissions: readonly Permission[];
  /** Those that the newest token of the identity provider named. */
  readonly groups: readonly string[];
}

/** What is looked at of a review. */
export interface GivenReview {
  readonly reviewerId: string;
  readonly verdict: string;
  readonly digest: string;
  readonly round: number;
}

/** What is looked at of the request. */
export interface ReviewedRequest {
  /** Null for what is of the platform, which nobody of a tenant reviews. */
  readonly tenantId: string | null;
  readonly digest: string;
  readonly round: number;
  readonly authors: readonly string[];
}

/** A request with what was said of it. */
export interface ReviewCase {
  readonly request: ReviewedRequest;
  readonly reviews: readonly GivenReview[];
  /** Everybody who wrote some of it or said something, as they are now. */
  readonly parties: readonly Party[];
  /** Accounts that may do more, or something else, when it is made: of nobody who has one of them does the review count. */
  readonly beneficiaries: readonly Marked[];
  /** What a reviewer of this kind of change needs. */
  readonly permission: Permission;
  /** What one needs besides; undefined means nothing. */
  readonly alsoNeeded?: readonly Permission[] | undefined;
}

type People = Pick<ReviewCase, 'request' | 'parties' | 'beneficiaries'>;

/** What is left of a demand that was written before there were all of its fields. */
export function demandOf({
  quorum,
  roles,
  groups = [],
  teams = [],
}: Pick<Demand, 'quorum' | 'roles'> & Partial<Demand>): Demand {
  return { quorum, roles, groups, teams };
}

/** Whether somebody wrote some of the request: by this account, or by another that is known to be of the same person. */
export function isAuthor(account: Marked, reviewed: People): boolean {
  return isOneOf(account, reviewed.request.authors, reviewed);
}

/** Whether somebody gains by the request, by whatever account, likewise. */
export function isBeneficiary(account: Marked, reviewed: People): boolean {
  const gaining = reviewed.beneficiaries.map(({ id }) => id);
  return isOneOf(account, gaining, reviewed);
}

/**
 * Whether the approval of that person counts: a person in office, of the platform or of the tenant, whose roles may review,
 * whose roles and groups are among those demanded, and who wrote no part of the request, nor gains by it.
 */
export function isEntitled(
  reviewer: Party,
  reviewed: People & Pick<ReviewCase, 'permission' | 'alsoNeeded'>,
  demand: Demand,
): boolean {
  const { request, permission, alsoNeeded = [] } = reviewed;
  const { roles, groups } = demand;
  const isThere = reviewer.kind === 'human' && reviewer.archivedAt === null;
  const authors = reviewed.parties.filter((party) => isAuthor(party, reviewed));
  const isNear = reviewer.tenantId === null || reviewer.tenantId === request.tenantId;
  const held = permissionsHeld(reviewer, []);
  const may = [permission, ...alsoNeeded].every(
    (one) => held.has(one) || reviewer.customPermissions.includes(one),
  );
  const isDemanded =
    (roles.length === 0 || reviewer.roles.some((role) => roles.includes(role))) &&
    (groups.length === 0 || reviewer.groups.some((group) => groups.includes(group)));
  return (
    isThere &&
    isNear &&
    may &&
    isDemanded &&
    !isBeneficiary(reviewer, reviewed) &&
    !isAuthor(reviewer, reviewed) &&
    isOfOtherTeam(reviewer, authors, demand)
  );
}

/** Approvals that are missing until every demand is met: the strictest decides. Accounts of one person count once. */
export function countMissing(demands: readonly Demand[], reviewed: ReviewCase): number {
  const { request, reviews, parties } = reviewed;
  const approving = new Set(
    reviews
      .filter(({ verdict, digest, round }) => {
        const isOfThis = digest === request.digest && round === request.round;
        return verdict === 'approved' && isOfThis;
      })
      .map(({ reviewerId }) => reviewerId),
  );
  const persons = personsOf(parties);
  const missing = demands.map((demand) => {
    const counted = parties.filter(
      (party) => approving.has(party.id) && isEntitled(party, reviewed, demand),
    );
    return demand.quorum - new Set(counted.map(({ id }) => persons.get(id))).size;
  });
  return Math.max(0, ...missing);
}

/** The demands, without those that another one of them covers. */
export function keepDemands(demands: readonly Demand[]): KeptDemand {
  const needed = demands.map(demandOf).reduce<readonly Demand[]>((kept, one) => {
    if (kept.some((other) => isAsStrict(one, other))) return kept;
    return [...kept.filter((other) => !isAsStrict(other, one)), one];
  }, []);
  const [first = demandOf({ quorum: 0, roles: [] }), ...also] = needed;
  return also.length === 0 ? first : { ...first, also };
}

export function listDemands({ also = [], ...demand }: KeptDemand): readonly Demand[] {
  return [demand, ...also].map(demandOf);
}

/** Whether whatever the old demand holds back, the new one holds back too. */
export function isAsStrict(from: Demand, to: Demand): boolean {
  if (from.quorum === 0) return true;
  const isOther = from.teams.length > 0 && !isSameSet(from.teams, to.teams);
  if (to.quorum < from.quorum || isOther) return false;
  return narrows(from.roles, to.roles) && narrows(from.groups, to.groups);
}

/** How many people could approve what one of them proposes, whoever that is. `people` are all that there are. */
export function countReachable(
  rule: Demand & Pick<ReviewedRequest, 'tenantId'>,
  people: readonly Party[],
  permission: Permission,
): number {
  const request = { tenantId: rule.tenantId, digest: '', round: 0, authors: [] };
  const reviewed = { request, parties: [], beneficiaries: [], permission };
  const persons = personsOf(people);
  const able = people.filter((one) => isEntitled(one, reviewed, rule));
  const count = (some: readonly Party[]) => new Set(some.map(({ id }) => persons.get(id))).size;
  if (rule.teams.length === 0) return Math.max(0, count(able) - 1);
  const others = able.map((author) =>
    count(able.filter((one) => isOfOtherTeam(one, [author], rule))),
  );
  return Math.min(able.length, ...others);
}

function isOneOf(
  { id, marks }: Marked,
  accounts: readonly string[],
  { parties, beneficiaries }: People,
): boolean {
  if (accounts.length === 0) return false;
  const persons = personsOf([...parties, ...beneficiaries, { id, marks }]);
  return accounts.some((one) => one === id || persons.get(one) === persons.get(id));
}

/** Nobody can prove to be of another team than somebody whose team is unknown; only the reviewer's must be known. */
function isOfOtherTeam(
  reviewer: Party,
  authors: readonly Party[],
  { teams }: Pick<Demand, 'teams'>,
): boolean {
  if (teams.length === 0) return true;
  const own = reviewer.groups.filter((group) => teams.includes(group));
  return own.length > 0 && !authors.some(({ groups }) => own.some((team) => groups.includes(team)));
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

/** Empty lists let everybody. */
function narrows(from: readonly string[], to: readonly string[]): boolean {
  if (from.length === 0) return true;
  return to.length > 0 && to.every((word) => from.includes(word));
}
