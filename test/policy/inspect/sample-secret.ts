import type { SecretKind } from '../../../policy/inspect/secret-kind.ts';
import { createSeededDraw } from '../sample.ts';

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const alphanumeric = digits + lower + upper;
const base64 = `${alphanumeric}+/`;
const base64url = `${alphanumeric}-_`;
const draw = createSeededDraw(17);

/** Random characters, one of each class the body must have among them. */
function pick(alphabet: string, length: number): string {
  const body = Array.from({ length }, () => alphabet.charAt(Math.floor(draw() * alphabet.length)));
  return body.join('');
}

/** Random base64url that, like real keys, has letters and digits in a row somewhere. */
const pickToken = (length: number): string => pick(alphanumeric, 16) + pick(base64url, length - 16);
const pickBase64Lines = (count: number, mark = '\n'): string =>
  Array.from({ length: count }, () => pick(base64, 64)).join(mark);

/** A PEM block, with `mark` as its line break. The body begins as DER, or as OpenSSH, does. */
export function pickPrivateKey(label: string, mark = '\n'): string {
  const magic = label.startsWith('OPENSSH') ? 'b3BlbnNzaC1rZXktdjE' : 'MIIEvQIBADAN';
  const body = magic + pickBase64Lines(12, mark).slice(magic.length);
  return [`-----BEGIN ${label}-----`, body, `-----END ${label}-----`].join(mark);
}

const base64urlOf = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const pickJwt = (): string =>
  [
    base64urlOf({ alg: 'HS256', typ: 'JWT' }),
    base64urlOf({ sub: pick(digits, 8), exp: 1_900_000_000 }),
    pick(base64url, 43),
  ].join('.');
const pickAccount = (): string =>
  JSON.stringify({
    type: 'service_account',
    project_id: 'acme-1',
    private_key_id: pick('0123456789abcdef', 40),
    private_key: pickPrivateKey('PRIVATE KEY'),
    client_email: 'bot@acme-1.iam.gserviceaccount.com',
  });

/**
 * Secrets of each kind that nobody ever issued: the repository holds no literal that a scanner
 * could flag.
 */
export const sampleSecrets: Readonly<Record<SecretKind, readonly string[]>> = {
  anthropic_key: [`sk-ant-api03-${pickToken(93)}AA`],
  age_key: [`AGE-SECRET-KEY-1${pick(`${upper}${digits}`, 58)}`],
  assigned_secret: [
    `password = "${pick(alphanumeric, 8)}a7Q!${pick(alphanumeric, 4)}"`,
    `"client_secret": "${pick(base64url, 30)}4aB"`,
    `API_KEY=${pick('0123456789abcdef', 32)}`,
  ],
  atlassian_token: [`ATATT3${pickToken(180)}`],
  azure_sas: [`https://a.blob.core.windows.net/c/f?sv=2024-01-01&sig=${pick(alphanumeric, 43)}%3D`],
  basic_auth: [`Authorization: Basic ${btoa(`admin:${pick(alphanumeric, 12)}`)}`],
  databricks_token: [`dapi${pick('0123456789abcdef', 32)}`],
  figma_token: [`figd_${pickToken(40)}`],
  grafana_token: [`glsa_${pick(alphanumeric, 32)}_${pick('0123456789abcdef', 8)}`],
  perplexity_key: [`pplx-${pick(alphanumeric, 48)}`],
  postman_key: [`PMAK-${pick('0123456789abcdef', 24)}-${pick('0123456789abcdef', 34)}`],
  replicate_token: [`r8_${pick(alphanumeric, 37)}`],
  sentry_token: [`sntrys_${pickToken(80)}`],
  supabase_key: [`sbp_${pick('0123456789abcdef', 40)}`],
  telegram_token: [`${pick('123456789', 10)}:AA${pickToken(33)}`],
  twilio_key: [`SK${pick('0123456789abcdef', 32)}`],
  xai_key: [`xai-${pick(alphanumeric, 80)}`],
  aws_access_key: [`AKIA${pick(`${upper}234567`, 16)}`, `ASIA${pick(`${upper}234567`, 16)}`],
  aws_secret_key: [
    `aws_secret_access_key = ${pick(base64, 40)}`,
    `"SecretAccessKey": "${pick(base64, 40)}"`,
    `AWS_SECRET_ACCESS_KEY=${pick(base64, 40)}`,
    `secretAccessKey: '${pick(base64, 40)}',`,
  ],
  azure_key: [
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${pick(base64, 86)}==;Suffix=x`,
    `Endpoint=sb://x/;SharedAccessKey=${pick(base64, 43)}=`,
  ],
  digitalocean_token: [`dop_v1_${pick('0123456789abcdef', 64)}`],
  docker_token: [`dckr_pat_${pickToken(27)}`],
  gatehouse_key: [`gth_sk_${pick(alphanumeric, 49)}`],
  github_token: [
    ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => prefix + pick(alphanumeric, 36)),
    `github_pat_${pick(alphanumeric, 22)}_${pick(alphanumeric, 59)}`,
  ],
  gitlab_token: [`glpat-${pickToken(20)}`],
  google_api_key: [`AIza${pickToken(35)}`],
  google_oauth_secret: [`GOCSPX-${pickToken(28)}`],
  google_service_account: [pickAccount()],
  groq_key: [`gsk_${pick(alphanumeric, 52)}`],
  huggingface_token: [`hf_${pick(lower + upper, 34)}`],
  jwt: [pickJwt()],
  linear_key: [`lin_api_${pick(alphanumeric, 40)}`],
  npm_token: [`npm_${pick(alphanumeric, 36)}`],
  openai_key: [
    `sk-${pick(alphanumeric, 20)}T3BlbkFJ${pick(alphanumeric, 20)}`,
    `sk-proj-${pickToken(74)}T3BlbkFJ${pickToken(74)}`,
    `sk-svcacct-${pickToken(58)}T3BlbkFJ${pickToken(58)}`,
    `sk-or-v1-${pick('0123456789abcdef', 64)}`,
    `sk-${pick('0123456789abcdef', 32)}`,
  ],
  private_key: [
    ...['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PRIVATE KEY'].map((label) =>
      pickPrivateKey(label),
    ),
    pickPrivateKey('ENCRYPTED PRIVATE KEY'),
    // Ed25519 in PKCS #8.
    `-----BEGIN PRIVATE KEY-----\n${pick(base64, 64)}\n-----END PRIVATE KEY-----`,
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${pickBase64Lines(4)}\n=abcd`,
    `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${pick(
      '0123456789ABCDEF',
      32,
    )}\n\n${pickBase64Lines(4)}\n-----END RSA PRIVATE KEY-----`,
    // Cut off, as in the end of a log.
    `-----BEGIN RSA PRIVATE KEY-----\n${pick(base64, 64)}\n${pick(base64, 10)}`,
    // One string of code a line.
    `"-----BEGIN EC PRIVATE KEY-----\\n" +\n  "${pick(base64, 64)}\\n" +\n  "${pick(base64, 64)}"`,
    // Everything on one line.
    pickPrivateKey('RSA PRIVATE KEY', ' '),
  ],
  pypi_token: [`pypi-AgEIcHlwaS5vcmc${pickToken(120)}`],
  sendgrid_key: [`SG.${pickToken(22)}.${pickToken(43)}`],
  shopify_token: [`shpat_${pick('0123456789abcdef', 32)}`],
  slack_token: [
    `xoxb-${pick(digits, 12)}-${pick(digits, 12)}-${pick(alphanumeric, 24)}`,
    `xoxp-${pick(digits, 12)}-${pick(digits, 12)}-${pick(digits, 12)}-${pick(digits + lower, 32)}`,
  ],
  slack_webhook: [
    `https://hooks.slack.com/services/T${pick(upper, 8)}/B${pick(upper, 8)}/${pick(alphanumeric, 24)}`,
  ],
  stripe_key: [
    ...['sk_live_', 'rk_live_', 'sk_test_'].map((prefix) => prefix + pick(alphanumeric, 24)),
    `whsec_${pick(alphanumeric, 32)}`,
  ],
  url_password: [
    `postgres://app:${pick(alphanumeric, 12)}@db.internal:5432/orders`,
    `postgresql://app:${pick(alphanumeric, 6)}%21@10.0.0.7/orders?sslmode=require`,
    `mongodb+srv://root:${pick(alphanumeric, 10)}@cluster0.abcde.mongodb.net/?retryWrites=true`,
    `redis://:${pick(alphanumeric, 20)}@cache:6379/0`,
    `https://ci:${pick(alphanumeric, 16)}@git.internal/app.git`,
    'amqp://worker:p4ss@rabbit/%2f',
    `mysql://app:%40${pick(alphanumeric, 9)}@db`,
  ],
  vault_token: [`hvs.${pickToken(95)}`],
};
