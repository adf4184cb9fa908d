import type { RequestHandler } from 'express';
import type { InnerNetworks } from '../../policy/network/inner-network.ts';
import type { Envelope } from '../secrets/envelope.ts';
import type { SecretHasher } from '../secrets/secret-hash.ts';
import type { Storage } from '../storage/storage.ts';
import type { TokenUse } from '../storage/telemetry/access-token-use.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Authenticator } from './authenticator.ts';
import { CallerDesk } from './caller-desk.ts';
import { CodeFlow } from './door/code-flow.ts';
import { createSignInDoor } from './door/sign-in-door.ts';
import { BearerTokens } from './oidc/bearer-tokens.ts';
import { Federation } from './oidc/federation.ts';
import type { IssuerParts } from './oidc/issuer.ts';
import { IssuerDial } from './oidc/issuer-dial.ts';
import { Issuers } from './oidc/issuers.ts';
import { Sessions } from './session/sessions.ts';
import { Site } from './session/site.ts';

export interface FrontParts extends Omit<IssuerParts, 'fetch'> {
  readonly storage: Storage;
  readonly envelope: Envelope;
  readonly hasher: SecretHasher;
  /** Told of each access token of the platform's own that was accepted. */
  readonly onTokenUse: (use: TokenUse) => void;
  readonly logger: Logger;
  readonly innerNetworks: InnerNetworks;
  readonly publicUrl: string | undefined;
}

/** All that stands before GraphQL and says who comes in. */
export interface Front {
  readonly callers: CallerDesk;
  /** Serves `/auth`. */
  readonly signIn: RequestHandler;
  /** Told where it is when the door is open. */
  readonly site: Site;
  close(): Promise<void>;
}

export function createFront(parts: FrontParts): Front {
  const { storage, hasher, publicUrl, clock, onRead } = parts;
  const dial = new IssuerDial(parts.innerNetworks);
  const fetch = dial.fetch.bind(dial);
  const issuers = new Issuers({ fetch, clock, onRead });
  const federation = new Federation(storage);
  const site = new Site(publicUrl);
  const sessions = new Sessions({ storage, hasher, federation, site });
  const callers = new CallerDesk({
    accessTokens: new Authenticator(storage, hasher, parts.onTokenUse),
    bearerTokens: new BearerTokens(storage, issuers, federation),
    sessions,
  });
  const codeFlow = new CodeFlow({ ...parts, issuers, dial });
  const signIn = createSignInDoor({ ...parts, site, codeFlow, federation, sessions });
  return { callers, signIn, site, close: () => dial.close() };
}
