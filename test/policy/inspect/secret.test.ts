import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import { countFindings } from '../../support/count-findings.ts';
import { createSeededDraw } from '../sample.ts';
import { pickPrivateKey, sampleSecrets } from './sample-secret.ts';

const secrets = inspectorOf(['secret']);

const found = (...texts: readonly string[]): Record<string, number> =>
  Object.fromEntries(countFindings(secrets, texts));
const samples = Object.entries(sampleSecrets).flatMap(([kind, secrets]) =>
  secrets.map((secret): [string, string] => [kind, secret]),
);
const sampleOf = (kind: keyof typeof sampleSecrets): string => sampleSecrets[kind][0] ?? '';

describe('a secret is found', () => {
  test.each(samples)('%s', (kind, secret) => {
    const expected = { [kind]: 1 };
    expect(found(secret)).toEqual(expected);
    expect(found(`Please use ${secret} for this.`)).toEqual(expected);
    expect(found(`key=${secret}\n`)).toEqual(expected);
    expect(found(`(${secret})`)).toEqual(expected);
    expect(found(`geheim: «${secret}» — 秘密`)).toEqual(expected);
  });

  test.each(samples)('in the JSON of tool arguments, quoted once or twice: %s', (kind, secret) => {
    const once = JSON.stringify({ command: `run\n${secret}\n`, note: 'a/b' });
    expect(found(once)).toEqual({ [kind]: 1 });
    expect(found(JSON.stringify({ input: once }))).toEqual({ [kind]: 1 });
  });

  test.each(samples)('with its signs written as JSON escapes: %s', (kind, secret) => {
    const escaped = secret.replace(
      /[+/=:@-]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(found(`{"a":"${escaped}"}`)).toEqual({ [kind]: 1 });
  });

  test('as often as it occurs, over all texts', () => {
    const token = sampleOf('github_token');
    const id = sampleOf('aws_access_key');
    expect(found(`${token} ${token},${id}`, 'clean', id)).toEqual({
      github_token: 2,
      aws_access_key: 2,
    });
  });

  test('once, when another kind could see itself inside it', () => {
    expect(found(`https://ci:${sampleOf('github_token')}@git.internal/app.git`)).toEqual({
      url_password: 1,
    });
  });

  test('also when it is the example of its vendor', () => {
    expect(found('AKIAIOSFODNN7EXAMPLE')).toEqual({ aws_access_key: 1 });
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    expect(found(`aws_secret_access_key=${secret}`)).toEqual({ aws_secret_key: 1 });
  });

  test('at any place of a text of any length', () => {
    const secret = sampleOf('npm_token');
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (before, after) => {
        expect(found(`${'. '.repeat(before)}${secret}${' .'.repeat(after)}`)).toEqual({
          npm_token: 1,
        });
      }),
    );
  });

  test('with quotes and commas between the lines of a key', () => {
    expect(found(pickPrivateKey('EC PRIVATE KEY', '",\n    "'))).toEqual({ private_key: 1 });
  });
});

describe('a near miss is none', () => {
  const prefixed = samples.filter(
    ([kind]) => !/url|aws_secret|assigned|azure|private|service|basic|telegram/.test(kind),
  );
  const words = prefixed.filter(([kind]) => kind !== 'slack_webhook');
  test.each(words)('%s inside a longer word', (kind, secret) => {
    expect(found(`x${secret}`)).not.toHaveProperty(kind);
  });
  test.each(prefixed)('%s cut by spaces', (_, secret) => {
    expect(found(secret.replace(/(.{9})/g, '$1 '))).toEqual({});
  });
  test.each(prefixed)('%s masked', (_, secret) => {
    const head = secret.slice(0, 8);
    expect(found(head + 'x'.repeat(secret.length - 8))).toEqual({});
    expect(found(`${head}${'*'.repeat(secret.length - 8)}`)).toEqual({});
    expect(found(`${head}...`)).toEqual({});
  });

  test.each([
    ['too short an id', 'AKIAIOSFODNN7EXAMPL'],
    ['too long an id', 'AKIAIOSFODNN7EXAMPLES'],
    ['an id that goes on in lower case', 'AKIAIOSFODNN7EXAMPLEs'],
    ['a token that goes on', `${sampleOf('npm_token')}_x`],
    ['a token of two characters', `npm_${'aB'.repeat(18)}`],
    ['a webhook to fill in', 'https://hooks.slack.com/services/T000/B000/aBcDeFgHiJkLmNoP'],
    ['half an account key', 'AccountName=a;AccountKey=aGVsbG8gd29ybGQh0123456789==;'],
    ['the first line of a key', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n(cut)'],
    ['an id in lower case', 'akiaiosfodnn7example'],
    ['upper-case words', 'ASIAN BASICS ARE KINGSIZE'],
    ['classes of a spinner', 'sk-spinner sk-cube-grid sk-folding-cube-with-a-long-name'],
    ['a slug with dates', 'sk-learn-2024-release-candidate-notes-for-version-12'],
    ['a locale', 'sk-SK, sk-sk'],
    ['a task', 'task-0123456789abcdefghijklmnopqrstuv and risk-ABCDEF0123456789abcdef'],
    ['a prefix alone', 'ghp_ gho_ glpat- xoxb- SG. AIza npm_ sk-ant- sk_live_ eyJ'],
    ['a placeholder', 'sk-ant-api03-your-api-key-goes-here-please-replace-it-now'],
    ['a variable', 'ghp_{{ secrets.TOKEN }} npm_config_registry sk_live_key_for_tests'],
    ['names in snake case', 'count_of_rows aws_secret_access_key secretAccessKey, AccountKey=;'],
    ['a certificate', pickPrivateKey('CERTIFICATE')],
    ['a public key', pickPrivateKey('PUBLIC KEY')],
    ['a key that is not there', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----'],
    [
      'a key to fill in',
      '-----BEGIN RSA PRIVATE KEY-----\n<your key>\n-----END RSA PRIVATE KEY-----',
    ],
    ['the first line alone', 'grep -r "-----BEGIN RSA PRIVATE KEY-----" .'],
    ['masked key', `-----BEGIN PRIVATE KEY-----\n${'x'.repeat(640)}`],
    ['base64 of JSON', 'eyJoZWxsbyI6IndvcmxkIn0 eyJhIjoxfQ.eyJiIjoyfQ'],
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.'],
    ['three parts without an algorithm', `eyJhIjoxfQ.eyJiIjoyfQ.${'aB3'.repeat(14)}`],
    ['a URL with a port', 'http://localhost:4100/v1 https://[::1]:8080/@scope/name'],
    ['an address in a path', 'https://medium.com/@user:tag/x ssh://git@github.com:22/a'],
    ['a user alone', 'postgres://app@db/orders'],
    ['a password of documentation', 'postgres://user:password@localhost:5432/db'],
    ['your password', 'mongodb://admin:your_password@host mysql://u:my-secret@h x://user:user@h'],
    ['a template', 'postgres://$USER:$PASS@h redis://:{{P}}@h amqp://{u}:{p}@h x://a:%s@h'],
    ['a masked password', 'postgres://app:****@db https://a:xxxxxx@b redis://:...@h'],
    ['a password field to fill', 'https://user:<password>@host https://u:[password]@host'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual({});
  });
});

/**
 * Goal: ordinary text is clean. Method: prose, code of this project, ids, hashes, base64, all
 * seeded.
 */
describe('clean text', () => {
  const draw = createSeededDraw(4);
  const pick = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(draw() * alphabet.length))).join('');
  const hex = '0123456789abcdef';
  const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const uuid = (): string => [8, 4, 4, 4, 12].map((length) => pick(hex, length)).join('-');

  test('the code of this project', () => {
    const files = ['data-plane', 'policy', 'proto'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') || name.endsWith('.proto'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
    );
    expect(files.length).toBeGreaterThan(20);
    // The one value in a comment of the detector, which shows that it would be found.
    const examples = files.filter((text) => text.includes('AKIAIOSFODNN7EXAMPLE')).length;
    expect(found(...files)).toEqual({ aws_access_key: examples });
  });

  test.each([
    ['UUIDs', () => uuid()],
    ['SHA-256 in hexadecimal', () => pick(hex, 64)],
    ['SHA-1 after a prefix', () => `commit-${pick(hex, 40)} sha1:${pick(hex, 40)}`],
    ['sub-resource integrity', () => `sha512-${pick(base64, 86)}==`],
    ['base64 images', () => `data:image/png;base64,${pick(base64, 3000)}`],
    ['base64url ids', () => pick(base64.replace('+/', '-_'), 22)],
    ['random ASCII', () => pick(` ${base64}-_.:;"'{}()[]<>\\\n@#$%`, 400)],
    ['numbers', () => pick('0123456789-., ', 200)],
    ['snake case', () => `${pick('abcdefghij', 6)}_${pick('klmnopqrst', 7)}_${pick(hex, 8)}`],
    [
      'URLs',
      () => `https://${pick('abcdef', 9)}.com:443/${uuid()}?a=${pick(hex, 32)}#${pick(hex, 9)}`,
    ],
  ])('%s', (_, create) => {
    for (let round = 0; round < 400; round += 1) {
      const text = create();
      expect([text, found(text)]).toEqual([text, {}]);
    }
  });

  test('prose', () => {
    const prose =
      'We met at the old mill-house (built in 1871), and asked: what is a secret? A key is kept — ' +
      'e.g. under the mat; the e-mail said "see http://example.com/a?b=c#d". Skeptics say so. ';
    expect(found(prose.repeat(500))).toEqual({});
  });

  test('no text at all', () => {
    expect(found()).toEqual({});
    expect(found('', '-', '\\')).toEqual({});
  });
});
