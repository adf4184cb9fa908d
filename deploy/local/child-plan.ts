import { join } from 'node:path';
import { nodeFlags } from './node-flags.ts';
import type { ChildPlan } from './process/supervisor.ts';
import type { LocalSecrets } from './secrets.ts';
import type { StarterSettings } from './settings.ts';

/** Together with Postgres (at most 5 s) these stay under the 10 s that a stop may take. */
const NODE_STOP_MS = 3_500;
const CONTROL_PLANE_STOP_MS = 2_000;
const DEMO_PROVIDER_STOP_MS = 500;
/** Requests under way are cut off a little before the node itself would be. */
const NODE_DRAIN_MS = 3_000;

/**
 * What is not for every child: our caller's provider keys and database, and npm's own variables.
 */
const PRIVATE_VARIABLE = /^(npm_|DATABASE_URL$|GATEHOUSE_.*(KEY|TOKEN)$)|_API_KEY$/;

/** What every plan is made from. */
export interface PlanContext {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly stateDirectory: string;
  readonly settings: StarterSettings;
  readonly secrets: LocalSecrets;
}

/** The control plane, which brings the tables up to date itself. */
export function planControlPlane(context: PlanContext, databaseUrl: string): ChildPlan {
  const { secrets, settings } = context;
  const { ports } = settings;
  return {
    name: 'control-plane',
    args: program('control-plane/main.ts'),
    stopMs: CONTROL_PLANE_STOP_MS,
    env: {
      ...inherited(context.env),
      GATEHOUSE_BIND_ADDRESS: settings.bindAddress,
      GATEHOUSE_DATABASE_URL: databaseUrl,
      GATEHOUSE_MIGRATE: 'true',
      GATEHOUSE_GRAPHQL_PORT: String(ports.GATEHOUSE_GRAPHQL_PORT),
      GATEHOUSE_CONFIG_PORT: String(ports.GATEHOUSE_CONFIG_PORT),
      GATEHOUSE_CONTROL_ADMIN_PORT: String(ports.GATEHOUSE_CONTROL_ADMIN_PORT),
      GATEHOUSE_MASTER_KEY: secrets.masterKey,
      GATEHOUSE_NODE_TOKEN: secrets.nodeToken,
      GATEHOUSE_BOOTSTRAP_TOKEN: secrets.bootstrapToken,
    },
  };
}

/** Arguments of node that run a node. */
export const nodeProgram: readonly string[] = [...nodeFlags, ...program('data-plane/main.ts')];

/** The first node, on the documented ports. */
export function planNode(context: PlanContext, nodeId: string): ChildPlan {
  const { settings } = context;
  const configAddress = `${settings.host}:${settings.ports.GATEHOUSE_CONFIG_PORT}`;
  return {
    name: nodeId,
    args: nodeProgram,
    stopMs: NODE_STOP_MS,
    env: nodeEnvironment({
      ...context,
      nodeId,
      configAddress,
      bindAddress: settings.bindAddress,
      httpPort: settings.ports.GATEHOUSE_HTTP_PORT,
      grpcPort: settings.ports.GATEHOUSE_GRPC_PORT,
      adminPort: settings.ports.GATEHOUSE_NODE_ADMIN_PORT,
    }),
  };
}

/** The provider without a model. */
export function planDemoProvider({ env, settings }: PlanContext): ChildPlan {
  return {
    name: 'demo-provider',
    args: program('deploy/local/demo/provider.ts'),
    stopMs: DEMO_PROVIDER_STOP_MS,
    env: {
      ...inherited(env),
      GATEHOUSE_BIND_ADDRESS: settings.bindAddress,
      GATEHOUSE_DEMO_PROVIDER_PORT: String(settings.ports.GATEHOUSE_DEMO_PROVIDER_PORT),
    },
  };
}

/** The whole environment of a node of this machine. */
export function nodeEnvironment(node: {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly stateDirectory: string;
  readonly secrets: LocalSecrets;
  readonly nodeId: string;
  readonly configAddress: string;
  readonly bindAddress: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly adminPort: number;
}): NodeJS.ProcessEnv {
  return {
    GATEHOUSE_NODE_REGION: 'local',
    GATEHOUSE_DRAIN_MS: String(NODE_DRAIN_MS),
    ...inherited(node.env),
    GATEHOUSE_NODE_ID: node.nodeId,
    GATEHOUSE_BIND_ADDRESS: node.bindAddress,
    GATEHOUSE_CONFIG_ADDRESS: node.configAddress,
    GATEHOUSE_NODE_TOKEN: node.secrets.nodeToken,
    GATEHOUSE_NODE_STATE_DIR: nodeStateDirectory(node.stateDirectory, node.nodeId),
    GATEHOUSE_NODE_STATE_KEY: node.secrets.nodeStateKey,
    GATEHOUSE_HTTP_PORT: String(node.httpPort),
    GATEHOUSE_GRPC_PORT: String(node.grpcPort),
    GATEHOUSE_NODE_ADMIN_PORT: String(node.adminPort),
  };
}

/** Where a node of this machine keeps its last-known-good configuration and its outbox. */
export function nodeStateDirectory(stateDirectory: string, nodeId: string): string {
  return join(stateDirectory, 'nodes', nodeId);
}

function inherited(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !PRIVATE_VARIABLE.test(name));
  return Object.fromEntries(kept);
}

function program(path: string): readonly string[] {
  return ['--import', 'tsx', path];
}
