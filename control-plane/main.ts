import { startControlPlane } from './server.ts';
import { readSettings } from './settings.ts';

/** Longest orderly end; then the process goes. */
const STOP_TIMEOUT_MS = 8_000;

try {
  const controlPlane = await startControlPlane(readSettings(process.env));
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    controlPlane[Symbol.asyncDispose]().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  process.stderr.write(
    `gatehouse control plane: ${error instanceof Error ? error.message : error}\n`,
  );
  process.exit(1);
}
