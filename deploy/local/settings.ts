import { z } from 'zod';
import { vendors } from './demo/vendor.ts';
import { isPortFree } from './process/port.ts';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);

const vendorVariables = vendors.flatMap(({ variables }) => variables);
/** As the control plane takes credentials; the message must not repeat it. */
const key = z
  .string()
  .regex(/^[\x21-\x7e]{1,4096}$/, 'a key has visible ASCII characters and no spaces')
  .optional();

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  GATEHOUSE_BIND_ADDRESS: z.string().default('127.0.0.1'),
  GATEHOUSE_POSTGRES_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  GATEHOUSE_GRAPHQL_PORT: port(4000),
  GATEHOUSE_CONFIG_PORT: port(4001),
  GATEHOUSE_CONTROL_ADMIN_PORT: port(4002),
  GATEHOUSE_HTTP_PORT: port(4100),
  GATEHOUSE_GRPC_PORT: port(4101),
  GATEHOUSE_NODE_ADMIN_PORT: port(4102),
  GATEHOUSE_DEMO_PROVIDER_PORT: port(4200),
});
const vendorKeys = z.object(Object.fromEntries(vendorVariables.map((name) => [name, key])));

/** The variables that give a port of `npm start`. */
type PortVariable = Extract<keyof z.infer<typeof environment>, `GATEHOUSE_${string}_PORT`>;

/**
 * What `npm start` takes from the environment; names of ports are those of `docs/configuration.md`.
 */
export interface StarterSettings {
  /** A Postgres of the user's own; without it the embedded one runs. */
  readonly databaseUrl: string | undefined;
  /** Variable -> key, for the variables of `demo/vendor.ts` that are set. */
  readonly vendorKeys: ReadonlyMap<string, string>;
  readonly bindAddress: string;
  /** Where this machine reaches what listens on `bindAddress`; ready for a URL. */
  readonly host: string;
  readonly postgresPort: number | undefined;
  readonly ports: Readonly<Record<Exclude<PortVariable, 'GATEHOUSE_POSTGRES_PORT'>, number>>;
}

/**
 * Reads the environment once. @throws Error that names every variable at fault, not just the first.
 */
export function readStarterSettings(env: Readonly<NodeJS.ProcessEnv>): StarterSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  const keys = vendorKeys.safeParse(given);
  const faults = [read, keys].flatMap(({ error }) => (error ? [z.prettifyError(error)] : []));
  if (!read.success || !keys.success) throw new Error(`invalid environment:\n${faults.join('\n')}`);
  const { DATABASE_URL, GATEHOUSE_BIND_ADDRESS, GATEHOUSE_POSTGRES_PORT, ...ports } = read.data;
  return {
    databaseUrl: DATABASE_URL,
    vendorKeys: new Map(
      Object.entries(keys.data).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
    bindAddress: GATEHOUSE_BIND_ADDRESS,
    host: reachableHost(GATEHOUSE_BIND_ADDRESS),
    postgresPort: GATEHOUSE_POSTGRES_PORT,
    ports,
  };
}

/**
 * Looks at all ports before anything is started.
 * @throws Error that names every variable whose port is taken or given twice
 */
export async function requireFreePorts(settings: StarterSettings): Promise<void> {
  const wanted = [
    ...Object.entries(settings.ports),
    ...(settings.databaseUrl === undefined && settings.postgresPort !== undefined
      ? [['GATEHOUSE_POSTGRES_PORT', settings.postgresPort] as const]
      : []),
  ];
  const faults = await Promise.all(
    wanted.map(async ([variable, number], index) => {
      const twin = wanted.slice(0, index).find(([, other]) => other === number);
      if (twin !== undefined) return `${variable} and ${twin[0]} are both ${number}`;
      const isFree = await isPortFree(number, settings.bindAddress);
      return isFree ? undefined : `port ${number} is taken: set ${variable} to a free one`;
    }),
  );
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new Error(found.join('\n'));
}

function reachableHost(bindAddress: string): string {
  if (bindAddress === '0.0.0.0' || bindAddress === '::') return '127.0.0.1';
  return bindAddress.includes(':') ? `[${bindAddress}]` : bindAddress;
}
