// Simulated nodes, many in one process: it takes jobs one at a time and answers each with what the nodes have seen.
import { type FleetReport, fleetJob } from '../fleet/fleet-job.ts';
import { NodeGroup } from '../fleet/node-group.ts';
import { announce } from './announce.ts';

const path = '/gatehouse.config.v1.ConfigService/Stream';
let group = new NodeGroup();

async function run(message: unknown): Promise<FleetReport> {
  const job = fleetJob.parse(message);
  if (job.do === 'open') {
    const { port, token, namePrefix, nodeCount, timeoutMs } = job;
    group = new NodeGroup();
    const names = Array.from({ length: nodeCount }, (_, index) => `${namePrefix}-${index}`);
    group.open({ port, path, token }, names);
    await group.hold(1, timeoutMs);
    return group.report(0);
  }
  if (job.do === 'hold') {
    await group.hold(job.revision, job.timeoutMs);
    return group.report(job.after);
  }
  if (job.do === 'hang') group.hang();
  else if (job.do === 'wake') group.wake();
  else group.close();
  return group.report(0);
}

process.on('message', (message: unknown) => {
  run(message).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
announce(0);
