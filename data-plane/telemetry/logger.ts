import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import type { LogLevel } from '../settings.ts';

/** Writes lines of JSON. Calls are not logged one by one: what happened to a call is in its decision record. */
export type Logger = PinoLogger;

/** Names under which a secret may come into a log line by mistake, at the top and one level down. */
const secretNames = [
  'authorization',
  'Authorization',
  '["x-api-key"]',
  'credential',
  'token',
  'secret',
  'password',
];

/** The logger of a node; every line says which one. Lines go to standard output when no destination is given. */
export function createLogger(
  options: { readonly level: LogLevel; readonly nodeId: string },
  destination?: DestinationStream,
): Logger {
  const paths = secretNames.flatMap((name) => [
    name,
    name.startsWith('[') ? `*${name}` : `*.${name}`,
  ]);
  const settings = {
    level: options.level,
    base: { node: options.nodeId },
    redact: { paths, censor: '[secret]' },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
