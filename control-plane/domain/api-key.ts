import type { KeyOperation } from '../../policy/key-part/key-operation.ts';
import type { KeyScope } from '../../policy/resource.ts';
import { type Fault, invalid, invalidInput } from './errors.ts';
import { checkPublicName, checkSlug, checkText } from './name.ts';
import { newRecord, revise, type VersionedRecord } from './record.ts';

/** What an application calls with. The secret itself is nowhere but with its owner. */
export interface ApiKey extends VersionedRecord {
  readonly tenantId: string;
  readonly applicationId: string;
  /** For people; unique among the application's keys that are neither revoked nor replaced. */
  readonly name: string;
  /** First characters of the secret, by which its owner recognises it. */
  readonly prefix: string;
  /** HMAC-SHA-256 of the secret under the pepper; 32 bytes. */
  readonly hash: Buffer;
  readonly pepperId: string;
  /** At least one; the first is the default of a call that names none. */
  readonly workloads: readonly string[];
  /** Names of routes; empty means every route of the tenant. */
  readonly routes: readonly string[];
  /** What it is for; empty means every operation. */
  readonly operations: readonly KeyOperation[];
  /** Tag for reports of cost. */
  readonly feature: string | null;
  /** Verified facts that policies see. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What it may do besides calling; empty for nothing. */
  readonly scopes: readonly KeyScope[];
  /** Moment from which it is refused; null for never. */
  readonly notAfter: Date | null;
  /** End of its life, for good. */
  readonly revokedAt: Date | null;
  /** The key whose place this one took; null for the first. */
  readonly replacesId: string | null;
  /** When another key took its place: its end is set from then on. */
  readonly replacedAt: Date | null;
}

/** Names and values in the order in which the author gave them. */
export type KeyAttributes = readonly { readonly name: string; readonly value: string }[];

/** What the author of a key decides. */
export interface ApiKeyDraft {
  readonly name: string;
  readonly workloads: readonly string[];
  readonly routes: readonly string[];
  readonly operations: readonly KeyOperation[];
  readonly feature: string | null;
  readonly attributes: KeyAttributes;
  readonly scopes: readonly KeyScope[];
  readonly notAfter: Date | null;
}

/** What an edit may change; what is undefined stays, null removes. */
export type ApiKeyChange = {
  readonly [Field in keyof ApiKeyDraft]?: ApiKeyDraft[Field] | undefined;
};

/** What a key is born with and keeps. */
export type ApiKeyOrigin = Pick<
  ApiKey,
  'id' | 'tenantId' | 'applicationId' | 'prefix' | 'hash' | 'pepperId'
>;

/** How a key is replaced. */
export interface ApiKeyRotation {
  /** How long the replaced key is taken beside its successor; 0 revokes it. */
  readonly overlapSeconds: number;
  /** End of the successor; undefined for that of the replaced key, null for never. */
  readonly notAfter: Date | null | undefined;
}

/** Of a rotation whose author names none: a day. */
export const OVERLAP_SECONDS_DEFAULT = 86_400;
/** 30 days: two secrets for one purpose are twice the risk. */
export const OVERLAP_SECONDS_MAX = 30 * 86_400;

/**
 * Characters of the secret that are kept for recognition: of `gth_sk_` and 256 random bits, 5
 * random ones.
 */
export const PREFIX_CHARACTERS = 12;
/** Of a key whose author names none. */
export const defaultWorkloads: readonly string[] = ['default'];
const WORKLOADS_MAX = 16;
const ROUTES_MAX = 64;
const ATTRIBUTES_MAX = 16;
const ATTRIBUTE_NAME = /^[a-z][a-z0-9_-]{0,62}$/;

/** @throws DomainError VALIDATION_FAILED */
export function createApiKey(origin: ApiKeyOrigin, draft: ApiKeyDraft, now: Date): ApiKey {
  requireValid(draft, now);
  const { archivedAt: _, ...fields } = newRecord(origin.id, now);
  const attributes = toRecord(draft.attributes);
  return {
    ...fields,
    ...origin,
    ...draft,
    attributes,
    revokedAt: null,
    replacesId: null,
    replacedAt: null,
  };
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseApiKey(key: ApiKey, change: ApiKeyChange, now: Date): ApiKey {
  requireInPlace(key);
  requireValid(change, now);
  const { attributes, ...rest } = change;
  return revise(key, { ...rest, attributes: attributes && toRecord(attributes) }, now);
}

/** Ends the key, for good. */
export function revokeApiKey(key: ApiKey, now: Date): ApiKey {
  return revise(key, { revokedAt: now }, now);
}

/**
 * Gives the key the end of its overlap, never later than the end that it had, and makes its successor, which may do the same.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function rotateApiKey(
  key: ApiKey,
  origin: Pick<ApiKeyOrigin, 'id' | 'prefix' | 'hash' | 'pepperId'>,
  { overlapSeconds, notAfter = key.notAfter }: ApiKeyRotation,
  now: Date,
): { readonly replaced: ApiKey; readonly successor: ApiKey } {
  requireInPlace(key);
  const faults = [
    ...checkOverlap(overlapSeconds),
    ...(notAfter === null ? [] : checkNotAfter(notAfter, now)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  const { archivedAt: _, ...fields } = newRecord(origin.id, now);
  return {
    replaced: revise(key, { replacedAt: now, ...endOfOverlap(key, overlapSeconds, now) }, now),
    successor: { ...key, ...fields, ...origin, notAfter, replacesId: key.id },
  };
}

/** With no overlap the key is revoked, so that nodes hear of it ahead of all else. */
function endOfOverlap(key: ApiKey, overlapSeconds: number, now: Date): Partial<ApiKey> {
  if (overlapSeconds === 0) return { revokedAt: now };
  const end = new Date(now.getTime() + overlapSeconds * 1000);
  return { notAfter: key.notAfter !== null && key.notAfter < end ? key.notAfter : end };
}

/** Of a replaced key the end is agreed: nobody prolongs it. @throws DomainError VALIDATION_FAILED */
function requireInPlace({ replacedAt }: ApiKey): void {
  if (replacedAt === null) return;
  throw invalid('id', 'This key was replaced; change its successor, or revoke this one.');
}

function checkOverlap(overlapSeconds: number): readonly Fault[] {
  if (overlapSeconds >= 0 && overlapSeconds <= OVERLAP_SECONDS_MAX) return [];
  const message = `Two keys overlap for 0 to ${OVERLAP_SECONDS_MAX} seconds; 0 ends the old one at once.`;
  return [{ path: 'overlapSeconds', message }];
}

/** Checks what is given, all of it at once. */
function requireValid(change: ApiKeyChange, now: Date): void {
  const { name, workloads, routes, operations, feature, attributes, scopes, notAfter } = change;
  const faults = [
    ...(name === undefined ? [] : checkText('name', name)),
    ...(workloads === undefined ? [] : checkWorkloads(workloads)),
    ...(routes === undefined ? [] : checkRoutes(routes)),
    ...(operations === undefined ? [] : checkDistinct('operations', operations)),
    ...(feature === undefined || feature === null ? [] : checkSlug('feature', feature)),
    ...(attributes === undefined ? [] : checkAttributes(attributes)),
    ...(scopes === undefined ? [] : checkDistinct('scopes', scopes)),
    ...(notAfter === undefined || notAfter === null ? [] : checkNotAfter(notAfter, now)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
}

/** Faults of the workloads of a key, or of what is presented instead of one. */
export function checkWorkloads(workloads: readonly string[]): readonly Fault[] {
  const path = 'workloads';
  if (workloads.length < 1 || workloads.length > WORKLOADS_MAX)
    return [{ path, message: `Name 1 to ${WORKLOADS_MAX} workloads.` }];
  const words = workloads.flatMap((workload, at) => checkSlug(`${path}.${at}`, workload));
  return [...words, ...checkDistinct(path, workloads)];
}

/** Faults of the routes of the same. */
export function checkRoutes(routes: readonly string[]): readonly Fault[] {
  const path = 'routes';
  if (routes.length > ROUTES_MAX)
    return [{ path, message: `Name at most ${ROUTES_MAX} routes; none means every route.` }];
  const names = routes.flatMap((route, at) => checkPublicName(`${path}.${at}`, route));
  return [...names, ...checkDistinct(path, routes)];
}

function checkAttributes(attributes: KeyAttributes): readonly Fault[] {
  const path = 'attributes';
  if (attributes.length > ATTRIBUTES_MAX)
    return [{ path, message: `A key has at most ${ATTRIBUTES_MAX} attributes.` }];
  const faults = attributes.flatMap(({ name, value }, at) => [
    ...checkAttributeName(`${path}.${at}.name`, name),
    ...checkText(`${path}.${at}.value`, value),
  ]);
  const names = attributes.map(({ name }) => name);
  return [...faults, ...checkDistinct(path, names)];
}

function checkAttributeName(path: string, name: string): readonly Fault[] {
  if (ATTRIBUTE_NAME.test(name)) return [];
  const message = 'The name of an attribute has 1 to 63 of a-z, 0-9, - and _, a letter first.';
  return [{ path, message }];
}

/** Faults of words that must differ. */
export function checkDistinct(path: string, names: readonly string[]): readonly Fault[] {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? [] : [{ path, message: `${twice} is named twice.` }];
}

function checkNotAfter(notAfter: Date, now: Date): readonly Fault[] {
  return notAfter > now ? [] : [{ path: 'notAfter', message: 'A key ends in the future.' }];
}

function toRecord(attributes: KeyAttributes): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
}
