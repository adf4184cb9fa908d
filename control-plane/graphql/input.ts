import { invalid } from '../domain/errors.ts';
import { fromGlobalId, type IdKind, parseGlobalId } from '../domain/ids.ts';
import type { ReviewTerms } from '../services/mutation.ts';

/** An input without the nulls of fields that cannot be null: GraphQL has no other word for "not given". */
export type Given<Input> = {
  readonly [Field in keyof Input]: Exclude<Input[Field], null>;
};

/** Drops null fields: for these inputs null means the same as absent. */
export function given<Input extends object>(input: Input): Given<Input> {
  const entries = Object.entries(input).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as Given<Input>;
}

/** The input of an edit: null fields dropped, the global id turned into a key. @throws DomainError NOT_FOUND */
export function toEdit<Input extends { readonly id: string }>(
  kind: IdKind,
  input: Input,
): Given<Input> {
  return { ...given(input), id: fromGlobalId(kind, input.id) };
}

interface Terms {
  readonly reason?: string | null | undefined;
  readonly changeRequestId?: string | null | undefined;
  readonly asDraft?: boolean | null | undefined;
}

/** What an input says for the case that the change must be reviewed. @throws DomainError VALIDATION_FAILED */
export function toReviewTerms({ reason, changeRequestId, asDraft }: Terms): ReviewTerms {
  return {
    reason: reason ?? undefined,
    asDraft: asDraft ?? false,
    changeRequestId: changeRequestId
      ? toReference('change-request', changeRequestId, 'changeRequestId')
      : undefined,
  };
}

/** The key behind an id deep inside an input, where NOT_FOUND would not say which. @throws DomainError VALIDATION_FAILED */
export function toReference(kind: IdKind, globalId: string, path: string): string {
  const key = parseGlobalId(kind, globalId);
  if (key === undefined) throw invalid(path, `There is no such ${kind.replaceAll('-', ' ')}.`);
  return key;
}

/** An input without what is said for the case that it must be reviewed. */
export function withoutTerms<Input extends object>(
  input: Input,
): Omit<Input, 'reason' | 'changeRequestId'> {
  const { reason: _reason, changeRequestId: _request, ...rest } = input as Input & Terms;
  return rest;
}

/** The key behind an id of a filter; undefined for none. @throws DomainError VALIDATION_FAILED */
export function toFilterKey(
  kind: IdKind,
  globalId: string | null | undefined,
  path: string,
): string | undefined {
  return globalId ? toReference(kind, globalId, path) : undefined;
}
