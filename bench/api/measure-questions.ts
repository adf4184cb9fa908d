import type { Percentiles } from '../load/job.ts';
import { type ApiSetting, runManagementJob } from './api-setting.ts';
import { listQuestions, type Question } from './questions.ts';
import { crowdCount } from './size.ts';
import { countOuter, takeStatements } from './statement-count.ts';

/** Answers to one question. */
export interface AskRow extends Pick<Question, 'about' | 'asker' | 'statementsMax'> {
  /** Of the database, those of the sign-in left out. */
  readonly statementCount: number;
  /** What the database worked for one answer, in milliseconds. */
  readonly databaseMs: number;
  readonly alone: Percentiles;
  readonly crowd: Percentiles;
}

/** Until V8 and the plans of Postgres have settled. */
const warmUpCount = 15;
/** Everything that is asked in any case: who asks. */
const nothing = '{ __typename }';

/** Every question, asked by one who waits for the answer, and by several of them at once. */
export async function measureQuestions(setting: ApiSetting): Promise<readonly AskRow[]> {
  const { people } = setting;
  const rows: AskRow[] = [];
  for (const question of listQuestions(people.tenantId)) {
    const row = await measureQuestion(setting, question);
    rows.push(row);
    const { alone, crowd, statementCount, databaseMs } = row;
    process.stderr.write(
      `${question.about.padEnd(50)} ${statementCount} statements, ${databaseMs.toFixed(1)} ms; p50 ${alone.p50.toFixed(1)}  ` +
        `p99 ${alone.p99.toFixed(1)} ms; ${crowdCount} at once: p50 ${crowd.p50.toFixed(1)}  p99 ${crowd.p99.toFixed(1)} ms\n`,
    );
  }
  return rows;
}

async function measureQuestion(setting: ApiSetting, question: Question): Promise<AskRow> {
  const { house, people, size } = setting;
  const { about, asker, document, statementsMax } = question;
  const ask = (text: string, askerCount: number, askCount: number) =>
    askAll(setting, { token: people.tokens[asker], document: text, askerCount, askCount });
  await ask(nothing, 1, warmUpCount);
  await takeStatements(house.pool);
  await ask(nothing, 1, warmUpCount);
  const signIn = countOuter(await takeStatements(house.pool), warmUpCount);
  await ask(document, 1, warmUpCount);
  await takeStatements(house.pool);
  const alone = await ask(document, 1, size.askCount);
  const counted = await takeStatements(house.pool);
  const crowd = await ask(document, crowdCount, size.askCount);
  return {
    ...{ about, asker, alone, crowd },
    ...(statementsMax !== undefined && { statementsMax }),
    statementCount: countOuter(counted, size.askCount) - signIn,
    databaseMs:
      counted.filter(({ isOuter }) => isOuter).reduce((sum, { totalMs }) => sum + totalMs, 0) /
      size.askCount,
  };
}

async function askAll(
  { load, url }: ApiSetting,
  job: {
    readonly token: string;
    readonly document: string;
    readonly askerCount: number;
    readonly askCount: number;
  },
): Promise<Percentiles> {
  const { ask } = await runManagementJob(load, { kind: 'ask', url, ...job });
  if (ask === undefined) throw new Error('nothing was asked');
  return ask.took;
}
