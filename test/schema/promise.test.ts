import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { createSchema } from '../../control-plane/graphql/schema.ts';
import {
  compareSchemas,
  printPromises,
  RELEASED_FILE,
  readCurrentSchema,
} from '../../schema/released/difference.ts';

const schema = createSchema();
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
/** Mutations without an idempotency key, and why. */
const repeated: Readonly<Record<string, string>> = { checkTarget: 'it is there to be tried again' };
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

/** What clients name: a field, an argument or a value of an enum. */
interface Member {
  readonly path: string;
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

function membersOf(type: GraphQLNamedType): readonly Member[] {
  const under = (member: Omit<Member, 'path'> & { readonly name: string }, before = type.name) => ({
    ...member,
    path: `${before}.${member.name}`,
  });
  if (isEnumType(type)) return type.getValues().map((value) => under(value));
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => under(field));
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    under(field),
    ...field.args.map((argument) => under(argument, `${type.name}.${field.name}`)),
  ]);
}
const members = types.flatMap(membersOf);

describe('the schema', () => {
  test('describes every type, field, argument and value', () => {
    const wordless = [
      ...types.filter(({ description }) => !description).map(({ name }) => name),
      ...members.filter(({ description }) => !description).map(({ path }) => path),
    ];
    expect(wordless).toEqual([]);
  });

  test('answers every mutation with a union of its success and what a caller can mend', () => {
    const problems = ['ValidationFailed', 'NotFound', 'PermissionDenied', 'IdempotencyKeyReused'];
    const wrong = mutations.filter(({ type }) => {
      const payload = getNamedType(type);
      const names = isUnionType(payload) ? payload.getTypes().map(({ name }) => name) : [];
      return !problems.every((name) => names.includes(name)) || names.length === problems.length;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(mutations.length).toBeGreaterThan(50);
  });

  test('takes one input for every mutation, with an idempotency key', () => {
    const wrong = mutations.filter(({ args: [input, ...others] }) => {
      const type = getNamedType(input?.type);
      const fields = isInputObjectType(type) ? type.getFields() : {};
      return input?.name !== 'input' || others.length > 0 || fields['idempotencyKey'] === undefined;
    });
    expect(wrong.map(({ name }) => name)).toEqual(Object.keys(repeated));
  });

  test('meets a conflict of versions wherever a version is expected', () => {
    const wrong = mutations.filter(({ args: [input], type }) => {
      const of = getNamedType(input?.type);
      const isVersioned = isInputObjectType(of) && of.getFields()['expectedVersion'] !== undefined;
      const payload = getNamedType(type);
      const names = isUnionType(payload) ? payload.getTypes().map(({ name }) => name) : [];
      return isVersioned && !names.includes('VersionConflict');
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('says of what is deprecated what to use instead', () => {
    const wordless = members.filter(
      ({ deprecationReason: reason }) =>
        typeof reason === 'string' && (reason === 'No longer supported' || reason.length < 10),
    );
    expect(wordless.map(({ path }) => path)).toEqual([]);
  });
});

describe('what was released', () => {
  const released = buildSchema(`
    type Query { a(b: Int): Int old: Int @deprecated(reason: "Use a.") gone: Int kind: Kind }
    enum Kind { ONE OLD @deprecated(reason: "Use ONE.") }
    input Asked { text: String }
    type Mutation { ask(input: Asked!): Answer }
    union Answer = Said
    type Said { text: String! }
  `);
  const change = (from: string, to: string) =>
    compareSchemas(released, buildSchema(printPromises(released).replace(from, to)));

  test.each([
    ['gone: Int', '', 'Query.gone was removed.'],
    ['gone: Int', 'gone: String', 'Query.gone changed type from Int to String.'],
    ['text: String!', 'text: String', 'Said.text changed type from String! to String.'],
    ['a(b: Int)', 'a(b: Int, c: Int!)', 'A required arg c on Query.a was added.'],
    [
      'input Asked {',
      'input Asked { more: Int!',
      'A required field more on input type Asked was added.',
    ],
  ])('%s -> %s breaks it', (from, to, description) => {
    expect(change(from, to).breaking).toEqual([description]);
  });

  test.each([
    ['old: Int @deprecated(reason: "Use a.")', ''],
    ['OLD @deprecated(reason: "Use ONE.")', ''],
    ['gone: Int', 'gone: Int! more: Int'],
  ])('%s -> %s breaks nothing', (from, to) => {
    expect(change(from, to)).toEqual({ breaking: [], dangerous: [] });
  });

  test('is told of a new answer, which clients must be ready for', () => {
    const { breaking, dangerous } = change('union Answer = Said', 'union Answer = Said | Query');
    expect(breaking).toEqual([]);
    expect(dangerous).toEqual(['Query was added to union type Answer.']);
  });

  test('is still served', () => {
    const text = readFileSync(RELEASED_FILE, 'utf8');
    const current = readCurrentSchema();
    expect(compareSchemas(buildSchema(text), current).breaking).toEqual([]);
    expect(Object.keys(current.getTypeMap()).toSorted()).toEqual(
      Object.keys(schema.getTypeMap()).toSorted(),
    );
  });
});
