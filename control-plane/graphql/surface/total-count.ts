import {
  defaultFieldResolver,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

const FIELDS: readonly string[] = ['totalCount', 'totalCountIsExact'];

/** What the resolver of a list finds among its arguments, besides those of the schema. */
export interface WithTotal {
  readonly withTotal?: boolean;
}

/**
 * Tells the resolver of each list whether its total is asked for: it is counted in the transaction of the page, and not at all
 * for those who do not ask.
 */
export function tellTotals(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const answered = getNamedType(field.type);
      if (!isObjectType(answered) || !FIELDS.some((name) => name in answered.getFields())) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context, info) =>
        resolve(source, { ...args, withTotal: isSelected(info) }, context, info);
    }
  }
  return schema;
}

function isSelected({ fieldNodes, fragments }: GraphQLResolveInfo): boolean {
  return fieldNodes.some(({ selectionSet }) => selects(selectionSet, fragments));
}

/** Also through fragments: which of them are skipped is not looked at. */
function selects(
  selectionSet: SelectionSetNode | undefined,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): boolean {
  return (selectionSet?.selections ?? []).some((selection) => {
    if (selection.kind === 'Field') return FIELDS.includes(selection.name.value);
    if (selection.kind === 'InlineFragment') return selects(selection.selectionSet, fragments);
    return selects(fragments[selection.name.value]?.selectionSet, fragments);
  });
}
