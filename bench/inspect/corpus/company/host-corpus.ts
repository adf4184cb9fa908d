import { type Case, clean } from '../case.ts';
import type { Maker } from '../digit-text.ts';
import { Draw } from '../draw.ts';

const service = [
  'billing',
  'jenkins',
  'git',
  'vault',
  'db-01',
  'redis-master',
  'wiki',
  'ldap2',
  'kafka-3',
];
const zone = ['corp', 'lan', 'intranet', 'internal', 'local', 'localdomain'];
const octet = (draw: Draw): number => draw.between(0, 255);
const privateAddress: Maker = (draw) =>
  draw.pick([
    `10.${octet(draw)}.${octet(draw)}.${octet(draw)}`,
    `172.${draw.between(16, 31)}.${octet(draw)}.${octet(draw)}`,
    `192.168.${octet(draw)}.${octet(draw)}`,
  ]);

/** Kind, how it is made, and where it stands. */
const makers: readonly (readonly [kind: string, make: Maker, surroundings: readonly string[]])[] = [
  [
    'internal_host',
    (draw) => `${draw.pick(service)}.${draw.pick(['eu', 'prod', 'ops'])}.${draw.pick(zone)}`,
    [
      'https://@@/login',
      'ssh deploy@@@',
      'curl -s http://@@:8080/health',
      'host: @@',
      'ping @@',
      'jdbc:postgresql://@@:5432/app',
    ],
  ],
  [
    'internal_host',
    (draw) => `${draw.pick(service)}.${draw.pick(['corp', 'lan', 'intranet'])}`,
    [
      'We moved it to @@ last week.',
      'open @@ in the browser',
      '"url": "@@"',
      'it is @@, not the other',
    ],
  ],
  [
    'internal_host',
    (draw) => `db-${draw.digits(2)}.${draw.pick(['internal', 'local'])}`,
    ['The backup runs on @@ at night.', '@@ is down'],
  ],
  [
    'cluster_host',
    (draw) =>
      `${draw.pick(service)}.${draw.pick(['default', 'payments', 'kube-system'])}.svc.cluster.local`,
    ['http://@@', 'The service is @@ in the cluster.', 'REDIS_HOST=@@', '- name: @@'],
  ],
  [
    'single_label_host',
    (draw) => draw.pick(['jenkins', 'backend', 'elastic01', 'keycloak', 'minio']),
    [
      'http://@@:8080/job/1',
      'redis://@@:6379/0',
      'postgres://app:x@@@:5432/app',
      'set URL=http://@@:9000 first',
    ],
  ],
  [
    'private_address',
    privateAddress,
    [
      'http://@@/admin',
      'ssh root@@@',
      'connect to @@:5432',
      'host=@@',
      'curl http://@@:9200/_cat',
      'ping @@',
    ],
  ],
  [
    'own_host',
    (draw) =>
      draw.pick([
        'corp.example.com',
        `${draw.pick(service)}.corp.example.com`,
        `x.${draw.pick(service)}.acme-infra.net`,
        'GIT.CORP.EXAMPLE.COM',
      ]),
    ['@@', 'see https://@@/a/b', 'mail to it@@@', 'The host @@ is slow.', '@@.'],
  ],
];

const lookalikes: readonly Maker[] = [
  (draw) =>
    draw.pick([
      'cp .env.local .env',
      'ls /usr/local/bin',
      'this.local = 1',
      'import com.google.common.internal.Finalizer;',
      'process.env.local',
      '/etc/rc.local',
      'tsconfig.local.json',
      'user.local()',
      'package foo.internal',
    ]),
  (draw) =>
    draw.pick([
      'the app.internal method',
      'System.Windows.Internal',
      'see settings.local',
      'a.local.b',
      'think global, act local.',
      'config.internal.retries',
      'state.lan()',
      'm.corp = 2',
    ]),
  (draw) =>
    draw.pick([
      'https://www.example.com:8080/',
      'http://localhost:3000',
      'https://api.github.com/repos',
      'http://host:8080',
      'http://example:80',
      's3://bucket/key',
      'file:///etc/hosts',
      'git://github.com/a/b',
      'app://settings/a',
    ]),
  (draw) =>
    `version 10.${draw.between(0, 9)}.${draw.between(0, 9)}.${draw.between(0, 9)} of the tool, and 192.168 of 500`,
  (draw) => `The network ${privateAddress(draw)} is for the lab.`,
  (draw) => `http://8.8.${octet(draw)}.${octet(draw)}/ and 172.${draw.between(32, 99)}.1.2:80`,
  (draw) =>
    draw.pick([
      'corp.example.company',
      'notcorp.example.com',
      'example.com',
      'acme-infra.network',
      'my.acme-infra.net.evil.org',
      'corp-example.com',
    ]),
  (draw) =>
    draw.pick([
      'Ask the Corp. about it',
      'a LAN party',
      'our intranet is slow',
      'internal use',
      'the .local zone',
      'wait 10.5 s and 192.5 MB',
    ]),
];

/** What the detector of internal hosts is tuned on. */
export function listHostCases(): readonly Case[] {
  const draw = new Draw(53);
  const cases: Case[] = [];
  for (const [kind, make, surroundings] of makers)
    for (let count = 0; count < 80; count += 1)
      cases.push(placeHost(draw.pick(surroundings), kind, make(draw)));
  for (const make of lookalikes)
    for (let count = 0; count < 40; count += 1) cases.push(clean(make(draw)));
  return cases;
}

/** In place of `@@`; of `@@@` the first sign stays before it. */
export function placeHost(template: string, kind: string, value: string): Case {
  const start = template.indexOf('@@') + (template.includes('@@@') ? 1 : 0);
  const text = template.slice(0, start) + value + template.slice(start + 2);
  return { text, expected: [{ kind, start, end: start + value.length }] };
}
