import { connect } from 'node:net';
import { pino } from 'pino';
import type { Front } from '../../control-plane/auth/front.ts';
import {
  createGraphQLServer,
  type DocumentSettings,
  type GraphQLServer,
} from '../../control-plane/graphql/graphql-server.ts';
import { listen } from '../../control-plane/telemetry/listen.ts';
import type { Management } from './management.ts';

/** The door of GraphQL over the services of a test, on a free port of loopback. */
export interface OpenGraphqlDoor extends AsyncDisposable {
  readonly door: GraphQLServer;
  readonly port: number;
  readonly url: string;
  readonly webSocketUrl: string;
}

/** Opens it, without the rest of a control plane. */
export async function openGraphqlDoor({
  services,
  authenticator,
  front,
  documents,
}: Pick<Management, 'services' | 'authenticator'> & {
  readonly front?: Front;
  readonly documents?: DocumentSettings;
}): Promise<OpenGraphqlDoor> {
  const door = await createGraphQLServer({
    services,
    logger: pino({ level: 'silent' }),
    authenticate: (presented, now) =>
      front === undefined
        ? authenticator.authenticate(presented.authorization, now)
        : front.callers.authenticate(presented, now),
    ...(front !== undefined && { signIn: front.signIn }),
    ...(documents !== undefined && { documents }),
  });
  const port = await listen(door.server, { address: '127.0.0.1', port: 0, variable: 'none' });
  front?.site.open(`http://127.0.0.1:${port}`);
  return {
    door,
    port,
    url: `http://127.0.0.1:${port}/graphql`,
    webSocketUrl: `ws://127.0.0.1:${port}/graphql`,
    [Symbol.asyncDispose]: () => door.stop(),
  };
}

/** Sends bytes and gives what came back until the peer closed. */
export async function exchangeBytes(port: number, bytes: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.setEncoding('utf8').setTimeout(5_000, () => socket.destroy());
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
