import { randomInt } from 'node:crypto';

/**
 * The seed of a random test: that of `GATEHOUSE_TEST_SEED`, or a fresh one. It is printed, so that a failure of any run can be
 * had again.
 */
export function announceSeed(name: string): number {
  const given = process.env['GATEHOUSE_TEST_SEED'];
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  process.stderr.write(`${name}: GATEHOUSE_TEST_SEED=${seed}\n`);
  return seed;
}
