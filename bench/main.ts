import { measureApi } from './api/measure-api.ts';
import { renderApi } from './api/render-api.ts';
import { measureConfig } from './config/measure-config.ts';
import { renderConfig } from './config/render-config.ts';
import { describeIdle, measureGateway } from './gateway/measure-gateway.ts';
import { measureInspect } from './inspect/measure-inspect.ts';
import { renderInspect } from './inspect/render-inspect.ts';
import { renderTeaching, teach } from './inspect/teach/teach.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { Closing } from './process/closing.ts';
import { describeEnvironment } from './report/environment.ts';
import { describeRun, keepRaw, writePage } from './report/page.ts';
import { renderTables } from './report/tables.ts';
import { measureWorkers } from './workers/measure-workers.ts';
import { renderWorkers } from './workers/render-workers.ts';

interface Outcome {
  /** Raw numbers. */
  readonly measured: object;
  readonly tables: string;
  /** What is to be said before the tables. */
  readonly about: string;
  /** What makes a quick run quick. */
  readonly quickness: string;
}

async function run(options: BenchOptions): Promise<Outcome> {
  if (options.bench === 'config') {
    const measured = await measureConfig(options, closing);
    return { measured, tables: renderConfig(measured), about: '', quickness: 'small counts' };
  }
  if (options.bench === 'api') {
    const measured = await measureApi(options, closing);
    return { measured, tables: renderApi(measured), about: '', quickness: 'few tenants' };
  }
  if (options.bench === 'workers') {
    const measured = await measureWorkers(options, closing);
    return { measured, tables: renderWorkers(measured), about: '', quickness: 'windows of 1.5 s' };
  }
  if (options.bench === 'inspect') {
    const measured = await measureInspect(options);
    return { measured, tables: renderInspect(measured), about: '', quickness: 'few rounds' };
  }
  if (options.bench === 'teach') {
    const measured = teach(options);
    return { measured, tables: renderTeaching(measured), about: '', quickness: 'no less' };
  }
  const measured = await measureGateway(options, closing);
  return {
    measured,
    tables: renderTables(measured.rows, measured.held),
    about: describeIdle(measured),
    quickness: 'windows of 1 to 1.5 s',
  };
}

const options = readOptions(process.argv.slice(2));
const closing = new Closing();
// A terminal and the runner of npm each send a signal of their own: a second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void closing.close().finally(() => process.exit(130)));
try {
  const { measured, tables, about, quickness } = await run(options);
  const { bench, quick, write } = options;
  const environment = describeEnvironment(new Date());
  // Workers take what cores there are.
  const pinned = environment.pinned && bench !== 'workers' && bench !== 'inspect';
  const made = { bench, quick, environment: { ...environment, pinned } };
  const page = `${[describeRun(made, quickness), about].join(' ').trim()}\n\n${tables}`;
  keepRaw(made, measured);
  if (write) writePage(bench, page);
  process.stdout.write(`${page}\n`);
} catch (error) {
  // What was being measured fails when it is ended; nobody needs to be told.
  if (!closing.signal.aborted) throw error;
} finally {
  await closing.close();
}
