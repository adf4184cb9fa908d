import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { DomainError } from '../domain/errors.ts';
import { type Presented, readPresented } from '../domain/identity/presented.ts';
import type { Operation } from '../services/operation.ts';
import type { Services } from '../services/services.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { GraphQLContext } from './context.ts';
import { DocumentDesk, type DocumentMode } from './document/document-desk.ts';
import { RegisteredDocuments } from './document/registered-documents.ts';
import { answerAuditExport } from './export/audit.ts';
import { answerTenantExport } from './export/tenant.ts';
import { formatError } from './format-error.ts';
import { createLoaders } from './loaders.ts';
import { createQueryLimits, QUERY_LIMITS } from './query-limits.ts';
import { createSchema } from './schema.ts';
import { SubscriptionDoor } from './subscription-door.ts';

/** A caller has this long to send its whole request. */
const REQUEST_TIMEOUT_MS = 30_000;

export interface GraphQLServerParts {
  readonly services: Services;
  readonly logger: Logger;
  /** @throws DomainError UNAUTHENTICATED */
  readonly authenticate: (presented: Presented, now: Date) => Promise<Operation>;
  /** Serves `/auth`; without it browsers cannot sign in. */
  readonly signIn?: RequestHandler;
  /** Which documents are run, and where the registered ones are; any when absent. */
  readonly documents?: DocumentSettings;
}

/** Registered documents are read from the directory; without one there are none. */
export interface DocumentSettings {
  readonly mode: DocumentMode;
  readonly directory: string | undefined;
}

/** A server that listens. */
export interface GraphQLServer {
  readonly server: Server;
  /** Finishes what is under way, then closes. */
  stop(): Promise<void>;
}

/**
 * Builds the door for people and scripts: `POST /graphql`, and subscriptions over WebSocket at the same path, and
 * `GET /audit/export`; signed-in callers only. Not listening yet.
 */
export async function createGraphQLServer(parts: GraphQLServerParts): Promise<GraphQLServer> {
  const { logger } = parts;
  const app = express().disable('x-powered-by');
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, app);
  const schema = createSchema();
  const documents = await openDocuments(schema, parts);
  const apollo = new ApolloServer<GraphQLContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    parseOptions: { maxTokens: QUERY_LIMITS.tokensMax },
    maxRecursiveSelections: QUERY_LIMITS.recursiveSelectionsMax,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) =>
      formatError(formatted, error, { requestId: randomUUID(), logger }),
    plugins: [
      createQueryLimits(schema),
      ApolloServerPluginDrainHttpServer({ httpServer: server, stopGracePeriodMillis: 3_000 }),
      ApolloServerPluginLandingPageDisabled(),
    ],
    logger: { debug: () => {}, info: () => {}, warn: logger.warn.bind(logger), error: () => {} },
  });
  await apollo.start();
  if (parts.signIn !== undefined) app.use('/auth', parts.signIn);
  app.use(
    '/graphql',
    express.json({ limit: QUERY_LIMITS.bodyBytesMax }),
    expressMiddleware(apollo, {
      context: ({ req, res }) => createContext(req, res, { ...parts, documents }),
    }),
  );
  app.get('/audit/export', answerAuditExport(parts));
  app.get('/tenant/export', answerTenantExport(parts));
  const subscriptions = new SubscriptionDoor({ ...parts, documents, server, schema });
  app.use(answerUnknownPath);
  app.use(answerBodyFault);
  const stop = async (): Promise<void> => {
    parts.services.nodes.stopWaiting();
    await subscriptions.close();
    await apollo.stop();
  };
  return { server, stop };
}

/** @throws Error in words for the operator when a registered document cannot be used */
async function openDocuments(
  schema: GraphQLSchema,
  { documents, logger }: GraphQLServerParts,
): Promise<DocumentDesk> {
  const { mode, directory } = documents ?? { mode: 'any', directory: undefined };
  if (directory === undefined) return new DocumentDesk(mode, undefined);
  const registered = await RegisteredDocuments.open({ directory, schema, logger }).catch(
    (cause: unknown) => {
      throw new Error(`GATEHOUSE_GRAPHQL_DOCUMENTS_DIR: ${String(cause)}`, { cause });
    },
  );
  return new DocumentDesk(mode, registered);
}

async function createContext(
  request: IncomingMessage,
  response: ServerResponse,
  parts: Pick<GraphQLServerParts, 'services' | 'authenticate'> & {
    readonly documents: DocumentDesk;
  },
): Promise<GraphQLContext> {
  const { services, authenticate, documents } = parts;
  const operation = await authenticate(readPresented(request.headers), new Date()).catch(
    (error: unknown) => {
      throw asRefusal(error);
    },
  );
  await documents.admit(request);
  const departure = departureOf(response);
  return { operation, services, loaders: createLoaders(operation, services), departure };
}

/** Of a caller whom nobody could recognise: what that means to HTTP. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code } = error.failure;
  const http =
    code === 'UNAUTHENTICATED'
      ? { status: 401, headers: new Map([['www-authenticate', 'Bearer']]) }
      : { status: 503 };
  return new GraphQLError(error.message, { extensions: { code, http } });
}

/** A connection that closes before its answer was written is a caller who has left. */
function departureOf(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort());
  return left.signal;
}

function answerUnknownPath(_request: Request, response: Response): void {
  response.status(404).json(problem('NOT_FOUND', 'There is nothing here; GraphQL is at /graphql.'));
}

/** Faults of the body parser, in the shape of GraphQL. Express tells this handler by its four parameters. */
function answerBodyFault(
  fault: { readonly type?: string; readonly status?: number },
  _request: Request,
  response: Response,
  _next: NextFunction,
): void {
  if (fault.type === 'entity.too.large') {
    const limit = `${QUERY_LIMITS.bodyBytesMax / 1024} KiB`;
    response.status(413).json(problem('BODY_TOO_LARGE', `A request has at most ${limit}.`));
    return;
  }
  const isClientFault = (fault.status ?? 500) < 500;
  const answer = isClientFault
    ? problem('BAD_REQUEST', 'The body is no JSON; send {"query": "...", "variables": {...}}.')
    : problem('INTERNAL', 'The control plane failed.');
  response.status(isClientFault ? 400 : 500).json(answer);
}

function problem(code: string, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}
