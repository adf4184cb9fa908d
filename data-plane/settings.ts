import { z } from 'zod';
import { createInnerNetworks, type InnerNetworks } from '../policy/network/inner-network.ts';
import { WORKERS_MAX } from '../proto/process-name.ts';
import { Secret } from './secret.ts';

const MEBIBYTE = 1_048_576;
const STATE_KEY_BYTES = 32;
const NODE_TOKEN_CHARACTERS_MIN = 32;

const networkList = z.string().transform((text, context) => {
  const entries = text.split(',').map((entry) => entry.trim());
  try {
    return createInnerNetworks(entries.filter((entry) => entry !== ''));
  } catch {
    context.addIssue('expected addresses and CIDR blocks with commas: 10.2.0.0/16,fd00::/8');
    return z.NEVER;
  }
});

const variables = z.object({
  GATEHOUSE_NODE_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'expected 1 to 64 characters of a-z, 0-9 and "-"'),
  GATEHOUSE_NODE_POOL: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'expected 1 to 64 characters of a-z, 0-9 and "-"')
    .optional(),
  GATEHOUSE_CONFIG_ADDRESS: z.string().refine(isAddress, 'expected host:port'),
  GATEHOUSE_NODE_TOKEN: z
    .string()
    .min(NODE_TOKEN_CHARACTERS_MIN, `expected at least ${NODE_TOKEN_CHARACTERS_MIN} characters`)
    .regex(/^[\x21-\x7e]*$/, 'expected printable ASCII without spaces')
    .optional(),
  GATEHOUSE_NODE_TLS_CERT_FILE: z.string().optional(),
  GATEHOUSE_NODE_TLS_KEY_FILE: z.string().optional(),
  GATEHOUSE_NODE_TLS_CA_FILE: z.string().optional(),
  GATEHOUSE_NODE_STATE_DIR: z.string(),
  GATEHOUSE_NODE_STATE_KEY: z
    .string()
    .refine(isStateKey, `expected base64 of ${STATE_KEY_BYTES} bytes`),
  GATEHOUSE_NODE_SECRETS: z.enum(['sealed-file', 'none']).default('sealed-file'),
  GATEHOUSE_NODE_REGION: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'expected 1 to 64 letters, digits, ".", "_" or "-"')
    .default('local'),
  GATEHOUSE_BIND_ADDRESS: z.string().default('127.0.0.1'),
  GATEHOUSE_HTTP_PORT: integer(0, 65_535).default(4100),
  GATEHOUSE_GRPC_PORT: integer(0, 65_535).default(4101),
  GATEHOUSE_NODE_ADMIN_PORT: integer(0, 65_535).default(4102),
  GATEHOUSE_WORKERS: integer(1, WORKERS_MAX).default(1),
  GATEHOUSE_DRAIN_MS: integer(0, 600_000).default(5_000),
  GATEHOUSE_BODY_BYTES_MAX: integer(1_024, 64 * MEBIBYTE).default(4 * MEBIBYTE),
  GATEHOUSE_CONCURRENCY_MAX: integer(1, 1_000_000).default(10_000),
  GATEHOUSE_DECISIONS_PER_SECOND: integer(1, 1_000_000).default(200),
  GATEHOUSE_DETECTOR_NETWORKS: networkList.prefault(''),
  GATEHOUSE_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info'),
});

/** Checked whatever else is wrong, so that all faults are told at once. */
const always = { when: () => true } as const;

const environment = variables
  .refine((data) => new Set(tlsVariables(data).map((file) => file === undefined)).size === 1, {
    ...always,
    path: ['GATEHOUSE_NODE_TLS_CERT_FILE'],
    message:
      'expected with GATEHOUSE_NODE_TLS_KEY_FILE and GATEHOUSE_NODE_TLS_CA_FILE, all or none',
  })
  .refine(
    (data) =>
      data.GATEHOUSE_NODE_TOKEN !== undefined || data.GATEHOUSE_NODE_TLS_CERT_FILE !== undefined,
    { ...always, path: ['GATEHOUSE_NODE_TOKEN'], message: 'expected, as there is no certificate' },
  )
  .refine(({ GATEHOUSE_WORKERS: count, ...ports }) => count === 1 || sharesPorts(ports), {
    ...always,
    path: ['GATEHOUSE_WORKERS'],
    message: 'expected 1, or numbers other than 0 as GATEHOUSE_HTTP_PORT and GATEHOUSE_GRPC_PORT',
  });

/** Names of all variables that a node reads. */
export const settingNames: readonly string[] = Object.keys(variables.shape);

/** How much a node says in its log. */
export type LogLevel = z.infer<typeof variables>['GATEHOUSE_LOG_LEVEL'];

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Authorities that the control plane's certificate must come from. */
  readonly caFile: string;
}

/** All that a node is told from outside. */
export interface Settings {
  /** Of a worker, with its number behind. */
  readonly nodeId: string;
  /** Pool of nodes that it belongs to; empty when it belongs to none. With TLS its certificate names the same. */
  readonly pool: string;
  /** host:port of the control plane's port for nodes. */
  readonly configAddress: string;
  /** Undefined only with TLS. */
  readonly nodeToken: Secret<string> | undefined;
  /** PEM files for the stream to the control plane; undefined speaks in the clear, to loopback only. */
  readonly tls: TlsFiles | undefined;
  /** Directory for the last-known-good configuration and the outbox; no other process uses it. */
  readonly stateDir: string;
  /** AES-256 key of the last-known-good configuration: 32 bytes. */
  readonly stateKey: Secret<Buffer>;
  /**
   * Whether credentials and peppers are kept on disk, under the state key. Without them a restart cannot serve, so that
   * nothing of the configuration is kept then.
   */
  readonly keepsSecrets: boolean;
  readonly region: string;
  /** Address that all listeners bind. */
  readonly bindAddress: string;
  /** 0 takes a free port, here and below. */
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly adminPort: number;
  /** Processes that share the doors; 1 is a single process without a supervisor. */
  readonly workerCount: number;
  /** How long calls under way may go on after SIGTERM. */
  readonly drainMs: number;
  readonly bodyBytesMax: number;
  /** Calls under way at once, at each door of each process; beyond it a call is refused as overloaded. */
  readonly concurrencyMax: number;
  /** Ordinary decisions that are all kept within a second; above it a sample is. */
  readonly decisionsPerSecond: number;
  /** Where outside detectors, which tenants name, may be dialled although it is inside. */
  readonly detectorNetworks: InnerNetworks;
  readonly logLevel: LogLevel;
}

/**
 * Reads the environment once; a variable that is set to nothing counts as not set.
 *
 * @throws Error that names every variable at fault, not just the first, and prints no value
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = environment.safeParse(set);
  if (!success) throw new Error(`The environment is not valid:\n${z.prettifyError(error)}`);
  return Object.freeze({
    nodeId: data.GATEHOUSE_NODE_ID,
    pool: data.GATEHOUSE_NODE_POOL ?? '',
    configAddress: data.GATEHOUSE_CONFIG_ADDRESS,
    nodeToken:
      data.GATEHOUSE_NODE_TOKEN === undefined ? undefined : new Secret(data.GATEHOUSE_NODE_TOKEN),
    tls: tlsFilesOf(data),
    stateDir: data.GATEHOUSE_NODE_STATE_DIR,
    stateKey: new Secret(Buffer.from(data.GATEHOUSE_NODE_STATE_KEY, 'base64')),
    keepsSecrets: data.GATEHOUSE_NODE_SECRETS === 'sealed-file',
    region: data.GATEHOUSE_NODE_REGION,
    bindAddress: data.GATEHOUSE_BIND_ADDRESS,
    httpPort: data.GATEHOUSE_HTTP_PORT,
    grpcPort: data.GATEHOUSE_GRPC_PORT,
    adminPort: data.GATEHOUSE_NODE_ADMIN_PORT,
    workerCount: data.GATEHOUSE_WORKERS,
    drainMs: data.GATEHOUSE_DRAIN_MS,
    bodyBytesMax: data.GATEHOUSE_BODY_BYTES_MAX,
    concurrencyMax: data.GATEHOUSE_CONCURRENCY_MAX,
    decisionsPerSecond: data.GATEHOUSE_DECISIONS_PER_SECOND,
    detectorNetworks: data.GATEHOUSE_DETECTOR_NETWORKS,
    logLevel: data.GATEHOUSE_LOG_LEVEL,
  });
}

type Variables = z.infer<typeof variables>;

/** Workers that start one after the other would take free ports of their own. */
function sharesPorts(
  ports: Pick<Variables, 'GATEHOUSE_HTTP_PORT' | 'GATEHOUSE_GRPC_PORT'>,
): boolean {
  return ports.GATEHOUSE_HTTP_PORT !== 0 && ports.GATEHOUSE_GRPC_PORT !== 0;
}

function tlsVariables(data: Variables): readonly (string | undefined)[] {
  return [
    data.GATEHOUSE_NODE_TLS_CERT_FILE,
    data.GATEHOUSE_NODE_TLS_KEY_FILE,
    data.GATEHOUSE_NODE_TLS_CA_FILE,
  ];
}

function tlsFilesOf(data: Variables): TlsFiles | undefined {
  const [certificateFile, keyFile, caFile] = tlsVariables(data);
  if (certificateFile === undefined || keyFile === undefined || caFile === undefined)
    return undefined;
  return { certificateFile, keyFile, caFile };
}

function integer(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, expected)
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected);
}

function isAddress(value: string): boolean {
  const port = Number(/^(?:\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]+):(\d{1,5})$/.exec(value)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** Compared with its own encoding, because Buffer.from skips whatever is no base64. */
function isStateKey(value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === STATE_KEY_BYTES && bytes.toString('base64') === value;
}
