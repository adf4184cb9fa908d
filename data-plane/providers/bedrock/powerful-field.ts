import { isJsonObject } from '../../dialects/json-body.ts';
import { invalidField } from '../../dialects/json-field.ts';
import type { Json, JsonObject } from '../../inference.ts';
import { foldName } from '../server-field.ts';

type Power =
  | 'chooses a model or a provider'
  | 'changes the price'
  | 'reaches data or tools outside of the request'
  | 'is set by the gateway';

/**
 * Fields of Converse (Bedrock Runtime API Reference, 2025) that would take a decision that is the gateway's. A guardrail
 * is charged for and belongs to the operators' account; `promptVariables`, `requestMetadata` and
 * `additionalModelResponseFieldPaths` are none of these and ride along.
 */
const powers: ReadonlyMap<string, Power> = new Map([
  ...list('chooses a model or a provider', ['modelId', 'model']),
  ...list('changes the price', ['serviceTier', 'performanceConfig', 'guardrailConfig']),
  ...list('is set by the gateway', [
    'messages',
    'system',
    'inferenceConfig',
    'toolConfig',
    'outputConfig',
    'stream',
  ]),
]);

/** Fields of `additionalModelRequestFields`, where models take their own wire's: Anthropic, Amazon Nova, Cohere, Meta. */
const modelPowers: ReadonlyMap<string, Power> = new Map([
  ...list('chooses a model or a provider', ['model', 'anthropic_version']),
  ...list('changes the price', ['anthropic_beta', 'service_tier', 'speed', 'inference_geo']),
  ...list('reaches data or tools outside of the request', [
    'tools',
    'mcp_servers',
    'connectors',
    'container',
    'documents',
  ]),
  ...list('is set by the gateway', [
    'messages',
    'system',
    'prompt',
    'message',
    'chat_history',
    'stream',
    'tool_choice',
    'toolConfig',
    'max_tokens',
    'maxTokens',
    'max_new_tokens',
    'max_gen_len',
    'max_completion_tokens',
    'max_tokens_to_sample',
  ]),
]);

/** Fields of the bodies of Titan and Cohere embeddings. */
const embeddingPowers: ReadonlyMap<string, Power> = new Map(
  list('is set by the gateway', [
    'model',
    'inputText',
    'inputImage',
    'texts',
    'images',
    'inputs',
    'dimensions',
    'output_dimension',
    'embeddingTypes',
    'embedding_types',
  ]),
);

/** The one spelling of the object whose inside is looked at. */
const fieldsName = 'additionalModelRequestFields';

/** Values that ask for no more than leaving the field out. */
const harmless: Readonly<Record<string, string>> = {
  serviceTier: '{"type":"default"}',
  performanceConfig: '{"latency":"standard"}',
};

/**
 * Refuses what a target cannot allow among the options of a typed chat. Letter case does not matter.
 *
 * @throws GatewayError invalid_request that names the first such field
 */
export function refusePowerfulFields(extra: JsonObject): void {
  refuse(extra, powers, '');
  const path = `${fieldsName}.`;
  for (const name of Object.keys(extra)) {
    if (name === fieldsName || foldName(name) !== foldName(fieldsName)) continue;
    throw invalidField(name, `Spell ${fieldsName} so.`);
  }
  const fields = extra[fieldsName];
  if (!isJsonObject(fields)) return;
  refuse(fields, modelPowers, path);
  // Amazon's models have one more level.
  const inner = fields['inferenceConfig'];
  if (isJsonObject(inner)) refuse(inner, modelPowers, `${path}inferenceConfig.`);
}

/** The same for the options of a typed embedding. @throws GatewayError invalid_request */
export function refusePowerfulEmbeddingFields(extra: JsonObject): void {
  refuse(extra, embeddingPowers, '');
}

function refuse(fields: JsonObject, refused: ReadonlyMap<string, Power>, path: string): void {
  for (const name of Object.keys(fields)) {
    const power = refused.get(foldName(name));
    if (power === undefined || isHarmless(name, fields[name] ?? null)) continue;
    const param = `${path}${name}`;
    throw invalidField(
      param,
      `Leave out ${param}: it ${power}, which no target of this gateway allows.`,
    );
  }
}

function isHarmless(name: string, value: Json): boolean {
  return Object.hasOwn(harmless, name) && harmless[name] === JSON.stringify(value);
}

/** By lower-case name. */
function list(power: Power, names: readonly string[]): (readonly [string, Power])[] {
  return names.map((name) => [name.toLowerCase(), power]);
}
