import { isJsonObject } from '../../dialects/json-body.ts';
import { GatewayError } from '../../errors.ts';
import type { InferenceRequest, Json, JsonObject } from '../../inference.ts';
import { foldName } from '../server-field.ts';

type Power =
  | 'chooses a model or a provider'
  | 'lets the provider keep data'
  | 'changes the price'
  | 'reaches data or tools outside of the request'
  | 'is set by the gateway';

type Powers = ReadonlyMap<string, Power>;

/**
 * Fields of `GenerateContentRequest` (Gemini API and Vertex AI references, 2025) that would take a decision of the gateway. Names
 * are compared without underscores and letter case: Google reads `cachedContent` and `cached_content` alike.
 */
const chatPowers: Powers = new Map([
  ...list('chooses a model or a provider', ['model']),
  ...list('lets the provider keep data', ['store']),
  ...list('changes the price', ['servicetier']),
  ...list('reaches data or tools outside of the request', ['cachedcontent', 'modelarmorconfig']),
  ...list('is set by the gateway', ['contents', 'systeminstruction', 'tools', 'toolconfig']),
]);

const configPowers: Powers = new Map([
  ...list('chooses a model or a provider', [
    'routingconfig',
    'modelconfig',
    'modelselectionconfig',
  ]),
  ...list('changes the price', [
    'candidatecount',
    'responsemodalities',
    'speechconfig',
    'imageconfig',
    'videoconfig',
    'audiotimestamp',
  ]),
  ...list('is set by the gateway', ['maxoutputtokens', 'responselogprobs', 'logprobs']),
]);

const embeddingPowers: Powers = new Map([
  ...list('chooses a model or a provider', ['model']),
  // Of models that embed pictures: an address in a store is opened with the rights of the gateway.
  ...list('reaches data or tools outside of the request', ['image', 'video']),
  ...list('is set by the gateway', [
    'content',
    'contents',
    'requests',
    'instances',
    'parameters',
    'embedcontentconfig',
    'outputdimensionality',
  ]),
]);

/** The one spelling of the only object whose inside is looked at. */
const configName = 'generationConfig';

/** Refuses what a target cannot allow. @throws GatewayError invalid_request that names the first such field */
export function refusePowerfulFields({ operation, extra }: InferenceRequest): void {
  refuse(extra, operation === 'chat' ? chatPowers : embeddingPowers, '');
  for (const name of Object.keys(extra)) {
    if (plain(name) === plain(configName))
      refuse(readConfig(name, extra[name]), configPowers, `${name}.`);
  }
}

function readConfig(name: string, value: Json | undefined): JsonObject {
  if (name === configName && isJsonObject(value)) return value;
  throw new GatewayError('invalid_request', `Send ${configName} so spelled, as an object.`, {
    param: name,
  });
}

function refuse(fields: JsonObject, powers: Powers, path: string): void {
  for (const name of Object.keys(fields)) {
    const power = powers.get(plain(name));
    if (power === undefined) continue;
    const param = `${path}${name}`;
    throw new GatewayError(
      'invalid_request',
      `Leave out ${param}: it ${power}, which no target of this gateway allows.`,
      { param },
    );
  }
}

function plain(name: string): string {
  return foldName(name.replaceAll('_', ''));
}

function list(power: Power, names: readonly string[]): (readonly [string, Power])[] {
  return names.map((name) => [name, power]);
}
