import {
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { Refusal } from '../../domain/audit/refusal.ts';
import { describeGlobalId } from '../../domain/ids.ts';
import type { GraphQLContext } from '../context.ts';

/** Ids of a list that are kept. */
const LISTED_MAX = 20;
/** Scalars whose values hold nothing but what they say. */
const plainScalars: ReadonlySet<string> = new Set([
  'Int',
  'Boolean',
  'UInt64',
  'NanoUsd',
  'DateTime',
]);

/** Members of the payload unions that refuse -> the code of the domain. A mistake in another answer is no refusal. */
const codes: Readonly<Record<string, Refusal['code']>> = {
  PermissionDenied: 'PERMISSION_DENIED',
  NotFound: 'NOT_FOUND',
  ValidationFailed: 'VALIDATION_FAILED',
};

/** What a refusing payload may hold. */
interface Payload {
  readonly __typename?: string;
  readonly message?: string;
  readonly permission?: string;
  readonly faults?: readonly { readonly path: string }[];
}

type Fields = Readonly<Record<string, GraphQLInputField>>;

/** Makes every mutation of the schema tell the audit log when it refuses; the answer stays as it is and waits for nothing. */
export function watchRefusals(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve, name } = field;
    if (resolve === undefined) continue;
    const input = getNamedType(field.args[0]?.type);
    const fields = isInputObjectType(input) ? input.getFields() : {};
    field.resolve = async (root, args, context: GraphQLContext, info) => {
      const payload: unknown = await resolve(root, args, context, info);
      const { __typename = '', message = '', permission, faults }: Payload = Object(payload);
      const code = codes[__typename];
      if (code === undefined) return payload;
      const asked = describeAsked(fields, Object(args['input']));
      const paths = faults?.map(({ path }) => path);
      const refusal = { mutation: name, asked, code, message, permission, paths };
      context.services.audit.noteRefusal(context.operation, refusal);
      return payload;
    };
  }
  return schema;
}

/**
 * Every field that was given, by name. Values are told of ids, numbers, times and closed sets only: a text could be a
 * credential, so of a text it is told that there was one.
 */
function describeAsked(fields: Fields, input: Readonly<Record<string, unknown>>) {
  const given = Object.entries(input).filter(([name, value]) => value != null && fields[name]);
  return Object.fromEntries(given.map(([name, value]) => [name, describe(fields[name], value)]));
}

function describe(field: GraphQLInputField | undefined, value: unknown): unknown {
  if (field === undefined) return '(given)';
  if (isListType(getNullableType(field.type)) && Array.isArray(value))
    return value.slice(0, LISTED_MAX).map((one) => describeLeaf(field, one));
  return describeLeaf(field, value);
}

function describeLeaf({ type }: GraphQLInputField, value: unknown): unknown {
  const named = getNamedType(type);
  if (named.name === 'ID') return describeGlobalId(String(value)) ?? '(no id)';
  if (isEnumType(named) || plainScalars.has(named.name))
    return typeof value === 'bigint' ? String(value) : value;
  return '(given)';
}
