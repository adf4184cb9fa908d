import { GatewayError } from '../../../data-plane/errors.ts';
import type { InferenceRequest, Json } from '../../../data-plane/inference.ts';
import { getAdapter } from '../../../data-plane/providers/registry.ts';
import type { Provider, ProviderKind, Target } from '../../../policy/resource.ts';

/** What goes to a provider, as far as a caller could have a hand in it. */
export interface Sent {
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

type Row = readonly [kind: ProviderKind, baseUrl: string, providerModel: string, preset?: string];

const rows: readonly Row[] = [
  ['openai', 'https://api.example.com/v1', 'gpt-4o-mini'],
  ['openai', 'https://api.example.com/v1', 'mistral-large', 'mistral'],
  ['azure_openai', 'https://a.openai.azure.com/openai/v1', 'gpt'],
  ['azure_openai', 'https://a.openai.azure.com/openai', 'gpt'],
  ['anthropic', 'https://api.anthropic.com/v1', 'claude-sonnet-4-5'],
  ['anthropic', 'https://api.anthropic.com/v1', 'claude-opus-4-6'],
  ['gemini', 'https://generativelanguage.googleapis.com/v1beta', 'gemini-2.5-flash'],
  ['gemini', 'https://generativelanguage.googleapis.com/v1beta', 'gemini-3-pro'],
  ['vertex', 'https://aiplatform.googleapis.com/v1/projects/p/locations/l', 'gemini-2.5-pro'],
  ['vertex', 'https://aiplatform.googleapis.com/v1/projects/p/locations/l', 'text-embedding-005'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com', 'anthropic.claude-sonnet-4'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com', 'amazon.nova-pro-v1:0'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com', 'cohere.embed-english-v3'],
  ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com', 'amazon.titan-embed-text-v2:0'],
];

/** What each adapter makes of the request; those that refuse it are left out. */
export function encodeForAll(
  request: InferenceRequest,
): readonly { readonly name: string; readonly sent: Sent }[] {
  return rows.flatMap((row) => {
    try {
      return [{ name: `${row[0]} ${row[2]}`, sent: encode(request, row) }];
    } catch (thrown) {
      if (thrown instanceof GatewayError && thrown.code === 'invalid_request') return [];
      throw thrown;
    }
  });
}

function encode(request: InferenceRequest, [kind, baseUrl, providerModel, preset]: Row): Sent {
  const provider: Provider = {
    id: 'p',
    name: 'p',
    kind,
    preset: preset ?? '',
    baseUrl,
    region: 'us-east-1',
    dataTerms: [],
  };
  const target: Target = {
    id: 't',
    name: 't',
    providerId: 'p',
    modelId: 'm',
    providerModel,
    region: '',
    enabled: true,
    capabilities: [],
    prices: [],
  };
  const { path, headers, body } = getAdapter(kind).encode({
    request,
    target,
    provider,
    credential: undefined,
    outputTokensMax: 0,
    nowMs: 0,
  });
  return { url: path, headers, body };
}

/** Names under which the wires have bytes or addresses; elsewhere base64 is a text like any other. */
const encodedNames: ReadonlySet<string> = new Set([
  'data',
  'bytes',
  'file_data',
  'url',
  'image_url',
  'file_url',
  'fileUri',
]);

/**
 * Every text that a provider could read in what it is sent, by its own means: names and values, the texts of one list joined;
 * where its wire has bytes and addresses, percent signs resolved, and base64 read as Python, Go and Node would.
 */
export function readAsProvider({ url, headers, body }: Sent): readonly string[] {
  const found: string[] = [url, ...headers];
  readJson(JSON.parse(body.toString()), '', found);
  return found;
}

function readJson(value: Json, name: string, found: string[]): void {
  if (typeof value === 'string') {
    found.push(value);
    if (encodedNames.has(name)) readEncoded(value, found);
  } else if (typeof value === 'number') {
    found.push(String(value));
  } else if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    found.push(items.map(textOf).join(''));
    for (const item of items) readJson(item, name, found);
  } else if (typeof value === 'object' && value !== null) {
    // Anthropic's documents of text have theirs under `data` too.
    const isText = 'type' in value && value['type'] === 'text';
    for (const [inner, member] of Object.entries(value)) {
      found.push(inner);
      readJson(member, isText ? '' : inner, found);
    }
  }
}

function textOf(item: Json): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return '';
  const { text } = item as { readonly text?: Json };
  return typeof text === 'string' ? text : '';
}

function readEncoded(text: string, found: string[]): void {
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  found.push(plain);
  const encoded = /^data:[^,]*;base64,(.*)$/is.exec(plain)?.[1] ?? plain;
  if (!/^[\w+/=-]{8,}$/.test(encoded)) return;
  for (const piece of [encoded.replaceAll('=', ''), ...encoded.split(/=+/)]) {
    const read = Buffer.from(piece, 'base64').toString('latin1');
    found.push(read, read.replaceAll('\0', ''));
  }
}
