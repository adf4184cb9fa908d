import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql';
import type { Operation } from '../services/operation.ts';
import type { Services } from '../services/services.ts';
import type { GraphQLContext } from './context.ts';
import { createLoaders } from './loaders.ts';
import { checkCost, checkDocument, QUERY_LIMITS } from './query-limits.ts';

/** As GraphQL itself tells of queries. */
const VARIABLE_FAULTS_TOLD = { maxErrors: 50 } as const;

/** What a client asks for, as it came over the wire. */
interface SubscribePayload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Who subscribes, where. */
interface Subscriber {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly operation: Operation;
  readonly departure: AbortSignal;
}

/** What is to be executed, or why it is not: the limits of queries hold, and nothing but subscriptions is served. */
export function prepareSubscription(
  subscriber: Subscriber,
  { query, operationName, variables }: SubscribePayload,
): ExecutionArgs | readonly GraphQLError[] {
  const { schema, services, departure } = subscriber;
  try {
    const document = parse(query, { maxTokens: QUERY_LIMITS.tokensMax });
    checkDocument(document);
    const faults = validate(schema, document);
    if (faults.length > 0) return faults.map((fault) => coded(fault, 'GRAPHQL_VALIDATION_FAILED'));
    const definition = getOperationAST(document, operationName);
    if (definition?.operation !== 'subscription')
      return [wrong('Only subscriptions are served here; send queries and mutations over HTTP.')];
    const given = { ...variables };
    const definitions = definition.variableDefinitions ?? [];
    const { errors } = getVariableValues(schema, definitions, given, VARIABLE_FAULTS_TOLD);
    if (errors !== undefined) return errors;
    checkCost(schema, { document, operationName, variables });
    const { operation } = subscriber;
    const loaders = createLoaders(operation, services);
    const contextValue: GraphQLContext = { operation, services, loaders, departure };
    return { schema, document, operationName, variableValues: given, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function wrong(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { code } });
}
