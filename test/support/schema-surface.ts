import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** An id for each word by which arguments name one: `route` serves `routeId`, `rerouteRouteId` and the `id` of archiveRoute. */
export type SurfaceIds = Readonly<Record<string, string>>;

/** One field of Query, Mutation or Subscription, with a document that calls it. */
export interface SurfaceCall {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly field: string;
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Words of `SurfaceIds` whose ids the arguments hold. */
  readonly idWords: readonly string[];
  /** Whether it answers a page. */
  readonly isList: boolean;
  /** Places of all texts and ids that could be given, also of those that are not: `input.rules.0.name`. */
  readonly textPaths: readonly string[];
}

/** How a call is made. */
export interface SurfaceOptions {
  readonly ids: SurfaceIds;
  /** Objects inside of objects that are selected. */
  readonly depth: number;
  /** Rows of the outermost page. */
  readonly first: number;
  /** Whether ids are given where they need not be. */
  readonly withOptionalIds: boolean;
  /** A text or an id that is given at one of `textPaths`, with whatever it needs around it. */
  readonly text?: { readonly path: string; readonly value: string };
}

export const NESTED_FIRST = 5;
const DAY_MS = 86_400_000;
const PROBLEMS = `... on NotFound { message } ... on PermissionDenied { permission }
  ... on ValidationFailed { faults { path message } }`;
/** Values of scalars where they must be given. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  String: 'sample',
  Int: 1,
  Boolean: true,
  UInt64: '1',
  NanoUsd: '1',
};

/**
 * A call of every field of the schema, with all that must be given.
 * @throws Error when an argument names an id that `ids` does not know
 */
export function listSurface(
  schema: GraphQLSchema,
  options: SurfaceOptions,
): readonly SurfaceCall[] {
  return fieldsOf(schema).map(([kind, field]) => describeCall(kind, field, options));
}

/** The call of one field, as {@link listSurface} has it. @throws Error when there is none of the name */
export function callOfField(
  schema: GraphQLSchema,
  name: string,
  options: SurfaceOptions,
): SurfaceCall {
  const found = fieldsOf(schema).find(([, field]) => field.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return describeCall(...found, options);
}

function fieldsOf(schema: GraphQLSchema) {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => [kind, field] as const),
  );
}

type AnyField = GraphQLField<unknown, unknown>;

function describeCall(
  kind: SurfaceCall['kind'],
  field: AnyField,
  options: SurfaceOptions,
): SurfaceCall {
  const context = {
    ...options,
    noun: field.name,
    words: new Set<string>(),
    textPaths: new Set<string>(),
  };
  const given = field.args
    .map((argument) => [argument, findValue(argument, context, argument.name)] as const)
    .filter(([, value]) => value !== undefined);
  const isList = field.args.some(({ name }) => name === 'first');
  const declared = given.map(([{ name, type }]) => `$${name}: ${type}`);
  const passed = given.map(([{ name }]) => `${name}: $${name}`);
  if (isList) passed.push(`first: ${options.first}`);
  const selection =
    kind === 'mutation' ? `{ __typename ${PROBLEMS} }` : select(field.type, options);
  const call = `${field.name}${listOf(passed)} ${selection}`;
  return {
    kind,
    field: field.name,
    source: `${kind} ${listOf(declared)} { ${call} }`,
    variables: Object.fromEntries(given.map(([{ name }, value]) => [name, value])),
    idWords: [...context.words],
    isList,
    textPaths: [...context.textPaths],
  };
}

function listOf(items: readonly string[]): string {
  return items.length === 0 ? '' : `(${items.join(', ')})`;
}

interface ValueContext extends Pick<SurfaceOptions, 'ids' | 'withOptionalIds' | 'text'> {
  /** Field whose arguments these are: it says what a plain `id` is the id of. */
  readonly noun: string;
  readonly words: Set<string>;
  readonly textPaths: Set<string>;
}

/** Undefined for what is not given; looked into all the same, for the texts that it could hold. */
function findValue(
  input: GraphQLArgument | GraphQLInputField,
  context: ValueContext,
  path: string,
): unknown {
  const { name, type, defaultValue } = input;
  const named = getNamedType(type);
  const mustBeGiven = isNonNullType(type) && defaultValue === undefined;
  const mayHoldId = named.name === 'ID' || isInputObjectType(named);
  const isOnTheWay = `${context.text?.path}.`.startsWith(`${path}.`);
  const isGiven = mustBeGiven || isOnTheWay || (context.withOptionalIds && mayHoldId);
  const words = isGiven ? context.words : new Set<string>();
  const value = sample(type, name, { ...context, words, path });
  return isGiven ? value : undefined;
}

function sample(
  type: GraphQLInputType,
  name: string,
  context: ValueContext & { readonly path: string },
): unknown {
  const { path, text, textPaths } = context;
  const bare = getNullableType(type);
  if (isListType(bare)) return [sample(bare.ofType, name, { ...context, path: `${path}.0` })];
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields());
    const entries = fields.map(
      (field) => [field.name, findValue(field, context, `${path}.${field.name}`)] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (bare.name === 'String' || bare.name === 'ID') {
    textPaths.add(path);
    if (text?.path === path) return text.value;
  }
  if (bare.name === 'DateTime') return sampleMoment(name);
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  return bare.name === 'ID' ? findId(name, context) : SAMPLES[bare.name];
}

/** Around this moment: `from` yesterday, `to` tomorrow. */
function sampleMoment(name: string): string {
  return new Date(Date.now() + (name === 'to' ? DAY_MS : -DAY_MS)).toISOString();
}

function findId(name: string, context: ValueContext): string {
  const stem = name.replace(/Ids?$/, '');
  const word = (name === 'id' ? context.noun : stem).toLowerCase();
  const fitting = Object.keys(context.ids).filter((key) => word.endsWith(key.toLowerCase()));
  const [longest] = fitting.toSorted((left, right) => right.length - left.length);
  const id = longest === undefined ? undefined : context.ids[longest];
  if (longest === undefined || id === undefined)
    throw new Error(`${context.noun}: no id is known for ${name}`);
  context.words.add(longest);
  return id;
}

/** Every leaf, and objects down to the depth; pages and what they hold count as one step. */
function select(type: GraphQLOutputType, { depth }: Pick<SurfaceOptions, 'depth'>): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named)) return '{ __typename }';
  const isWrapping = /(Connection|Edge)$/.test(named.name);
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return [field.name];
    if (depth === 0 && !isWrapping) return [];
    const takesFirst = field.args.some(({ name }) => name === 'first');
    const page = takesFirst ? `(first: ${NESTED_FIRST})` : '';
    const nested = select(field.type, { depth: isWrapping ? depth : depth - 1 });
    return [`${field.name}${page} ${nested}`];
  });
  return `{ ${fields.join(' ')} }`;
}
