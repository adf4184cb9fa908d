import { randomBytes, randomInt } from 'node:crypto';
import { createSecret } from '../../control-plane/secrets/secret-format.ts';
import { type ControlPlane, startControlPlane } from '../../control-plane/server.ts';
import { readSettings } from '../../control-plane/settings.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { GraphqlCaller } from './graphql.ts';

/** A control plane on a database of its own, and its first administrator. */
export interface OwnControlPlane extends AsyncDisposable {
  readonly controlPlane: ControlPlane;
  /** Stops it and starts it again on the same database, with these variables changed; addresses are new. */
  restart(change?: Readonly<Record<string, string | undefined>>): Promise<void>;
  readonly database: TestDatabase;
  readonly nodeToken: string;
  readonly bootstrap: GraphqlCaller;
}

/** Starts in this process, on free ports. `change` sets or removes variables. */
export async function startOwnControlPlane(
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<OwnControlPlane> {
  const database = await openTestDatabase();
  const nodeToken = randomBytes(24).toString('hex');
  const bootstrapToken = createSecret('gth_pat_', (bound) => randomInt(bound));
  try {
    const variables = {
      GATEHOUSE_DATABASE_URL: database.url,
      GATEHOUSE_MASTER_KEY: randomBytes(32).toString('base64'),
      GATEHOUSE_NODE_TOKEN: nodeToken,
      GATEHOUSE_BOOTSTRAP_TOKEN: bootstrapToken,
      GATEHOUSE_GRAPHQL_PORT: '0',
      GATEHOUSE_CONFIG_PORT: '0',
      GATEHOUSE_CONTROL_ADMIN_PORT: '0',
      GATEHOUSE_LOG_LEVEL: 'silent',
      ...change,
    };
    let controlPlane = await startControlPlane(readSettings(variables));
    return {
      get controlPlane() {
        return controlPlane;
      },
      restart: async (changed = {}) => {
        await controlPlane[Symbol.asyncDispose]();
        controlPlane = await startControlPlane(readSettings({ ...variables, ...changed }));
      },
      database,
      nodeToken,
      get bootstrap() {
        return new GraphqlCaller(controlPlane.graphqlUrl, bootstrapToken);
      },
      [Symbol.asyncDispose]: async () => {
        await controlPlane[Symbol.asyncDispose]();
        await database[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}
