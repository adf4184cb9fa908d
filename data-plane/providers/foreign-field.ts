import { isJsonObject } from '../dialects/json-body.ts';
import { GatewayError } from '../errors.ts';
import type {
  ChatRequest,
  ContentPart,
  InferenceRequest,
  Json,
  JsonObject,
  Message,
  WireDialect,
} from '../inference.ts';

/** Hints, and marks of the caller's own: an answer without them is the same answer. Any value may be left out. */
const hints: ReadonlySet<string> = new Set([
  'user',
  'metadata',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
  'prompt_cache_breakpoint',
  'phase',
  'cache_control',
  'citations',
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'stream_options',
  'caller',
  'thinking',
  'extra_content',
]);

/** Values that ask for no more than leaving the field out. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  n: ['1'],
  store: ['false'],
  logprobs: ['false'],
  top_logprobs: ['0'],
  service_tier: ['"auto"', '"default"'],
  encoding_format: ['"float"', '"base64"'],
  modalities: ['["text"]'],
  annotations: ['[]'],
  logit_bias: ['{}'],
  betas: ['[]'],
  type: ['"function"', '"custom"'],
  include: ['[]', '["reasoning.encrypted_content"]'],
};

/**
 * The request without what it brings along from its caller's wire, for a target of another one. Hints are left out; what
 * would change the answer is refused, never dropped without a word. The request itself where both wires are the same, and for a
 * typed call, whose options are the provider's own.
 *
 * @throws GatewayError invalid_request with the path of the field
 */
export function withoutForeignFields<Request extends InferenceRequest>(
  request: Request,
  own: WireDialect | undefined,
): Request {
  const { dialect } = request;
  if (dialect === undefined || dialect === own) return request;
  refuseExtra(request.extra, '');
  const stripped = { ...request, extra: nothing };
  return stripped.operation === 'embedding' ? stripped : { ...stripped, ...stripChat(stripped) };
}

const nothing: JsonObject = Object.freeze({});

function stripChat({
  messages,
  tools,
  responseFormat,
}: ChatRequest): Pick<ChatRequest, 'messages' | 'tools' | 'responseFormat'> {
  return {
    messages: messages.map((message, index) => stripMessage(message, `messages.${index}.`)),
    tools: tools.map((tool, index) => withoutExtra(tool, `tools.${index}.`)),
    responseFormat: responseFormat && withoutExtra(responseFormat, 'response_format.'),
  };
}

function stripMessage(message: Message, path: string): Message {
  const { content, toolCalls } = message;
  return {
    ...withoutExtra(message, path),
    content:
      typeof content === 'object'
        ? content.map((part, place) => stripPart(part, `${path}content.${place}`))
        : content,
    ...(toolCalls !== undefined && {
      toolCalls: toolCalls.map((call, place) => withoutExtra(call, `${path}tool_calls.${place}.`)),
    }),
  };
}

function stripPart(part: ContentPart, path: string): ContentPart {
  if (part.kind === 'other') throw foreignField(path);
  return part.kind === 'reasoning' ? part : withoutExtra(part, `${path}.`);
}

function withoutExtra<Owner extends { readonly extra?: JsonObject }>(
  owner: Owner,
  path: string,
): Owner {
  if (owner.extra === undefined) return owner;
  refuseExtra(owner.extra, path);
  const { extra: _, ...others } = owner;
  return others as Owner;
}

/** What to answer for a field or a block that a target's wire has no place for. */
export function foreignField(param: string): GatewayError {
  const sentence = `Leave out ${param}: the target that would answer speaks another dialect, which has no place for it.`;
  return new GatewayError('invalid_request', sentence, { param });
}

/**
 * For wires that only ever answer at one length. `medium` is what every model does by itself.
 *
 * @throws GatewayError invalid_request
 */
export function refuseVerbosity({ verbosity, dialect }: ChatRequest): void {
  if (verbosity === undefined || verbosity === 'medium') return;
  throw foreignField(dialect === 'openai-responses' ? 'text.verbosity' : 'verbosity');
}

/** For wires that tell no log probabilities. @throws GatewayError invalid_request */
export function refuseLogprobs({ logprobs, dialect }: ChatRequest): void {
  if (logprobs === undefined) return;
  throw foreignField(dialect === 'openai-responses' ? 'include' : 'logprobs');
}

function refuseExtra(extra: JsonObject, path: string): void {
  for (const name of Object.keys(extra)) {
    const value = extra[name] ?? null;
    if (value === null || hints.has(name) || isHarmless(name, value)) continue;
    // Fields of a nested object ride under its name.
    if (isJsonObject(value) && nested.has(name)) refuseExtra(value, `${path}${name}.`);
    else throw foreignField(`${path}${name}`);
  }
}

const nested: ReadonlySet<string> = new Set([
  'function',
  'image_url',
  'json_schema',
  'file',
  'text',
]);

function isHarmless(name: string, value: Json): boolean {
  // A field named `constructor` must not find what every object inherits.
  return Object.hasOwn(harmless, name) && harmless[name]?.includes(JSON.stringify(value)) === true;
}
