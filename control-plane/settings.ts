import { z } from 'zod';
import { createInnerNetworks, type InnerNetworks } from '../policy/network/inner-network.ts';
import type { TlsFiles } from './config-stream/identity/door-certificate.ts';
import { EMERGENCY_MINUTES_MAX } from './domain/review/course/emergency.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

const masterKey = z
  .base64()
  .refine((value) => Buffer.from(value, 'base64').length === 32, 'expected base64 of 32 bytes');

const networkList = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .transform((entries, context) => {
    try {
      return createInnerNetworks(entries.filter((entry) => entry !== ''));
    } catch {
      context.addIssue('expected addresses and CIDR blocks with commas: 10.2.0.0/16,fd00::/8');
      return z.NEVER;
    }
  });

/** Cookies that a site in the open sets are anybody's: only loopback goes without TLS. */
const publicUrl = z.string().refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? '');
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback);
  return isAllowed && url?.origin === text;
}, 'expected an origin without a slash at its end: https://gatehouse.example.com');

const variables = z.object({
  GATEHOUSE_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  GATEHOUSE_DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(10),
  GATEHOUSE_MIGRATE: z.enum(['true', 'false']).default('true'),
  GATEHOUSE_BIND_ADDRESS: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  GATEHOUSE_GRAPHQL_PORT: port(4000),
  GATEHOUSE_CONFIG_PORT: port(4001),
  GATEHOUSE_CONTROL_ADMIN_PORT: port(4002),
  GATEHOUSE_MASTER_KEY: masterKey,
  GATEHOUSE_MASTER_KEY_PREVIOUS: masterKey.optional(),
  GATEHOUSE_NODE_TOKEN: z.string().min(32, 'expected at least 32 characters').optional(),
  GATEHOUSE_CONFIG_TLS_CERT_FILE: z.string().min(1).optional(),
  GATEHOUSE_CONFIG_TLS_KEY_FILE: z.string().min(1).optional(),
  GATEHOUSE_CONFIG_TLS_CA_FILE: z.string().min(1).optional(),
  GATEHOUSE_AUDIT_HEADS_FILE: z.string().min(1).optional(),
  GATEHOUSE_IMPACT_REQUESTS_MAX: z.coerce.number().int().min(1).max(100_000).default(10_000),
  GATEHOUSE_IMPACT_DAYS: z.coerce.number().int().min(1).max(30).default(7),
  GATEHOUSE_GRAPHQL_DOCUMENTS: z.enum(['any', 'trusted']).default('any'),
  GATEHOUSE_GRAPHQL_DOCUMENTS_DIR: z.string().min(1).optional(),
  GATEHOUSE_EMERGENCY_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(EMERGENCY_MINUTES_MAX)
    .default(EMERGENCY_MINUTES_MAX),
  GATEHOUSE_BOOTSTRAP_TOKEN: z.string().optional(),
  GATEHOUSE_PUBLIC_URL: z.union([z.literal('').transform(() => undefined), publicUrl]).optional(),
  GATEHOUSE_INNER_NETWORKS: networkList.prefault(''),
  GATEHOUSE_TENANT_GRACE_DAYS: z.coerce.number().int().min(1).max(400).default(30),
  GATEHOUSE_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info'),
});

const environment = variables
  .refine((data) => new Set(tlsVariables(data).map((file) => file === undefined)).size === 1, {
    // Checked whatever else is wrong, so that all faults are told at once.
    when: () => true,
    path: ['GATEHOUSE_CONFIG_TLS_CERT_FILE'],
    message:
      'expected with GATEHOUSE_CONFIG_TLS_KEY_FILE and GATEHOUSE_CONFIG_TLS_CA_FILE, all or none',
  })
  .refine(
    (data) =>
      data.GATEHOUSE_GRAPHQL_DOCUMENTS !== 'trusted' ||
      data.GATEHOUSE_GRAPHQL_DOCUMENTS_DIR !== undefined,
    {
      when: () => true,
      path: ['GATEHOUSE_GRAPHQL_DOCUMENTS_DIR'],
      message:
        'expected with GATEHOUSE_GRAPHQL_DOCUMENTS=trusted: nothing could be asked otherwise',
    },
  );

/** Every variable that this plane reads; docs/configuration.md lists the same. */
export const settingNames: readonly string[] = Object.keys(variables.shape);

/** Secrets have no string form: a settings object that is logged shows none. */
export interface Settings {
  readonly databaseUrl: () => string;
  readonly databasePoolMax: number;
  readonly migrate: boolean;
  readonly bindAddress: string;
  readonly graphqlPort: number;
  readonly configPort: number;
  readonly adminPort: number;
  /** 32 bytes: seals credentials and the pepper of key hashes. */
  readonly masterKey: () => Buffer;
  /** The one before it, while what that one sealed is sealed anew. */
  readonly previousMasterKey: () => Buffer | undefined;
  /** What nodes must present; without it and without TLS the door for nodes stays closed. */
  readonly nodeToken: () => string | undefined;
  /** PEM files for the door for nodes; undefined serves nodes of this machine only. */
  readonly nodeTls: TlsFiles | undefined;
  /** Personal access token of the first administrator; used when there is no principal at all. */
  readonly bootstrapToken: () => string | undefined;
  /** Origin at which browsers find GraphQL; without one on loopback that of the listener. */
  readonly publicUrl: string | undefined;
  /** Where identity providers may be dialled although it is inside. */
  readonly innerNetworks: InnerNetworks;
  /** Where signed heads of audit chains are appended to; undefined keeps them in the database only. */
  readonly auditHeadsFile: string | undefined;
  /** Days within which a deleted tenant can be restored. */
  readonly tenantGraceDays: number;
  /** Most recorded requests that the replay of a change request looks at, the newest ones. */
  readonly impactRequestsMax: number;
  /** How far back it looks. */
  readonly impactDays: number;
  /** Which GraphQL documents are run, and the directory of the registered ones. */
  readonly graphqlDocuments: {
    readonly mode: 'any' | 'trusted';
    readonly directory: string | undefined;
  };
  /** How long a change holds that was made without its quorum and is not ratified. */
  readonly emergencyMinutes: number;
  readonly logLevel: string;
}

/** Reads the environment once. @throws Error that names every variable at fault, not just the first, and no value */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const { success, data, error } = environment.safeParse(env);
  if (!success) throw new Error(`the environment is not right:\n${z.prettifyError(error)}`);
  const master = Buffer.from(data.GATEHOUSE_MASTER_KEY, 'base64');
  const { GATEHOUSE_MASTER_KEY_PREVIOUS: previous } = data;
  const settings: Settings = {
    databaseUrl: () => data.GATEHOUSE_DATABASE_URL,
    databasePoolMax: data.GATEHOUSE_DATABASE_POOL_MAX,
    migrate: data.GATEHOUSE_MIGRATE === 'true',
    bindAddress: data.GATEHOUSE_BIND_ADDRESS,
    graphqlPort: data.GATEHOUSE_GRAPHQL_PORT,
    configPort: data.GATEHOUSE_CONFIG_PORT,
    adminPort: data.GATEHOUSE_CONTROL_ADMIN_PORT,
    masterKey: () => master,
    previousMasterKey: () => (previous === undefined ? undefined : Buffer.from(previous, 'base64')),
    nodeToken: () => data.GATEHOUSE_NODE_TOKEN,
    nodeTls: tlsFilesOf(data),
    bootstrapToken: () => data.GATEHOUSE_BOOTSTRAP_TOKEN,
    publicUrl: data.GATEHOUSE_PUBLIC_URL,
    innerNetworks: data.GATEHOUSE_INNER_NETWORKS,
    auditHeadsFile: data.GATEHOUSE_AUDIT_HEADS_FILE,
    tenantGraceDays: data.GATEHOUSE_TENANT_GRACE_DAYS,
    impactRequestsMax: data.GATEHOUSE_IMPACT_REQUESTS_MAX,
    impactDays: data.GATEHOUSE_IMPACT_DAYS,
    graphqlDocuments: {
      mode: data.GATEHOUSE_GRAPHQL_DOCUMENTS,
      directory: data.GATEHOUSE_GRAPHQL_DOCUMENTS_DIR,
    },
    emergencyMinutes: data.GATEHOUSE_EMERGENCY_MINUTES,
    logLevel: data.GATEHOUSE_LOG_LEVEL,
  };
  return Object.freeze(settings);
}

type Variables = z.infer<typeof variables>;

function tlsVariables(data: Variables): readonly (string | undefined)[] {
  return [
    data.GATEHOUSE_CONFIG_TLS_CERT_FILE,
    data.GATEHOUSE_CONFIG_TLS_KEY_FILE,
    data.GATEHOUSE_CONFIG_TLS_CA_FILE,
  ];
}

function tlsFilesOf(data: Variables): TlsFiles | undefined {
  const [certificateFile, keyFile, caFile] = tlsVariables(data);
  if (certificateFile === undefined || keyFile === undefined || caFile === undefined)
    return undefined;
  return { certificateFile, keyFile, caFile };
}
