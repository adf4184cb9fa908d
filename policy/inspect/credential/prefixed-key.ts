import { ALPHANUMERIC, BASE64, DIGIT, endOfRun, FILLER, isAt, TOKEN } from '../character.ts';
import type { SecretKind, SecretMatch, SecretTrigger } from '../secret-kind.ts';
import { beginsWord, hasMixedRun, isPlausible, isWordAt } from './token-shape.ts';

/** `sk-proj-` keys have 164 characters, `sk-ant-` keys 108; the rest is room for what comes. */
const keyLength = { min: 20, max: 256 } as const;
/** Shorter runs of letters and digits occur in slugs with a date or a version. */
const mixedRunMin = 12;
const awsSecretLength = 40;
/** `": "` and the like between the name and the value of an AWS secret. */
const connectorMax = 12;
/** Base64 of 64 and of 32 bytes: storage accounts, and service bus or IoT hub. */
const azureKeyLengths: readonly number[] = [88, 44];

/**
 * Keys and tokens whose body has no fixed length. The first trigger that accepts a text names its
 * kind.
 */
export const prefixedKeyTriggers: readonly SecretTrigger[] = [
  createKeyTrigger('anthropic_key', 'sk-ant-', 1),
  createKeyTrigger('openai_key', 'sk-', 1),
  ...['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-', 'xapp-'].map((prefix) =>
    createKeyTrigger('slack_token', prefix, 3),
  ),
  ...['secret_access_key', 'SECRET_ACCESS_KEY', 'secretAccessKey', 'SecretAccessKey'].map(
    createAwsSecretTrigger,
  ),
  ...['AccountKey=', 'SharedAccessKey='].map(createAzureKeyTrigger),
  { literal: 'hooks.slack.com/services/', pairOffset: 23, validate: validateSlackWebhook },
  { literal: 'SG.', pairOffset: 1, validate: validateSendgridKey },
  { literal: 'sig=', pairOffset: 2, validate: validateAzureSas },
  { literal: ':AA', pairOffset: 0, validate: validateTelegramToken },
];

function createKeyTrigger(kind: SecretKind, prefix: string, pairOffset: number): SecretTrigger {
  return {
    literal: prefix,
    pairOffset,
    validate(text, start) {
      if (!beginsWord(text, start)) return undefined;
      const bodyStart = start + prefix.length;
      const end = endOfRun(text, bodyStart, { wanted: TOKEN, lengthMax: keyLength.max });
      const length = end - bodyStart;
      if (length < keyLength.min || length > keyLength.max) return undefined;
      if (!hasMixedRun(text, [bodyStart, end], mixedRunMin)) return undefined;
      return isPlausible(text, bodyStart, end) ? { kind, end } : undefined;
    },
  };
}

function createAwsSecretTrigger(literal: string): SecretTrigger {
  return {
    literal,
    pairOffset: 5,
    validate(text, start) {
      let valueStart = start + literal.length;
      const bound = valueStart + connectorMax;
      while (valueStart < bound && isConnectorAt(text, valueStart)) valueStart += 1;
      const end = endOfRun(text, valueStart, { wanted: BASE64, lengthMax: awsSecretLength });
      if (end - valueStart !== awsSecretLength) return undefined;
      if (!hasMixedRun(text, [valueStart, end], 4)) return undefined;
      if (!isPlausible(text, valueStart, end)) return undefined;
      return { kind: 'aws_secret_key', start: valueStart, end };
    },
  };
}

function isConnectorAt(text: string, position: number): boolean {
  return isAt(text, position, FILLER) || ':=>'.includes(text.charAt(position) || ' ');
}

function createAzureKeyTrigger(literal: string): SecretTrigger {
  return {
    literal,
    pairOffset: literal.length - 4 - 1,
    validate(text, start) {
      const bodyStart = start + literal.length;
      const end = endOfRun(text, bodyStart, { wanted: BASE64, lengthMax: 88 });
      if (!azureKeyLengths.includes(end - bodyStart) || text.charAt(end - 1) !== '=') {
        return undefined;
      }
      if (!isPlausible(text, bodyStart, end)) return undefined;
      return { kind: 'azure_key', start: bodyStart, end };
    },
  };
}

/** `T…/B…/…`: each at least 8 letters and digits, as in real ones. */
function validateSlackWebhook(text: string, start: number): SecretMatch | undefined {
  const first = start + 'hooks.slack.com/services/'.length;
  const run = { wanted: ALPHANUMERIC, lengthMax: 40 };
  const team = endOfRun(text, first, run);
  const channel = endOfRun(text, team + 1, run);
  const end = endOfRun(text, channel + 1, run);
  const lengths = [team - first, channel - team - 1, end - channel - 1];
  if (text.charAt(team) !== '/' || text.charAt(channel) !== '/') return undefined;
  if (lengths.some((length) => length < 8) || isWordAt(text, end)) return undefined;
  return isPlausible(text, channel + 1, end) ? { kind: 'slack_webhook', end } : undefined;
}

/** `SG.` + 22 characters + `.` + 43 characters. */
function validateSendgridKey(text: string, start: number): SecretMatch | undefined {
  if (isAt(text, start - 1, ALPHANUMERIC)) return undefined;
  const middle = endOfRun(text, start + 3, { wanted: TOKEN, lengthMax: 22 });
  if (middle - start - 3 !== 22 || text.charAt(middle) !== '.') return undefined;
  const end = endOfRun(text, middle + 1, { wanted: TOKEN, lengthMax: 43 });
  if (end - middle - 1 !== 43) return undefined;
  return isPlausible(text, middle + 1, end) ? { kind: 'sendgrid_key', end } : undefined;
}

/** What is read around a signature for the version and the end of what it signs. */
const sasCharsMax = 400;

/** A signature of 32 bytes in base64, percent-encoded as a rule, beside `sv=` or `se=`. */
function validateAzureSas(text: string, start: number): SecretMatch | undefined {
  if (isAt(text, start - 1, ALPHANUMERIC)) return undefined;
  const bodyStart = start + 4;
  const [value = ''] =
    /^(?:[\w+/]|%2[BF]){43}(?:%3D|=)/i.exec(text.slice(bodyStart, bodyStart + 140)) ?? [];
  if (value === '') return undefined;
  const end = bodyStart + value.length;
  const around = text.slice(Math.max(0, start - sasCharsMax), end + sasCharsMax);
  if (!/[?&;](?:sv|se|sr)=/.test(around)) return undefined;
  return isPlausible(text, bodyStart, end)
    ? { kind: 'azure_sas', start: bodyStart, end }
    : undefined;
}

/** The bot's number, `:AA` and 33 characters. */
function validateTelegramToken(text: string, colon: number): SecretMatch | undefined {
  let start = colon;
  while (colon - start < 11 && isAt(text, start - 1, DIGIT)) start -= 1;
  if (colon - start < 8 || colon - start > 10 || isAt(text, start - 1, ALPHANUMERIC))
    return undefined;
  const end = endOfRun(text, colon + 1, { wanted: TOKEN, lengthMax: 35 });
  if (end - colon - 1 !== 35 || !isPlausible(text, colon + 1, end)) return undefined;
  return { kind: 'telegram_token', start, end };
}
