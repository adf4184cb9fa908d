import { fromGlobalId, type IdKind } from '../domain/ids.ts';

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
