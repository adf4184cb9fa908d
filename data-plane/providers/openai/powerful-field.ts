import { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';
import { findServerPower, foldName, type ServerPower } from '../server-field.ts';

type Power = ServerPower | 'is set by the gateway';

/**
 * Fields of OpenAI's own wire and of vendors that speak it (OpenAI and Azure OpenAI API references, xAI, Perplexity, Alibaba;
 * read in 2025) which would take a decision that is the gateway's, beside those of {@link findServerPower}. Names that identify the end user (`user`,
 * `safety_identifier`, `prompt_cache_key`) are none of these: they ride along.
 */
const powers: ReadonlyMap<string, Power> = new Map([
  ...list('lets the provider keep data', ['store', 'prompt_cache_retention']),
  ...list('changes the price', ['service_tier', 'modalities', 'audio']),
  ...list('reaches data or tools outside of the request', ['search_domain_filter', 'search_mode']),
  ...list('is set by the gateway', [
    'model',
    'messages',
    'input',
    'tools',
    'stream',
    'max_tokens',
    'max_completion_tokens',
  ]),
]);

/** Values of powerful fields that ask for no more than leaving the field out. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  store: ['false', 'null'],
  prompt_cache_retention: ['"in-memory"', '"in_memory"', 'null'],
  service_tier: ['"auto"', '"default"', 'null'],
  modalities: ['["text"]', 'null'],
  audio: ['null'],
};

/**
 * Refuses what a target cannot allow, however it is spelled: see {@link foldName}.
 *
 * @throws GatewayError invalid_request that names the first such field
 */
export function refusePowerfulFields(extra: JsonObject): void {
  for (const name of Object.keys(extra)) {
    const key = foldName(name);
    const power = powers.get(key) ?? findServerPower(key);
    if (power === undefined || isHarmless(name, key, extra[name] ?? null)) continue;
    throw new GatewayError(
      'invalid_request',
      `Leave out ${name}: it ${power}, which no target of this gateway allows.`,
      { param: name },
    );
  }
}

function isHarmless(name: string, key: string, value: Json): boolean {
  const values = name === key ? harmless[key] : undefined;
  return values?.includes(JSON.stringify(value)) ?? false;
}

function list(power: Power, names: readonly string[]): (readonly [string, Power])[] {
  return names.map((name) => [name, power]);
}
