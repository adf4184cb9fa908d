import { type GraphQLSchema, graphql } from 'graphql';
import type { GraphQLContext } from '../../control-plane/graphql/context.ts';
import { createLoaders } from '../../control-plane/graphql/loaders.ts';
import { createSchema } from '../../control-plane/graphql/schema.ts';
import type { Operation } from '../../control-plane/services/operation.ts';
import type { Services } from '../../control-plane/services/services.ts';

let schema: GraphQLSchema | undefined;

/**
 * Runs a GraphQL document as the caller of `operation`, with loaders of its own, and gives the data
 * as plain JSON.
 * @throws Error with the messages when there are errors
 */
export async function ask(
  caller: { readonly services: Services; readonly operation: Operation },
  source: string,
  variableValues: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { services, operation } = caller;
  schema ??= createSchema();
  const departure = new AbortController().signal;
  const loaders = createLoaders(operation, services);
  const contextValue: GraphQLContext = { operation, services, loaders, departure };
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
  return JSON.parse(JSON.stringify(data));
}
