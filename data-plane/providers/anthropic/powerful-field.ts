import { GatewayError } from '../../errors.ts';
import type { ChatRequest, Json, JsonObject, Tool } from '../../inference.ts';
import { findServerPower, foldName, type ServerPower } from '../server-field.ts';

type Power = ServerPower | 'chooses where data is processed' | 'is set by the gateway';

/**
 * Fields of the Messages API, betas included (@anthropic-ai/sdk 1.11, 2026), which would take a decision that is the
 * gateway's. Those of {@link findServerPower} are others. `metadata` identifies the end user,
 * and `cache_control` is a hint: they ride along.
 */
const powers: Readonly<Record<string, Power>> = {
  fallbacks: 'chooses a model or a provider',
  user_profile_id: 'chooses a model or a provider',
  workspace_id: 'chooses a model or a provider',
  inference_geo: 'chooses where data is processed',
  thread: 'lets the provider keep data',
  service_tier: 'changes the price',
  speed: 'changes the price',
  billing_policy: 'changes the price',
  fallback_credit_token: 'changes the price',
  container: 'reaches data or tools outside of the request',
  mcp_servers: 'reaches data or tools outside of the request',
  model: 'is set by the gateway',
  messages: 'is set by the gateway',
  system: 'is set by the gateway',
  tools: 'is set by the gateway',
  max_tokens: 'is set by the gateway',
  stream: 'is set by the gateway',
  betas: 'is set by the gateway',
  anthropic_beta: 'is set by the gateway',
  anthropic_version: 'is set by the gateway',
};

/** Values of powerful fields that ask for no more than leaving the field out. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  fallbacks: ['null', '[]'],
  user_profile_id: ['null'],
  workspace_id: ['null'],
  inference_geo: ['null'],
  thread: ['null'],
  service_tier: ['"auto"', '"standard_only"', 'null'],
  speed: ['"standard"', 'null'],
  billing_policy: ['null'],
  fallback_credit_token: ['null'],
  container: ['null'],
  mcp_servers: ['[]', 'null'],
};

/** Tools with a type of their own that the caller runs all the same (`ClientToolUnion` of the SDK); dates follow. */
const callerRuns =
  /^(?:custom$|(?:bash|text_editor|memory|computer|computer_toolset|browser_toolset)_\d{8}$)/;

/**
 * Refuses what a target cannot allow. However it is spelled: see {@link foldName}.
 *
 * @throws GatewayError invalid_request that names the first such field
 */
export function refusePowerfulFields({ extra, tools }: ChatRequest): void {
  for (const name of Object.keys(extra)) {
    const key = foldName(name);
    const power = Object.hasOwn(powers, key) ? powers[key] : findServerPower(key);
    if (power === undefined || isHarmless(name, key, extra[name] ?? null)) continue;
    throw refusal(name, power);
  }
  for (const [index, tool] of tools.entries()) {
    if (!isRunByCaller(tool)) {
      throw refusal(`tools.${index}.type`, 'reaches data or tools outside of the request');
    }
  }
}

/** Whether a tool needs a schema of its own: those with a type of the provider's bring none. */
export function isCustomTool({ extra }: Tool): boolean {
  return typeOf(extra) === 'custom';
}

function isRunByCaller({ extra }: Tool): boolean {
  const type = typeOf(extra);
  return typeof type === 'string' && callerRuns.test(type);
}

function typeOf(extra: JsonObject | undefined): Json {
  return extra?.['type'] ?? 'custom';
}

function refusal(name: string, power: Power): GatewayError {
  return new GatewayError(
    'invalid_request',
    `Leave out ${name}: it ${power}, which no target of this gateway allows.`,
    { param: name },
  );
}

function isHarmless(name: string, key: string, value: Json): boolean {
  const values = name === key && Object.hasOwn(harmless, key) ? harmless[key] : undefined;
  return values?.includes(JSON.stringify(value)) ?? false;
}
