const PATH_MAX = 1_000;
const NOWHERE = 'https://gatehouse.invalid';

/**
 * Whether a browser may be sent there after it has signed in: a path of this origin. Browsers read `\` as `/` and pass
 * over control characters, and two slashes name a host.
 */
export function isReturnPath(path: string): boolean {
  if (path.length > PATH_MAX || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path)) return false;
  return URL.canParse(path, NOWHERE) && new URL(path, NOWHERE).origin === NOWHERE;
}
