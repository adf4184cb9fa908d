import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type BreakingChange,
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The schema that clients were promised: what was released last, without descriptions. */
export const RELEASED_FILE = join(folder, 'schema.graphql');

/** What clients must know of a new schema. */
export interface SchemaDifference {
  /** Documents of clients that would be refused, or be answered with what they do not expect. */
  readonly breaking: readonly string[];
  /** Answers that clients must be ready for, such as a new member of a union. */
  readonly dangerous: readonly string[];
}

/** The schema of this checkout. */
export function readCurrentSchema(): GraphQLSchema {
  const root = join(folder, '..');
  const files = readdirSync(root).filter((name) => name.endsWith('.graphql'));
  return buildSchema(files.map((name) => readFileSync(join(root, name), 'utf8')).join('\n'));
}

/** As it is kept: sorted, and without descriptions, so that only promises move its lines. */
export function printPromises(schema: GraphQLSchema): string {
  const document = parse(printSchema(lexicographicSortSchema(schema)));
  const bare = visit(document, {
    enter: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
  });
  return `${print(bare)}\n`;
}

/** A field or an enum value that was deprecated in the released schema may go. */
export function compareSchemas(released: GraphQLSchema, current: GraphQLSchema): SchemaDifference {
  const breaking = findBreakingChanges(released, current).filter(
    (change) => !isPromisedRemoval(released, change),
  );
  const dangerous = findDangerousChanges(released, current);
  const toText = ({ description }: { readonly description: string }) => description;
  return { breaking: breaking.map(toText), dangerous: dangerous.map(toText) };
}

/** The library says what was removed in words only: `Type.field was removed.`, `VALUE was removed from enum type Type.` */
function isPromisedRemoval(
  released: GraphQLSchema,
  { type, description }: BreakingChange,
): boolean {
  if (type === BreakingChangeType.FIELD_REMOVED) {
    const [, owner = '', name = ''] = /^(\w+)\.(\w+) was removed\.$/.exec(description) ?? [];
    const found = released.getType(owner);
    const hasFields = isObjectType(found) || isInterfaceType(found) || isInputObjectType(found);
    return hasFields && typeof found.getFields()[name]?.deprecationReason === 'string';
  }
  if (type === BreakingChangeType.VALUE_REMOVED_FROM_ENUM) {
    const [, name = '', owner = ''] =
      /^(\w+) was removed from enum type (\w+)\.$/.exec(description) ?? [];
    const found = released.getType(owner);
    return isEnumType(found) && typeof found.getValue(name)?.deprecationReason === 'string';
  }
  return false;
}
