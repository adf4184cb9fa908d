import {
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

/** What a field is that many types have. */
const answered: Readonly<Record<string, string>> = {
  id: 'Opaque and stable; arguments that ask for the id of such a thing take it.',
  name: 'What people call it.',
  version: 'Grows with each change; send it back as `expectedVersion`.',
  createdAt: 'When it was made.',
  updatedAt: 'When it was changed last.',
  archivedAt: 'When it was taken out of use; null while it is in use.',
  revokedAt: 'When it was revoked; null while it is not.',
  notAfter: 'When it ends by itself; null for never.',
  revision: 'Number of the revision.',
  tenant: 'Tenant that it is of.',
  edges: 'The rows of this page, in the order of the list.',
  node: 'The row.',
  message: 'For people: what happened, and what to do.',
  reason: 'Why, in the words of whoever wanted it.',
  comment: 'What the reviewer said; null for nothing.',
  cost: 'What it cost.',
};

/** What an argument or a field of an input is that many have. */
const asked: Readonly<Record<string, string>> = {
  id: 'Which one is meant.',
  name: 'What people will call it.',
  expectedVersion: 'Version that the caller saw; when it has another, nothing is changed.',
  idempotencyKey:
    'Makes a repeat harmless: the same key with the same input gives the first answer. 1 to 128 characters.',
  tenantId: 'Tenant that it is of; of a list, the one that it is narrowed to.',
  reason: 'Why, for those who review it and for the audit log.',
  comment: 'What the reviewer says.',
  notAfter: 'When it ends by itself; null or absent for never.',
  first: 'Rows of the page, 1 to 200.',
  after: '`endCursor` of the page before; absent for the first page.',
  includeArchived: 'Whether what was taken out of use is listed too.',
  includeRevoked: 'Whether what was revoked is listed too.',
  includeEnded: 'Whether what has ended is listed too.',
  days: 'How many days back.',
  revision: 'A committed revision.',
  timeoutMs: 'Most milliseconds to wait.',
  fromRevision: 'Revision that the client saw enforced last; absent for one that has seen none.',
  from: 'Where it begins.',
  to: 'Where it ends.',
};

/** What verbs of mutations do that say no more. */
const verbs: Readonly<Record<string, string>> = {
  create: 'Makes one.',
  update: 'Changes what is given; what is absent stays as it is.',
  reject: 'Refuses a change request for good.',
};

/**
 * Describes what the SDL leaves to be understood: fields that many types have by their name, inputs and payloads by their
 * mutation, and what is left by the type that it is of.
 */
export function describe(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()))
    if (!isIntrospectionType(type)) type.description ??= type.astNode?.description?.value;
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { name, args, type } = mutation;
    for (const input of args) getNamedType(input.type).description ??= `What \`${name}\` takes.`;
    getNamedType(type).description ??=
      `What \`${name}\` answers: what was done, or what the caller can mend.`;
    mutation.description ??= verbs[/^[a-z]+/.exec(name)?.[0] ?? ''];
  }
  for (const type of Object.values(schema.getTypeMap()))
    if (!isIntrospectionType(type)) describeMembers(type);
  return schema;
}

function describeMembers(type: GraphQLNamedType): void {
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      field.description ??= asked[field.name] ?? wordsOf(field);
  if (!isObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    field.description ??= answered[field.name] ?? wordsOf(field);
    for (const argument of field.args)
      argument.description ??= asked[argument.name] ?? wordsOf(argument);
  }
}

/** `modelId` is the id of a model; what is of a type of ours is what that type is. */
function wordsOf(member: {
  readonly name: string;
  readonly type: GraphQLType;
}): string | undefined {
  const [, noun, plural] = /^(\w+)Id(s?)$/.exec(member.name) ?? [];
  if (noun !== undefined) {
    const words = noun.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return plural === 's' ? `Ids of the ${words}s.` : `Id of the ${words}.`;
  }
  const type = getNamedType(member.type);
  const isOurs = isObjectType(type) || isInputObjectType(type) || isEnumType(type);
  return isOurs ? (type.description ?? undefined) : undefined;
}
