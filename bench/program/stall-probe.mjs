// Loaded into a process that is measured, before its own code (node --import): it notes for how long the event loop is held up,
// how much of that was work of the process and not of the machine, and for how long garbage collection stops it; and tells when
// it is asked. The process ends with whoever asks.
import { PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const intervalMs = 1;
/** To ask the kernel for the time worked costs more than all the rest: the last answer may be so old. */
const workAgeMs = 5;
/** From a collection of garbage until it is noted. */
const settleMs = 50;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

let longestStallMs = 0;
let longestWorkMs = 0;
let longestGcMs = 0;
let lastMs = performance.now();
let workReadAtMs = lastMs;
let lastWorkMs = readWorkMs();

function readWorkMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

setInterval(() => {
  const nowMs = performance.now();
  const stallMs = nowMs - lastMs - intervalMs;
  lastMs = nowMs;
  longestStallMs = Math.max(longestStallMs, stallMs);
  if (nowMs - workReadAtMs < workAgeMs) return;
  const workMs = readWorkMs();
  // Threads that help count too, and work of just before: this is at most what held up the loop.
  longestWorkMs = Math.max(longestWorkMs, Math.min(stallMs, workMs - lastWorkMs));
  workReadAtMs = nowMs;
  lastWorkMs = workMs;
}, intervalMs).unref();

function noteCollections(entries) {
  for (const { duration } of entries) longestGcMs = Math.max(longestGcMs, duration);
}
const observer = new PerformanceObserver((list) => noteCollections(list.getEntries()));
observer.observe({ entryTypes: ['gc'] });

/** Tells of the window that ends, and begins the next one. */
function tell() {
  noteCollections(observer.takeRecords());
  const { heapUsed: heapBytes, external: externalBytes } = process.memoryUsage();
  process.send({ longestStallMs, longestWorkMs, longestGcMs, heapBytes, externalBytes });
  longestStallMs = 0;
  longestWorkMs = 0;
  longestGcMs = 0;
  lastMs = performance.now();
  workReadAtMs = lastMs;
  lastWorkMs = readWorkMs();
}

process.on('message', ({ collect }) => {
  if (!collect) return tell();
  collectGarbage();
  // It is noted in a later turn, and belongs to the window that ends.
  setTimeout(tell, settleMs);
});
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
