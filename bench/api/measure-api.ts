import { GraphqlClient } from '../../deploy/local/demo/graphql-client.ts';
import { ConfigHouse } from '../config/config-house.ts';
import { type Figure, Sheet } from '../config/figure.ts';
import { measurePlan } from '../config/measure-plan.ts';
import { sizeOf } from '../config/size.ts';
import type { BenchOptions } from '../options.ts';
import { awaitQuietFamily } from '../process/await-quiet.ts';
import type { Closing } from '../process/closing.ts';
import { cores, startProcess } from '../process/pinned-process.ts';
import { type ChangeRow, measureChanges } from './measure-changes.ts';
import { type AskRow, measureQuestions } from './measure-questions.ts';
import { hirePeople } from './people.ts';
import { seedCrowd } from './seed.ts';
import { type ApiSize, apiSizeOf, crowdCount } from './size.ts';

/** In the order in which they run. */
const apiParts = ['lists', 'changes', 'plan'] as const;
type ApiPart = (typeof apiParts)[number];

/** What was measured; a part that did not run is empty. */
export interface MeasuredApi {
  readonly size: ApiSize;
  readonly lists: readonly AskRow[];
  readonly changes: readonly ChangeRow[];
  readonly plan: readonly Figure[];
}

const startMs = 10_000;
const restMs = 20_000;

/** Measures the management API of a control plane over many tenants. @throws Error for a part that there is not, and when anything is refused */
export async function measureApi(
  { quick, profile, only }: BenchOptions,
  closing: Closing,
): Promise<MeasuredApi> {
  const unknown = only.find((name) => !apiParts.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${apiParts.join(', ')}`);
  const runs = (part: ApiPart) => only.length === 0 || only.includes(part);
  const size = apiSizeOf(quick);
  const house = await ConfigHouse.open(closing, { profile, countStatements: true });
  await house.growTo(size.tenantCount);
  await house.withClient((client) => seedCrowd(client, size));
  process.stderr.write(`${size.tenantCount} tenants are there\n`);
  const { lists, changes } = await measureCalls(house, size, runs);
  const sheet = new Sheet();
  if (runs('plan')) await measurePlan(house, sheet, sizeOf(quick));
  return { size, lists, changes, plan: sheet.figures };
}

async function measureCalls(
  house: ConfigHouse,
  size: ApiSize,
  runs: (part: ApiPart) => boolean,
): Promise<Pick<MeasuredApi, 'lists' | 'changes'>> {
  if (!runs('lists') && !runs('changes')) return { lists: [], changes: [] };
  const controlPlane = await house.startControlPlane();
  await house.awaitReady(controlPlane);
  const url = `http://127.0.0.1:${controlPlane.graphqlPort}/graphql`;
  const { signal } = house.closing;
  const bootstrap = new GraphqlClient(url, house.home.secrets.bootstrapToken, signal);
  const people = await hirePeople(bootstrap, house.pool, crowdCount);
  await controlPlane.process.rest();
  // What Postgres does behind the seed is no part of an answer.
  await awaitQuietFamily(house.postgresPid, restMs);
  const load = startProcess({
    args: ['--import', 'tsx', 'bench/program/management-load.ts'],
    core: cores.others,
  });
  house.closing.add(() => load.stop());
  await load.next(startMs);
  const setting = { house, controlPlane, load, people, url, size };
  const lists = runs('lists') ? await measureQuestions(setting) : [];
  const changes = runs('changes') ? await measureChanges(setting) : [];
  await load.stop();
  await controlPlane.process.stop();
  return { lists, changes };
}
