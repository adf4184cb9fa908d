import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Fields that never reach a log, wherever they stand. */
const REDACTED = [
  'credential',
  'secret',
  'authorization',
  'token',
  '*.credential',
  '*.secret',
  '*.authorization',
  '*.token',
];

/** Structured lines on standard output. `level` is one of pino's: trace to silent. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { plane: 'control' },
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { error: describeError, err: describeError },
  });
}

/** What an error says of itself, and no more: a failed query carries its parameters, hashes and addresses among them. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name,
    message,
    code,
    stack,
    cause: cause === undefined ? undefined : describeError(cause),
  };
}
