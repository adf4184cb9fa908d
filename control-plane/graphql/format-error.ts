import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError } from '../domain/errors.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * What `errors[]` shows: a DomainError by its code, a mistake in the query as GraphQL says it, all else as INTERNAL with
 * the request id under which the cause was logged. Never a stack, a statement or a value.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: { readonly requestId: string; readonly logger: Logger },
): GraphQLFormattedError {
  const { requestId, logger } = report;
  const cause = causeOf(error);
  if (cause instanceof DomainError) {
    const { code, ...detail } = cause.failure;
    return { ...formatted, message: cause.message, extensions: { code, ...detail, requestId } };
  }
  if (cause instanceof GraphQLError) {
    const code = formatted.extensions?.['code'] ?? 'BAD_USER_INPUT';
    return { ...formatted, message: withoutInput(cause.message), extensions: { code, requestId } };
  }
  logger.error({ error: cause, requestId }, 'a GraphQL operation failed');
  const message = 'The control plane failed; quote the request id to its operators.';
  return { message, extensions: { code: 'INTERNAL', requestId } };
}

/** GraphQL repeats a whole input object that has a fault, and with it credentials: only the place and the fault stay. */
function withoutInput(message: string): string {
  return message.replace(/got invalid value \{[\s\S]*\}(?= at "|; )/, 'got an invalid value');
}

/** What a resolver threw, and what failed before there was one, such as signing in: Apollo shows its message. */
function causeOf(error: unknown): unknown {
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  const isForeign = original !== undefined && !(original instanceof GraphQLError);
  return isForeign ? original : unwrapResolverError(error);
}
