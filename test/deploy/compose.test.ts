import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { settingNames as controlSettings } from '../../control-plane/settings.ts';
import { settingNames as nodeSettings } from '../../data-plane/settings.ts';
import { nodeProgram } from '../../deploy/local/child-plan.ts';
import { nodeFlags } from '../../deploy/local/node-flags.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

const service = z.object({
  build: z.object({ target: z.string() }).optional(),
  environment: z.record(z.string(), z.unknown()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  command: z.array(z.string()).optional(),
  network_mode: z.string().optional(),
  volumes: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});
const compose = z.object({ services: z.record(z.string(), service) });
const { services } = compose.parse(parse(read('docker-compose.yml')));

test('there are Postgres, Valkey, the control plane, two nodes and their certificates', () => {
  expect(Object.keys(services).toSorted()).toEqual([
    'certificates',
    'control-plane',
    'node-1',
    'node-2',
    'postgres',
    'valkey',
  ]);
});

test('every service that stays is checked for its health, in the file or in its image', () => {
  const dockerfile = read('Dockerfile');
  const healthy = (name: string, { build, healthcheck }: z.infer<typeof service>) => {
    if (build === undefined) return healthcheck !== undefined;
    const [, stage = ''] = dockerfile.split(` AS ${build.target}\n`);
    return stage.split('\nFROM ')[0]?.includes('HEALTHCHECK') ?? name === '';
  };
  const unhealthy = Object.entries(services)
    .filter(([name]) => name !== 'certificates')
    .filter(([name, one]) => !healthy(name, one));
  expect(unhealthy).toEqual([]);
});

test.each([
  ['control-plane', controlSettings],
  ['node-1', nodeSettings],
  ['node-2', nodeSettings],
])('%s is given variables that it reads', (name, known) => {
  const given = Object.keys(services[name]?.environment ?? {});
  expect(given.length).toBeGreaterThan(3);
  expect(given.filter((variable) => !known.includes(variable))).toEqual([]);
});

test.each([
  ['control-plane', 'CONFIG', 'tls-control-plane:/tls/control-plane'],
  ['node-1', 'NODE', 'tls-node-1:/tls/node/node-1'],
  ['node-2', 'NODE', 'tls-node-2:/tls/node/node-2'],
])(
  '%s has a network of its own and a certificate that is made for it alone',
  (name, side, made) => {
    const { network_mode, environment, volumes = [] } = services[name] ?? {};
    expect(network_mode).toBeUndefined();
    const volume = `tls-${name}:/tls:ro`;
    expect(volumes.filter((one) => one.startsWith('tls-'))).toEqual([volume]);
    expect(services['certificates']?.volumes).toContain(made);
    expect(environment).toMatchObject({
      [`GATEHOUSE_${side}_TLS_CERT_FILE`]: '/tls/certificate.pem',
      [`GATEHOUSE_${side}_TLS_KEY_FILE`]: '/tls/key.pem',
      [`GATEHOUSE_${side}_TLS_CA_FILE`]: '/tls/ca.pem',
    });
  },
);

test('certificates are made for the nodes that there are, by their names', () => {
  const nodes = Object.values(services).flatMap(
    ({ environment }) => environment?.['GATEHOUSE_NODE_ID'] ?? [],
  );
  expect(services['certificates']?.command).toEqual(nodes);
});

test('.env.example names what compose wants and the planes read', () => {
  const example = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
  const wanted = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(
    ([, name = '']) => name,
  );
  expect(wanted.filter((name) => !example.includes(name))).toEqual([]);
  const known = [...controlSettings, ...nodeSettings, 'POSTGRES_PASSWORD'];
  expect(example.filter((name) => !known.includes(name))).toEqual([]);
});

test('the image runs a node with the flags that npm start gives one', () => {
  const [, command = ''] =
    read('Dockerfile').split('dist/control-plane/main.js"]')[1]?.split('CMD ["node", "--enable') ??
    [];
  const flags = command.split('"').filter((word) => word.startsWith('--'));
  expect(flags).toEqual(nodeFlags);
  expect(nodeProgram.slice(0, flags.length)).toEqual(flags);
});
