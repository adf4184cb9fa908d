import cluster from 'node:cluster';
import { readSettings, type Settings } from './settings.ts';

/** Ends the process with a message for the operator; nothing of a stack trace would help. */
function refuse(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    return refuse(error);
  }
}

/** Each kind of process loads what it needs only: a primary is nothing but a supervisor. */
async function run(settings: Settings): Promise<void> {
  if (settings.workerCount > 1 && cluster.isPrimary) {
    const { runPrimary } = await import('./workers/primary.ts');
    await runPrimary(settings);
  } else if (settings.workerCount > 1) {
    const { runWorker } = await import('./workers/worker.ts');
    await runWorker(settings, process.argv.slice(2));
  } else {
    const { runOnlyProcess } = await import('./workers/only-process.ts');
    await runOnlyProcess(settings);
  }
}

await run(settingsOrExit()).catch(refuse);
