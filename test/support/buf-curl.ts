import { execFile } from 'node:child_process';

const TIMEOUT_MS = 15_000;

/** What buf's own client printed. */
export interface BufCurlResult {
  readonly exitCode: number;
  readonly output: string;
  readonly errorOutput: string;
}

/**
 * Calls with `buf curl` (Go, connect-go): a client that shares no code and no .proto file with us, and knows nothing
 * but what reflection tells it.
 */
export function bufCurl(
  address: string,
  path: string,
  options: readonly string[],
): Promise<BufCurlResult> {
  const fixed = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', ...options];
  return new Promise((resolve) => {
    execFile(
      'node_modules/.bin/buf',
      [...fixed, `http://${address}${path}`],
      { timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024 },
      (error, output, errorOutput) => {
        const exitCode = error === null ? 0 : Number(error.code ?? -1);
        resolve({ exitCode, output, errorOutput });
      },
    );
  });
}
