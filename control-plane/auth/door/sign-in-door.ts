import { type Request, type Response, Router } from 'express';
import { DomainError } from '../../domain/errors.ts';
import { readPresented } from '../../domain/identity/presented.ts';
import { isReturnPath } from '../../domain/identity/return-path.ts';
import type { IdentityProvider } from '../../domain/identity-provider.ts';
import { SESSION_LIFE_MS } from '../../domain/session.ts';
import type { SecretHasher } from '../../secrets/secret-hash.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Federation } from '../oidc/federation.ts';
import { clearCookie, readCookie, writeCookie } from '../session/cookie.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Site } from '../session/site.ts';
import type { CodeFlow } from './code-flow.ts';
import { LOGIN_LIFE_MS, openLogin, sealLogin } from './login-state.ts';

const CALLBACK_PATH = '/auth/callback';
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export interface SignInParts {
  readonly storage: Storage;
  readonly hasher: SecretHasher;
  readonly logger: Logger;
  readonly site: Site;
  readonly codeFlow: CodeFlow;
  readonly federation: Federation;
  readonly sessions: Sessions;
}

/** A refusal of this door, as GraphQL writes them. */
interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/**
 * The door for browsers: `GET /auth/login?issuer=<name>&return=<path>` goes to the issuer, `GET /auth/callback` comes
 * back from it with a session, `POST /auth/logout` ends that.
 */
export function createSignInDoor(parts: SignInParts): Router {
  const router = Router();
  const serve =
    (work: (request: Request, response: Response, parts: SignInParts) => Promise<void>) =>
    async (request: Request, response: Response) => {
      // Neither addresses with codes nor answers with cookies stay anywhere.
      response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      await work(request, response, parts).catch((error: unknown) =>
        answerProblem(response, parts.logger, error),
      );
    };
  router.get('/login', serve(login));
  router.get('/callback', serve(finishLogin));
  router.post('/logout', serve(logout));
  return router;
}

async function login(request: Request, response: Response, parts: SignInParts): Promise<void> {
  const { storage, hasher, site, codeFlow, sessions } = parts;
  const origin = requireOrigin(site);
  const elsewhere = findOwnHost(request, origin);
  if (elsewhere !== undefined) return response.redirect(302, elsewhere);
  const { issuer: name, return: returnPath = '/' } = request.query;
  if (typeof name !== 'string' || typeof returnPath !== 'string' || !isReturnPath(returnPath))
    throw new Refusal({
      status: 400,
      code: 'BAD_REQUEST',
      message:
        'Sign in at /auth/login?issuer=<name of an identity provider>&return=<path of this site>.',
    });
  const provider = await storage.read(PLATFORM, ({ identityProviders }) =>
    identityProviders.findByName(name),
  );
  if (provider === undefined) throw unknownProvider();
  const presented = readPresented(request.headers);
  // A link of a stranger must not make somebody work on as another principal, without a word.
  const isStrange = presented.fetchSite === 'cross-site';
  if (isStrange && (await sessions.isInUse(presented, new Date())))
    return response.redirect(303, returnPath);
  const { address, kept } = await codeFlow.begin(provider, `${origin}${CALLBACK_PATH}`);
  const endsAtMs = Date.now() + LOGIN_LIFE_MS;
  const state = { identityProviderId: provider.id, ...kept, returnPath, endsAtMs };
  const value = sealLogin(state, hasher);
  response.append('set-cookie', writeCookie(site, 'login', { value, lifeMs: LOGIN_LIFE_MS }));
  response.redirect(302, address.href);
}

async function finishLogin(
  request: Request,
  response: Response,
  parts: SignInParts,
): Promise<void> {
  const { hasher, site, codeFlow, federation, sessions } = parts;
  const origin = requireOrigin(site);
  const presented = readPresented(request.headers);
  const now = new Date();
  const begun = openLogin(readCookie(site, 'login', presented.cookie), hasher, now);
  response.append('set-cookie', clearCookie(site, 'login'));
  if (begun === undefined)
    throw new Refusal({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'This sign-in took too long, or began in another browser; begin again.',
    });
  const provider = await findInUse(parts.storage, begun.identityProviderId);
  const callback = new URL(request.originalUrl, origin);
  const claims = await codeFlow.finish(provider, { callback, login: begun, now });
  const principal = await federation.enter({ provider, claims, now });
  const { secret, csrfToken } = await sessions.start(principal, presented, now);
  const lifeMs = SESSION_LIFE_MS;
  response.append('set-cookie', writeCookie(site, 'session', { value: secret, lifeMs }));
  response.append('set-cookie', writeCookie(site, 'csrf', { value: csrfToken, lifeMs }));
  response.redirect(303, begun.returnPath);
}

async function logout(request: Request, response: Response, parts: SignInParts): Promise<void> {
  const { site, sessions } = parts;
  await sessions.end(readPresented(request.headers), new Date());
  response.append('set-cookie', clearCookie(site, 'session'));
  response.append('set-cookie', clearCookie(site, 'csrf'));
  response.status(204).end();
}

/** On one machine the names of loopback are one site for people, and several for cookies: go to the one that is ours. */
function findOwnHost(request: Request, origin: string): string | undefined {
  const { host } = new URL(origin);
  const asked = request.headers.host ?? '';
  if (asked === host || !LOOPBACK.test(asked) || !LOOPBACK.test(host)) return undefined;
  return new URL(request.originalUrl, origin).origin === origin
    ? `${origin}${request.originalUrl}`
    : undefined;
}

async function findInUse(storage: Storage, id: string): Promise<IdentityProvider> {
  const found = await storage.read(PLATFORM, ({ identityProviders }) => identityProviders.find(id));
  if (found === undefined || found.archivedAt !== null) throw unknownProvider();
  return found;
}

function requireOrigin({ origin }: Site): string {
  if (origin !== undefined) return origin;
  throw new Refusal({
    status: 503,
    code: 'UNAVAILABLE',
    message: 'Browsers cannot sign in here until the operator sets GATEHOUSE_PUBLIC_URL.',
  });
}

function unknownProvider(): Refusal {
  return new Refusal({
    status: 404,
    code: 'NOT_FOUND',
    message: 'There is no such identity provider; ask an administrator for its name.',
  });
}

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

function answerProblem(response: Response, logger: Logger, error: unknown): void {
  const { status, code, message } = toProblem(error);
  if (status === 500) logger.error({ error }, 'a sign-in failed');
  else if (status === 401) logger.info({ error }, 'a sign-in was refused');
  response.status(status).json({ errors: [{ message, extensions: { code } }] });
}

function toProblem(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  if (error instanceof DomainError && error.failure.code === 'UNAUTHENTICATED')
    return { status: 401, code: 'UNAUTHENTICATED', message: error.message };
  if (error instanceof DomainError && error.failure.code === 'BUSY')
    return { status: 503, code: 'BUSY', message: error.message };
  return { status: 500, code: 'INTERNAL', message: 'The control plane failed.' };
}
