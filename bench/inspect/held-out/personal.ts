import type { PersonalKind } from '../../../policy/inspect/personal/personal-kind.ts';
import { type Case, clean, place } from '../corpus/case.ts';
import { Draw } from '../corpus/draw.ts';
import { personalMakers } from '../corpus/personal-corpus.ts';

/*
 * Held out: written before the detector was tuned, and measured only. What it shows is mended for cases of the corpus that show the
 * same, never for a sentence here.
 */
const drawsOfTemplate = 8;

const templates: readonly (readonly [PersonalKind, readonly string[]])[] = [
  [
    'email',
    ['reach out to @@ by Friday', 'From: Anna <@@>', 'mailto:@@?subject=hi', 'cc @@; bcc nobody'],
  ],
  [
    'phone',
    [
      'You can call me on @@ after six.',
      'Signature:\nHans Meier\nTel. @@',
      '"mobilePhone": "@@"',
      'Mi móvil: @@',
    ],
  ],
  [
    'card',
    [
      'Charge @@ for the order, exp 09/28.',
      'PAN=@@&CVV=123',
      'the customer paid with @@',
      '"cardNumber":"@@"',
    ],
  ],
  [
    'iban',
    [
      'Bitte auf @@ überweisen.',
      'Virement vers @@ avant lundi',
      '"bankAccount": "@@",',
      'pay to @@.',
    ],
  ],
  [
    'ip_address',
    [
      'sshd[311]: Failed password for root from @@ port 22 ssh2',
      'client_ip,@@',
      '@@ - - "GET / HTTP/1.1" 200',
      'blocked @@ yesterday',
    ],
  ],
  [
    'date_of_birth',
    [
      'Patient, female, DOB @@, admitted today',
      '"birthDate": "@@"',
      'geboren am @@ in Köln',
      'He was born on @@.',
    ],
  ],
  ['us_ssn', ['Employee SSN: @@', 'social security no. @@', '"socialSecurityNumber":"@@"']],
  ['de_tax_id', ['Die Steuer-Identifikationsnummer ist @@.', 'steuerId: @@', 'IdNr. @@']],
  ['fr_nir', ['Assuré : @@', 'n° de sécu @@', 'nir;@@']],
  ['es_nif', ['El solicitante, con DNI @@, declara', 'nif=@@', 'titular @@']],
  [
    'it_codice_fiscale',
    ['il sottoscritto, C.F. @@, dichiara', 'codiceFiscale: "@@"', 'Rossi Mario @@'],
  ],
  ['nl_bsn', ['Het BSN van de cliënt is @@.', '"bsn":"@@"', 'burgerservicenummer: @@']],
  ['be_nrn', ['Rijksregisternummer: @@', 'numéro national @@', 'niss=@@']],
  ['pl_pesel', ['Pacjent o numerze PESEL @@', '"pesel": "@@"', 'PESEL: @@.']],
  ['pt_nif', ['Contribuinte n.º @@', 'NIF: @@', '"nif":"@@"']],
  ['se_personnummer', ['Mitt personnummer är @@.', 'kund @@ ringde', 'pnr: @@']],
  ['fi_hetu', ['Henkilötunnukseni on @@.', 'asiakas @@', 'hetu=@@']],
  ['no_fnr', ['Fødselsnummeret mitt er @@.', '"fnr": "@@"', 'personnummer @@']],
  ['ch_ahv', ['AHV-Nr. @@', 'versicherte Person @@', 'N° AVS: @@']],
  ['uk_nhs_number', ['NHS Number: @@', 'patient (NHS @@) was seen', '"nhsNumber":"@@"']],
  ['uk_nino', ['NI number @@', 'employee @@ joined', 'nino: @@']],
  ['br_cpf', ['CPF do cliente: @@', '"cpf":"@@"', 'inscrito no CPF sob o nº @@']],
  ['br_cnpj', ['empresa inscrita no CNPJ @@', 'cnpj: @@', '"cnpj":"@@"']],
  ['in_aadhaar', ['My Aadhaar number is @@', 'aadhaar_no: @@', 'आधार @@']],
  ['ca_sin', ['SIN: @@', 'Social Insurance Number @@', 'NAS : @@']],
  ['au_tfn', ['TFN: @@', 'my tax file number is @@', '"tfn":"@@"']],
  ['cn_id', ['身份证号:@@', '我的身份证是@@。', 'ID @@']],
];

const negatives: readonly string[] = [
  'The quarterly report lists revenue of 12.345.678,90 and costs of 9.876.543,21 for 2025.',
  'RFC 9110 section 15.5.20, updated 2022-06-01, obsoletes 7231.',
  'Use ports 8080-8090 and 10.12.0.0/16 for the cluster; the gateway is 172.20.1.1.',
  'git log --since=2025-01-01 --until=2025-06-30 | wc -l # 123456',
  'Error 0x80070005 at 00007FF6A1B2C3D4; pid 12345, tid 67890',
  'const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47];',
  'The experiment ran 1,000,000 iterations in 3,600 seconds at 277.78 per second.',
  'Flight LH 454 departs FRA 13:10, seat 23A, booking reference X7K2PQ.',
  'https://example.org/articles/1234567890/comments?page=12&per=100#c987654321',
  'docker pull registry.local:5000/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'Invoice INV-2025-004217, customer no. 100245, due 30.06.2025, amount 1.234,50 EUR',
  'See the table: 2019 4521 3312, 2020 4711 3980, 2021 5032 4102.',
  'SELECT id FROM t WHERE created_at > 1700000000 AND size < 4294967295;',
  'ISSN 2049-3630, DOI 10.1000/182, arXiv:2301.12345v2',
  'The coordinates are 48.8583701, 2.2944813 and the altitude is 330 m.',
  'pip install numpy==1.26.4.0 pandas>=2.1.0 # on 3.11.4',
  'MAC 00:1A:2B:3C:4D:5E, serial C02XK0ABJGH5, model A2338',
  'x @ y in numpy is matmul; decorators begin with @property or @app.route("/a")',
  'Episode S02E05 lasts 00:42:17; season 3 begins on 12 March 2027.',
  'The law of 12.12.1990 and the decree of 3/4/2011 apply.',
  'aspect ratio 16:9, 1920x1080, 60 fps, bitrate 8000000',
  'tel aviv is 4,050 km from here; population 460,613 in 2021',
  'Backup 20250301_235959.tar.gz (sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709)',
  'log2(1048576) = 20; 2^53 - 1 = 9007199254740991; pi = 3.141592653589793238',
  'IPv6 ::1, fe80::1, ff02::1 are not routed; 2001 and 3000 are years.',
  'kernel 6.8.0-31-generic, gcc 13.2.0, glibc 2.39, systemd 255.4',
  'The parcel 00340434161094042557 arrives tomorrow between 10:00 and 12:00.',
  'Call graph: main -> f12345678 -> g87654321; see line 1234567.',
  'EAN 4006381333931 costs 2.99, EAN 5012345678900 costs 3.49.',
  'Snowflake ids: 1541815603606036480, 1097530451283738624, 175928847299117063',
];

/** Nobody tunes on these. */
export function listHeldOutPersonal(): readonly Case[] {
  const draw = new Draw(90_001);
  const positives = templates.flatMap(([kind, texts]) =>
    texts.flatMap((text) =>
      Array.from({ length: drawsOfTemplate }, () => place(text, kind, personalMakers[kind](draw))),
    ),
  );
  return [...positives, ...negatives.map(clean)];
}
