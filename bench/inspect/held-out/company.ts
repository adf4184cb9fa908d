import { type Case, clean, place, told } from '../corpus/case.ts';
import { placeHost } from '../corpus/company/host-corpus.ts';

/* Held out: written before the detectors were tuned, and measured only. Settings are those of corpus/company/company-look.ts. */
const words: readonly (readonly [kind: string, template: string, value: string])[] = [
  ['code_names', 'Where is the plan for @@?', 'project falcon'],
  ['code_names', 'falcon/@@/plan.md', 'PROJECT_FALCON'],
  ['code_names', 'status of @@: green', 'Project   Falcon'],
  ['code_names', 'the @@ team', 'blue\u200bbird'],
  ['code_names', 'BRANCH=@@', 'tango_7'],
  ['code_names', 'Zu @@ gibt es noch nichts.', 'NORDLICHT'],
  ['code_names', 'из @@ ничего', 'ПРОЕКТ СОКОЛ'],
  ['code_names', 'see 猎鹰 and @@草案', '猎鹰计划'],
  ['rivals', 'Is @@ cheaper than us?', 'INITECH'],
  ['rivals', '"customer": "@@"', 'globex corporation'],
  ['rivals', 'they left for @@.', 'Ｈｏｏｌｉ'],
  ['mergers', 'attached the signed @@', 'Letter-of-Intent'],
  ['mergers', 'Das @@ liegt bei', 'ÜBERNAHMEANGEBOT'],
  ['mergers', 'draft @@\nv2', 'term\nsheet'],
  ['stems', 'Vorbereitung der @@ungswelle', 'Kündig'],
];
const wordNegatives: readonly string[] = [
  'Falcon projects are fun.',
  'projectfalcon',
  'hooligans at the game',
  'a term for the sheet',
  'tango-7b is a dance',
  'Kunde und Kundin',
  'We did our diligence and the report was due.',
  'Nordlichtern sah man gestern zu.',
];
const patterns: readonly (readonly [kind: string, template: string, value: string])[] = [
  ['employee', 'ask @@, he knows', 'EMP-204817'],
  ['employee', '[@@][x]', 'EMP-000001'],
  ['contract', 'as of @@.', 'Contract no AB2021/07'],
  ['contract', 'to @@;', 'contract no.xy1999/12'],
  ['asset', 'laptop @@ is lost', 'NYC04-7HJKM'],
  ['ticket', 'fixed in @@', 'SEC-4821'],
  ['ticket', 'LEGAL: @@', 'LEGAL-101'],
];
const patternNegatives: readonly string[] = [
  'EMP-1',
  'TEMP-204817',
  'contract no. 7',
  'NYC4-7HJKM',
  'SEC-42',
  'LEGAL-0001',
];
const hosts: readonly (readonly [kind: string, template: string, value: string])[] = [
  [
    'internal_host',
    'kubectl config set-cluster x --server=https://@@:6443',
    'k8s-api.prod.internal',
  ],
  ['internal_host', 'My laptop cannot resolve @@ any more', 'nas.fritz.lan'],
  ['internal_host', 'smb://@@/share', 'fileserver.local'],
  ['internal_host', 'The certificate of @@ has expired', 'sso.emea.corp'],
  ['internal_host', 'http://@@/wiki', 'portal.intranet'],
  ['internal_host', 'curl http://@@/computeMetadata/v1/', 'metadata.google.internal'],
  ['internal_host', 'at ip-10-2-3-4 (@@)', 'ip-10-2-3-4.eu-west-1.compute.internal'],
  ['cluster_host', 'dial tcp: lookup @@: no such host', 'payments.shop.svc.cluster.local'],
  ['cluster_host', 'url: http://@@:80', 'api.default.svc'],
  ['single_label_host', 'connect ECONNREFUSED http://@@:9092', 'broker'],
  ['single_label_host', 'amqp://guest:guest@@@:5672', 'rabbit'],
  ['private_address', 'nmap scan: @@:22 open', '10.20.30.40'],
  ['private_address', 'proxy_pass http://@@;', '192.168.1.20'],
  ['private_address', 'server 172.16.0.9 is up, ssh admin@@@', '172.16.0.10'],
  ['own_host', 'See @@ for the docs', 'docs.corp.example.com'],
  ['own_host', 'https://@@:8443/x', 'edge-7.fra.acme-infra.net'],
];
const hostNegatives: readonly string[] = [
  'git config --local user.name x; .git/config.local',
  'import { a } from "../lib.internal";',
  'The corporation (Corp.) files its report.',
  'Use 10.4.1.0 of the driver.',
  'The subnet 10.0.0.0/8 is private by RFC 1918.',
  'http://example.com:8080/a.local.html',
  'Object.prototype.local = x.internal.y',
  'https://acme-infra.netlify.app',
  'net.local_port = 80',
];

export const listHeldOutWords = (): readonly Case[] => [
  ...words.map(([kind, template, value]) => place(template, kind, value)),
  ...wordNegatives.map(clean),
];
export const listHeldOutPatterns = (): readonly Case[] => [
  ...patterns.map(([kind, template, value]) => place(template, kind, value)),
  ...patternNegatives.map(clean),
];
/** `@@@` is an at sign before the host. */
export const listHeldOutHosts = (): readonly Case[] => [
  ...hosts.map(([kind, template, value]) => placeHost(template, kind, value)),
  ...hostNegatives.map(clean),
];
const prose = 'It was a quiet day at the harbour, and the boats lay still. ';
export const listHeldOutSizes = (): readonly Case[] => [
  told(prose.repeat(70), ['too_long']),
  told(prose.repeat(60), []),
  told(prose.repeat(500), ['too_long', 'too_long_in_all']),
  told(`${'{"k":['.repeat(15)}1${']}'.repeat(15)}`, ['too_deep']),
  told(`${'{"k":['.repeat(10)}1${']}'.repeat(10)}`, []),
  told(`go${'!'.repeat(150)}`, ['too_repetitive']),
  told('spam spam\n'.repeat(150), ['too_repetitive']),
  told('spam spam '.repeat(150), []),
  told('\n'.repeat(130), ['too_repetitive']),
  told('0101'.repeat(300), []),
];
