import type { PromptPart } from '../inspect/inspected-text.ts';

/**
 * Findings that a rule leaves alone for some time: those of these kinds in calls of these applications. They are recorded, and
 * nothing follows from them.
 */
export interface RuleException {
  /** Unique in the rule. */
  readonly name: string;
  /** Absent means every application. */
  readonly applicationIds?: readonly string[] | undefined;
  /** Kinds of the rule's; absent means all of them. */
  readonly kinds?: readonly string[] | undefined;
  /** Parts of the call in which it leaves them alone; absent means all. */
  readonly parts?: readonly PromptPart[] | undefined;
  /** Why, for reviewers. */
  readonly reason: string;
  /** Id of the principal who answers for it. */
  readonly ownerId: string;
  /** Unix milliseconds; from then on it excepts nothing. */
  readonly expiresAtMs: number;
  /** The request whose decision shows the finding that it is about; absent when nobody named one. */
  readonly requestId?: string | undefined;
}

/** What is looked at of a call. */
export interface ExceptedCall {
  readonly applicationId: string;
  /** When it came: Unix milliseconds. */
  readonly atMs: number;
}

/** The first exception that holds for what was found in that call. */
export function findException(
  exceptions: readonly RuleException[] | undefined,
  { kind, part }: { readonly kind: string; readonly part: PromptPart },
  { applicationId, atMs }: ExceptedCall,
): RuleException | undefined {
  return exceptions?.find(
    ({ applicationIds, kinds, parts, expiresAtMs }) =>
      atMs < expiresAtMs &&
      (applicationIds === undefined || applicationIds.includes(applicationId)) &&
      (kinds === undefined || kinds.includes(kind)) &&
      (parts === undefined || parts.includes(part)),
  );
}

/** Whether whatever the second list excepts is excepted by one of the first, and no longer. */
export function coversExceptions(
  exceptions: readonly RuleException[] | undefined,
  others: readonly RuleException[] | undefined,
): boolean {
  return (others ?? []).every((other) =>
    (exceptions ?? []).some(
      (one) =>
        other.expiresAtMs <= one.expiresAtMs &&
        isWithin(other.applicationIds, one.applicationIds) &&
        isWithin(other.kinds, one.kinds) &&
        isWithin(other.parts, one.parts),
    ),
  );
}

/** Absent is everything. */
function isWithin(some: readonly string[] | undefined, all: readonly string[] | undefined) {
  return all === undefined || (some?.every((word) => all.includes(word)) ?? false);
}
