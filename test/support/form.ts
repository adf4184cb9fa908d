/**
 * Whether suites run in their long forms, as `npm run test:chaos` asks: more rounds, the real times, larger fleets.
 * That command runs the suites that import this file, so import it where the form is used and nowhere else.
 */
const isLong = process.env['GATEHOUSE_TEST_FORM'] === 'long';

/** The size, count or time of a test that has a quick form for each change and a long one for chaos. */
export function sized<Size>(quick: Size, long: Size): Size {
  return isLong ? long : quick;
}
