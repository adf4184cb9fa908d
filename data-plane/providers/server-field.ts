/** What a field would decide in place of the gateway. */
export type ServerPower =
  | 'chooses a model or a provider'
  | 'lets the provider keep data'
  | 'changes the price'
  | 'reaches data or tools outside of the request'
  | 'puts the calls of others behind';

/**
 * Fields of aggregators and of servers of open models, whatever wire they speak (OpenRouter, LiteLLM, Vercel, vLLM, SGLang, TGI,
 * llama.cpp, Ollama, LM Studio, Together; read in 2026).
 */
const powers: ReadonlyMap<string, ServerPower> = new Map([
  ...list('chooses a model or a provider', [
    'models',
    'route',
    'provider',
    'providers',
    'provideroptions',
    'provider_options',
    'preset',
    'fallbacks',
    'context_window_fallbacks',
    'content_policy_fallbacks',
    'custom_llm_provider',
    'deployment_id',
    'engine',
    'model_list',
    'user_config',
    'litellm_params',
    'api_base',
    'api_key',
    'api_version',
    'base_url',
    'organization',
    'extra_headers',
    'extra_body',
    'adapter_id',
    'adapter_source',
    'lora',
    'lora_path',
    'lora_request',
    'draft_model',
    'safety_model',
    'moderation',
  ]),
  ...list('lets the provider keep data', ['deferred', 'keep_alive', 'id_slot', 'session_params']),
  ...list('reaches data or tools outside of the request', [
    'web_search_options',
    'web_search',
    'enable_search',
    'search_options',
    'search_parameters',
    'plugins',
    'data_sources',
    'connectors',
    'mcp_servers',
    'kv_transfer_params',
    'bootstrap_host',
    'bootstrap_port',
    'bootstrap_room',
    'logits_processors',
    'custom_logit_processor',
    'chat_template',
  ]),
  ...list('puts the calls of others behind', ['priority']),
]);

/** What a field of that name would decide; the name as {@link foldName} gives it. */
export function findServerPower(key: string): ServerPower | undefined {
  return powers.get(key);
}

/**
 * The name as servers written in Go read it: they match names without regard to letter case, and take the long s and the Kelvin
 * sign for s and k (encoding/json, foldName; Go 1.24).
 */
export function foldName(name: string): string {
  return name.toUpperCase().toLowerCase();
}

function list(power: ServerPower, names: readonly string[]): (readonly [string, ServerPower])[] {
  return names.map((name) => [name, power]);
}
