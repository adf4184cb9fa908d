/** Ends what `globalSetup` began; with several projects the first call does it all. */
export default async function globalTeardown(): Promise<void> {
  const run = globalThis.gatehouseTestRun;
  globalThis.gatehouseTestRun = undefined;
  await run?.[Symbol.asyncDispose]();
}
