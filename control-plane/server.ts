import { ensureBootstrapPrincipal } from './auth/bootstrap.ts';
import { createFront, type Front, type FrontParts } from './auth/front.ts';
import { IssuerDial } from './auth/oidc/issuer-dial.ts';
import { readTokenKeys } from './auth/oidc/token-keys.ts';
import { ChangeFeed } from './config-stream/change-feed.ts';
import { NodeDoor } from './config-stream/node-door.ts';
import { NodeSecrets } from './config-stream/node-secrets.ts';
import { PoolViews } from './config-stream/pool-views.ts';
import { CheckDesk } from './config-stream/session/check-desk.ts';
import type { View } from './config-stream/view.ts';
import { createGraphQLServer } from './graphql/graphql-server.ts';
import { AuditHeadSigning, type AuditHeadSigningParts } from './jobs/audit-head-signing.ts';
import { BudgetRecount } from './jobs/budget-recount.ts';
import { ChangeRequestCourse } from './jobs/change-request-course.ts';
import { ChangeRequestExpiry } from './jobs/change-request-expiry.ts';
import { ConfigurationRetention } from './jobs/configuration-retention.ts';
import { CredentialRetention } from './jobs/credential-retention.ts';
import { keepDecisionPartitions, startDecisionPartitionJob } from './jobs/decision-partition.ts';
import { GrantReminder } from './jobs/grant-reminder.ts';
import { ImpactReplay } from './jobs/impact-replay.ts';
import { resealSecrets } from './jobs/reseal-secrets.ts';
import { TenantPurge } from './jobs/tenant-purge.ts';
import { TokenIssuerKeys } from './jobs/token-issuer-keys.ts';
import { TokenUseLog } from './jobs/token-use.ts';
import { Envelope } from './secrets/envelope.ts';
import { ensurePepper } from './secrets/pepper.ts';
import { ensureTokenHasher } from './secrets/secret-hash.ts';
import { AuditSigner } from './services/audit/signer.ts';
import { ImpactRunner } from './services/impact/runner.ts';
import { createServices, type Services } from './services/services.ts';
import type { Settings } from './settings.ts';
import { createDataSource } from './storage/data-source.ts';
import { migrate } from './storage/migrate.ts';
import { Storage } from './storage/storage.ts';
import { createAdminServer } from './telemetry/admin-server.ts';
import { listen } from './telemetry/listen.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';

/** A control plane that serves. Addresses hold the ports that were really bound. */
export interface ControlPlane extends AsyncDisposable {
  readonly graphqlUrl: string;
  /** host:port for nodes; undefined when the door is closed. */
  readonly configAddress: string | undefined;
  readonly adminUrl: string;
}

/** What is there before anything else. */
interface Started {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What is shared by the doors. */
interface Core extends Started {
  readonly storage: Storage;
  readonly envelope: Envelope;
  readonly services: Services;
  readonly checks: CheckDesk;
  readonly front: Front;
}

/** Undoes what was started, last first. */
type Closers = (() => Promise<void> | void)[];

/**
 * Wires the control plane; the only file that knows every part of it.
 *
 * @throws Error when the database cannot be reached, a port is taken, or the master key is not the one that sealed it
 */
export async function startControlPlane(settings: Settings): Promise<ControlPlane> {
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const core = await startCore(settings, closers);
    const views = new PoolViews();
    const { feed, door, configAddress } = await startNodeDoor(core, views, closers);
    const adminUrl = await startAdmin(core, views.whole, closers);
    const graphqlUrl = await startGraphQL(core, closers);
    await feed.start();
    door?.push();
    return { graphqlUrl, configAddress, adminUrl, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startCore(settings: Settings, closers: Closers): Promise<Core> {
  const logger = createLogger(settings.logLevel);
  const databaseUrl = settings.databaseUrl();
  if (settings.migrate) await migrate(databaseUrl);
  const source = createDataSource(databaseUrl, 'gatehouse_app', settings.databasePoolMax);
  await source.initialize();
  closers.push(() => source.destroy());
  const storage = new Storage(source);
  const envelope = new Envelope(settings.masterKey(), settings.previousMasterKey());
  const now = new Date();
  const pepper = await ensurePepper(storage, envelope, now);
  const tokenHasher = await ensureTokenHasher(storage, envelope, now);
  if (settings.previousMasterKey() !== undefined)
    await resealSecrets({ storage, logger, envelope });
  const bootstrapToken = settings.bootstrapToken();
  if (bootstrapToken !== undefined)
    await ensureBootstrapPrincipal(storage, { token: bootstrapToken, hasher: tokenHasher }, now);
  await keepDecisionPartitions(storage, now);
  const checks = new CheckDesk();
  const metrics = createMetrics();
  closers.push(startDecisionPartitionJob(storage, logger));
  const shared = { settings, logger, metrics, storage, envelope };
  const auditSigner = new AuditSigner(storage, envelope);
  const services = createServices(
    storage,
    { envelope, pepper, tokenHasher, auditSigner },
    checks,
    (outcome, count) => metrics.refusedMutations.inc({ outcome }, count),
    settings,
  );
  closers.push(() => services.audit.close());
  closers.push(startAuditHeads(settings, { storage, logger, metrics, signer: auditSigner }));
  const tokenUses = new TokenUseLog(shared);
  closers.push(tokenUses.start());
  const onTokenUse: FrontParts['onTokenUse'] = (use) => tokenUses.note(use);
  const front = startFront({ ...shared, hasher: tokenHasher, onTokenUse });
  closers.push(() => front.close());
  return {
    ...shared,
    services,
    checks,
    front,
  };
}

function startFront(
  parts: Pick<FrontParts, 'storage' | 'envelope' | 'hasher' | 'onTokenUse'> & Started,
): Front {
  const { settings, logger, metrics } = parts;
  return createFront({
    ...parts,
    ...settings,
    clock: () => performance.now(),
    onRead: (issuer, error) => {
      metrics.issuerReads.inc({ outcome: error === undefined ? 'ok' : 'failed' });
      if (error !== undefined) logger.warn({ issuer, error }, 'an identity provider was not read');
    },
  });
}

function startAuditHeads(
  { auditHeadsFile: headsFile }: Settings,
  parts: Omit<AuditHeadSigningParts, 'headsFile'>,
): () => Promise<void> {
  if (headsFile === undefined)
    parts.logger.warn(
      'GATEHOUSE_AUDIT_HEADS_FILE is not set: whoever owns the database can cut its audit log, heads and all, unseen',
    );
  return new AuditHeadSigning({ ...parts, headsFile }).start();
}

async function startNodeDoor(core: Core, views: PoolViews, closers: Closers) {
  const { settings, logger, metrics, storage, envelope } = core;
  let door: NodeDoor | undefined;
  const feed = new ChangeFeed({
    databaseUrl: settings.databaseUrl(),
    views,
    storage,
    logger,
    metrics,
    onMoved: (secretsMoved) => {
      const { head, resourceCount, bodyBytes } = views.whole;
      metrics.headRevision.set(Number(head?.revision ?? 0n));
      metrics.viewResources.set(resourceCount);
      metrics.viewBytes.set(bodyBytes);
      if (secretsMoved) {
        secrets.inspect();
        door?.pushSecrets();
      }
      door?.push();
    },
  });
  const secrets = new NodeSecrets({
    ...core,
    stored: () => feed.secrets,
    open: ({ name, sealed }) => envelope.open(sealed, name),
  });
  closers.push(() => feed.stop());
  closers.push(new ConfigurationRetention(core).start());
  closers.push(new CredentialRetention(core).start());
  closers.push(new GrantReminder(core).start());
  closers.push(new BudgetRecount(core).start());
  closers.push(new ChangeRequestExpiry(core).start());
  startTokenIssuerKeys(core, closers);
  closers.push(new TenantPurge(core).start());
  closers.push(startImpactReplay(core));
  closers.push(new ChangeRequestCourse(core).start());
  const nodeToken = settings.nodeToken();
  if (nodeToken === undefined && settings.nodeTls === undefined) {
    logger.warn(
      'neither GATEHOUSE_CONFIG_TLS_*_FILE nor GATEHOUSE_NODE_TOKEN is set: the door for nodes stays closed',
    );
    return { feed, door, configAddress: undefined };
  }
  const opened = new NodeDoor({
    ...core,
    views,
    nodeToken,
    tls: settings.nodeTls,
    openSecrets: (isMeant) => secrets.open(isMeant),
    onHeld: (held) => feed.noteHeld(held),
  });
  door = opened;
  const { bindAddress: address, configPort } = settings;
  closers.push(() => opened.close());
  const port = await opened.open({ address, port: configPort, variable: 'GATEHOUSE_CONFIG_PORT' });
  return { feed, door, configAddress: hostPort(address, port) };
}

/** Stops before its dial closes. */
function startTokenIssuerKeys(core: Core, closers: Closers): void {
  const dial = new IssuerDial(core.settings.innerNetworks);
  closers.push(() => dial.close());
  const ask = dial.fetch.bind(dial);
  const readKeys = (issuer: string) => readTokenKeys(issuer, ask);
  closers.push(new TokenIssuerKeys({ ...core, readKeys, draw: Math.random }).start());
}

function startImpactReplay({ settings, storage, logger, metrics }: Core): () => Promise<void> {
  const { impactRequestsMax: requestsMax, impactDays: days } = settings;
  const runner = new ImpactRunner(storage, { requestsMax, days });
  return new ImpactReplay({ runner, logger, metrics }).start();
}

async function startAdmin({ settings, metrics }: Core, view: View, closers: Closers) {
  const admin = createAdminServer({
    registry: metrics.registry,
    notReadyBecause: () =>
      view.head === undefined ? 'the configuration was not read yet' : undefined,
  });
  const { bindAddress: address, adminPort: port } = settings;
  const bound = await listen(admin, { address, port, variable: 'GATEHOUSE_CONTROL_ADMIN_PORT' });
  closers.push(() => void admin.close());
  return `http://${hostPort(address, bound)}`;
}

async function startGraphQL(core: Core, closers: Closers): Promise<string> {
  const { settings, logger, services, front } = core;
  const { server, stop } = await createGraphQLServer({
    services,
    logger,
    authenticate: (presented, now) => front.callers.authenticate(presented, now),
    signIn: front.signIn,
    documents: settings.graphqlDocuments,
  });
  const { bindAddress: address, graphqlPort: port } = settings;
  const bound = await listen(server, { address, port, variable: 'GATEHOUSE_GRAPHQL_PORT' });
  closers.push(stop);
  const origin = `http://${hostPort(address, bound)}`;
  // Elsewhere nobody knows by what name browsers come, nor that they come with TLS.
  if (isLoopback(address)) front.site.open(origin);
  return `${origin}/graphql`;
}

function hostPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
