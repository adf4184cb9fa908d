import { openPort } from '../port.ts';
import type { Settings } from '../settings.ts';
import { createAdminServer } from '../telemetry/admin-server.ts';
import { createLogger } from '../telemetry/logger.ts';
import { PrimaryMetrics } from '../telemetry/primary-metrics.ts';
import { createPrimaryPages } from './primary-pages.ts';
import { inheritConfiguration } from './state-directory.ts';
import { Supervisor } from './supervisor.ts';

/** A worker that hangs is found within half a minute (supervisor.ts). */
const LOOK_MS = 1_000;

/**
 * Runs this process as the primary of a node with workers: it hands connections to them in turn, keeps them alive,
 * answers operators, and serves no call.
 *
 * @throws Error in words for the operator when the node cannot start; no worker is left running then
 */
export async function runPrimary(settings: Settings): Promise<void> {
  const { workerCount, drainMs, adminPort: port, bindAddress: host } = settings;
  const logger = createLogger({ level: settings.logLevel, nodeId: settings.nodeId });
  const metrics = new PrimaryMetrics(workerCount);
  let isDraining = false;
  /** Drains, once: the first reason is the one that counts. */
  const end = async (codeWhenClean: number): Promise<void> => {
    if (isDraining) return;
    isDraining = true;
    const isClean = await supervisor.drain();
    process.exit(isClean ? codeWhenClean : 1);
  };
  const supervisor = new Supervisor({
    workerCount,
    drainMs,
    lookMs: LOOK_MS,
    logger,
    metrics,
    onGivenUp: (reason) => {
      logger.fatal({ reason }, 'the node ends because a worker cannot be kept alive');
      void end(1);
    },
  });
  const fail = (error: unknown): void => {
    logger.fatal({ err: error }, 'the node ends because of a fault of its own');
    process.exit(1);
  };
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.on(name, (signal) => {
      if (!isDraining) logger.info({ signal }, 'draining');
      void end(0);
    });
  const listRunning = () => supervisor.running;
  const pages = createPrimaryPages({
    settings,
    metrics,
    listRunning,
    isDraining: () => isDraining,
  });
  const admin = createAdminServer(pages);
  const variable = 'GATEHOUSE_NODE_ADMIN_PORT';
  const adminPort = await openPort({ variable, port, host }, () => admin.listen(port, host));
  try {
    inheritConfiguration(settings.stateDir, workerCount);
    const doors = await supervisor.start();
    logger.info({ ...doors, adminPort, workerCount }, 'the node is up');
  } catch (error) {
    await supervisor.kill();
    throw error;
  }
}
