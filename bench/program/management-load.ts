// People and scripts who manage the gateway, in a process of their own: it takes jobs one at a time and answers each with how long what took.
import { GraphqlClient } from '../../deploy/local/demo/graphql-client.ts';
import { ChangeCycle } from '../api/change-cycle.ts';
import type { AskJob, ChangeJob, ManagementJob } from '../api/management-job.ts';
import { Timings } from '../api/timings.ts';
import { announce } from './announce.ts';

async function ask({ url, token, document, askerCount, askCount }: AskJob): Promise<Timings> {
  const timings = new Timings();
  const { signal } = new AbortController();
  const client = new GraphqlClient(url, token, signal);
  const askers = Array.from({ length: askerCount }, async () => {
    for (let asked = 0; asked < askCount; asked += askerCount)
      await timings.time('ask', () => client.query(document));
  });
  await Promise.all(askers);
  return timings;
}

async function change(job: ChangeJob): Promise<Timings> {
  const timings = new Timings();
  const writers = job.writers.map(async (writer, index) => {
    const cycle = new ChangeCycle(job, writer, timings);
    for (let turn = 0; turn < job.cycleCount; turn += 1)
      await cycle.run(`${job.prefix}-${index}-${turn}`);
  });
  await Promise.all(writers);
  return timings;
}

process.on('message', (job: ManagementJob) => {
  const timings = job.kind === 'ask' ? ask(job) : change(job);
  timings.then(
    (made) => process.send?.(made.summarise()),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
announce(0);
