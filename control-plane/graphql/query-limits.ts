import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { PAGE_ROWS_DEFAULT } from './connection.ts';
import type { GraphQLContext } from './context.ts';

/** Bounds of one operation. A page of 200 rows with 20 fields each costs 4,000. */
export const QUERY_LIMITS = {
  bodyBytesMax: 256 * 1024,
  tokensMax: 4_000,
  depthMax: 14,
  aliasesMax: 60,
  costMax: 20_000,
  recursiveSelectionsMax: 10_000,
} as const;

/** Fields of Query that cost what they compute: four inspections of the largest texts hold the event loop for as long as a page does. */
const ownCosts: Readonly<Record<string, number>> = { inspect: 4_800 };

/** A field costs 1 and its children; a list as many times as it may have rows, by default where `first` is null too. */
const estimator: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  const first = args['first'] === null ? PAGE_ROWS_DEFAULT : args['first'];
  const rows = typeof first === 'number' ? Math.max(first, 1) : 1;
  const own = type.name === 'Query' ? (ownCosts[field.name] ?? 1) : 1;
  return own + rows * childComplexity;
};

/** Refuses operations that are too deep, too wide or too dear, before anything is read. */
export function createQueryLimits(schema: GraphQLSchema): ApolloServerPlugin<GraphQLContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request }) {
          checkDocument(document);
          if (operation?.operation === 'subscription')
            throw new GraphQLError('Subscribe over WebSocket: graphql-transport-ws at this path.', {
              extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
            });
          if (operation && hasWrongVariables(schema, operation, request.variables)) return;
          checkCost(schema, { document, ...request });
        },
      };
    },
  };
}

/** An operation of a document and its variables. */
export interface BoundOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** @throws GraphQLError QUERY_TOO_LARGE; GraphQL's own errors for variables that do not fit */
export function checkCost(schema: GraphQLSchema, bound: BoundOperation): void {
  const cost = estimateCost(schema, bound);
  if (cost > QUERY_LIMITS.costMax)
    throw refusal(
      `The query costs ${cost}; the limit is ${QUERY_LIMITS.costMax}. Ask for smaller pages.`,
    );
}

/** The library stops looking when fragments of fragments come to too many fields, and gives no code. */
function estimateCost(schema: GraphQLSchema, bound: BoundOperation): number {
  try {
    return getComplexity({
      schema,
      query: bound.document,
      ...(bound.operationName ? { operationName: bound.operationName } : {}),
      variables: bound.variables ?? {},
      estimators: [estimator],
      maxQueryNodes: QUERY_LIMITS.recursiveSelectionsMax,
    });
  } catch (error) {
    if (error instanceof GraphQLError && /maximum allowed number of nodes/.test(error.message))
      throw refusal(`The query selects more than ${QUERY_LIMITS.recursiveSelectionsMax} fields.`);
    throw error;
  }
}

/** Such an operation is never run: GraphQL itself says what is wrong with them, as BAD_USER_INPUT. */
function hasWrongVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> = {},
): boolean {
  const definitions = operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables, { maxErrors: 1 });
  return errors !== undefined;
}

/** Depth and aliases. @throws GraphQLError QUERY_TOO_LARGE */
export function checkDocument(document: DocumentNode): void {
  let depth = 0;
  let deepest = 0;
  let aliasCount = 0;
  visit(document, {
    Field: {
      enter: (field) => {
        depth += 1;
        deepest = Math.max(deepest, depth);
        if (field.alias !== undefined) aliasCount += 1;
      },
      leave: () => {
        depth -= 1;
      },
    },
  });
  if (deepest > QUERY_LIMITS.depthMax && !isIntrospection(document))
    throw refusal(`The query is ${deepest} fields deep; the limit is ${QUERY_LIMITS.depthMax}.`);
  if (aliasCount > QUERY_LIMITS.aliasesMax)
    throw refusal(`The query has ${aliasCount} aliases; the limit is ${QUERY_LIMITS.aliasesMax}.`);
}

/** The standard introspection query is 15 deep, over types that do not grow with data. */
function isIntrospection(document: DocumentNode): boolean {
  return document.definitions.every(
    (definition) =>
      definition.kind === 'FragmentDefinition' ||
      (definition.kind === 'OperationDefinition' &&
        definition.selectionSet.selections.every(
          (selection) => selection.kind === 'Field' && selection.name.value.startsWith('__'),
        )),
  );
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'QUERY_TOO_LARGE', http: { status: 400 } },
  });
}
