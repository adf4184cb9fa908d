/**
 * Whether `error` carries this code of Node's system errors. Not by `instanceof`: an error of a
 * Node API belongs to another realm in a test runner's sandbox.
 */
export function hasErrorCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
