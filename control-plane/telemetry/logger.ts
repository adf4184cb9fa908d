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
    serializers: { error: pino.stdSerializers.err },
  });
}
