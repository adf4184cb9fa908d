import type { Failure } from './door.ts';

/** What the errors of both official SDKs have alike. */
export interface SdkError {
  readonly headers?: Headers | undefined;
}

/** Reads an error of an SDK; `code` is where its wire has our word. */
export function readSdkFailure(error: SdkError & Error, code: unknown): Failure {
  const header = error.headers?.get('x-gatehouse-error') ?? undefined;
  const retryAfter = error.headers?.get('retry-after') ?? undefined;
  return {
    type: error.constructor.name,
    code,
    header,
    retryAfterS: retryAfter === undefined ? undefined : Number(retryAfter),
  };
}
