import type { SecretKind } from '../../../policy/inspect/secret-kind.ts';
import { type Case, clean, place } from './case.ts';
import type { Maker } from './digit-text.ts';
import { Draw } from './draw.ts';

const hex = '0123456789abcdef';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const word = `${letters}0123456789`;
const url = `${word}-_`;
const base64 = `${word}+/`;
/** A run of letters and digits first, as keys have. */
const token = (draw: Draw, length: number): string =>
  draw.characters(word, Math.min(16, length)) +
  draw.characters(url, Math.max(0, length - 17)) +
  draw.characters(word, length > 16 ? 1 : 0);
const jwtPart = (value: object): string =>
  btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');

/** Credentials that nobody issued; the whole value is what is to be found. */
export const secretMakers: Readonly<Partial<Record<SecretKind, Maker>>> = {
  anthropic_key: (draw) => `sk-ant-api03-${token(draw, 93)}AA`,
  aws_access_key: (draw) => `AKIA${draw.characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  databricks_token: (draw) => `dapi${draw.characters(hex, 32)}`,
  github_token: (draw) =>
    draw.pick([
      `ghp_${draw.characters(word, 36)}`,
      `github_pat_${draw.characters(word, 22)}_${draw.characters(word, 59)}`,
    ]),
  gitlab_token: (draw) => `glpat-${token(draw, 20)}`,
  google_api_key: (draw) => `AIza${token(draw, 35)}`,
  grafana_token: (draw) => `glsa_${draw.characters(word, 32)}_${draw.characters(hex, 8)}`,
  huggingface_token: (draw) => `hf_${draw.characters(letters, 34)}`,
  jwt: (draw) =>
    `${jwtPart({ alg: 'HS256', typ: 'JWT' })}.${jwtPart({ sub: draw.digits(9) })}.${token(draw, 43)}`,
  npm_token: (draw) => `npm_${draw.characters(word, 36)}`,
  openai_key: (draw) => `sk-proj-${token(draw, 74)}T3BlbkFJ${token(draw, 74)}`,
  perplexity_key: (draw) => `pplx-${draw.characters(word, 48)}`,
  pypi_token: (draw) => `pypi-AgEIcHlwaS5vcmc${token(draw, 120)}`,
  replicate_token: (draw) => `r8_${draw.characters(word, 37)}`,
  sendgrid_key: (draw) => `SG.${token(draw, 22)}.${token(draw, 43)}`,
  slack_token: (draw) => `xoxb-${draw.digits(12)}-${draw.digits(12)}-${draw.characters(word, 24)}`,
  stripe_key: (draw) =>
    `${draw.pick(['sk_live_', 'rk_live_', 'sk_test_'])}${draw.characters(word, 24)}`,
  telegram_token: (draw) => `${draw.between(1, 9)}${draw.digits(9)}:AA${token(draw, 33)}`,
  twilio_key: (draw) => `SK${draw.characters(hex, 32)}`,
  xai_key: (draw) => `xai-${draw.characters(word, 80)}`,
};

/** Where a value follows its name. */
const assignments: readonly string[] = [
  'password = "@@"',
  "password: '@@'",
  'DB_PASSWORD=@@',
  '"api_key": "@@"',
  'apiKey: "@@",',
  'export API_KEY=@@',
  'client_secret=@@&grant_type=x',
  '<add key="password" value="x"/> token: @@',
  'passwd: @@',
  'SECRET_TOKEN="@@"',
  'auth_token => "@@"',
  'Pwd=@@;Encrypt=true',
];
export const assignedValue: Maker = (draw) =>
  draw.pick([
    () => draw.characters(hex, 32).replace(/^./, 'f').replace(/.$/, '7'),
    () => `${draw.characters(letters, 8)}7${draw.characters(word, 14)}`,
    () => `${draw.characters(letters, 5)}Qa${draw.digits(3)}!${draw.characters(word, 3)}`,
    () => `${draw.characters(word, 10)}a1Z${draw.characters(base64, 26)}=`,
  ])();

const surroundings: readonly string[] = [
  '@@',
  'Please use @@ for this.',
  'key=@@\n',
  '{"key":"@@","x":1}',
  "curl -H 'X-Key: @@' https://api.corp.com",
  '2026-03-01T10:00:00Z DEBUG sent @@ ok',
  'Mein Schlüssel ist «@@».',
  '(@@)',
  '- @@\n- b',
];

const lookalikes: readonly Maker[] = [
  (draw) => `sha256:${draw.characters(hex, 64)} sha1 ${draw.characters(hex, 40)}`,
  (draw) => [8, 4, 4, 4, 12].map((length) => draw.characters(hex, length)).join('-'),
  (draw) => `integrity="sha512-${draw.characters(base64, 86)}=="`,
  (draw) => `data:image/png;base64,${draw.characters(base64, 400)}`,
  (draw) => `sk-${draw.pick(['spinner', 'cube-grid', 'folding-cube'])}-${draw.digits(2)} .sk-chase`,
  (draw) => `AKIA${draw.characters('abcdef', 16)} and ghp_${draw.characters('x', 36)}`,
  (draw) =>
    `password: ${draw.pick(['changeme', '********', '<your password>', '$DB_PASSWORD', '{{ password }}', 'process.env.PW1', 'string', 'required|min:8'])}`,
  (draw) =>
    `const token = ${draw.pick(['await getToken(user1)', 'tokens[0]', 'parser.next2()', "headers['x-1']", 'undefined', 'req.body.token1'])};`,
  (draw) => `max_tokens: ${draw.digits(4)}, "total_tokens": ${draw.digits(5)}, token_type: bearer`,
  (draw) =>
    `api_key: ${draw.pick(['YOUR_API_KEY', 'your-api-key-here', 'xxxxxxxxxxxxxxxx1', 'sk-...', '$API_KEY_2', 'null', 'test'])}`,
  (draw) =>
    `the secret: ${draw.pick(['practice', 'it takes 20 minutes', 'butter and 2 eggs', 'plan-2026-05'])}`,
  (draw) => `secretName: ${draw.pick(['db-credentials-v2', 'app-tls-2026', 'registry-auth-1'])}`,
  (draw) =>
    `postgres://${draw.pick(['user:password@localhost', 'app@db', '$U:$P@h', 'app:****@db'])}:5432/x`,
  (draw) =>
    `Basic ${draw.pick(['usage of the tool', 'authentication', 'arithmetics12', 'English2024'])}`,
  (draw) => `next page token: ${draw.digits(6)}; tokenizer=cl100k_base; passwordless=true`,
];

const positivesOfKind = 100;
const negativesOfShape = 60;

/** What the detector of credentials is tuned on. */
export function listSecretCases(): readonly Case[] {
  const draw = new Draw(815);
  const cases: Case[] = [];
  for (const [kind, make] of Object.entries(secretMakers))
    for (let count = 0; count < positivesOfKind; count += 1)
      cases.push(place(draw.pick(surroundings), kind as SecretKind, make(draw)));
  for (let count = 0; count < 4 * positivesOfKind; count += 1)
    cases.push(place(draw.pick(assignments), 'assigned_secret', assignedValue(draw)));
  for (const make of lookalikes)
    for (let count = 0; count < negativesOfShape; count += 1) cases.push(clean(make(draw)));
  return cases;
}
