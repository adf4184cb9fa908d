import type { Quirk } from '../../../policy/preset/preset.ts';
import type { Operation } from '../../../policy/resource.ts';
import type { Address } from '../base-url.ts';
import type { ProviderFailure } from '../provider.ts';

/**
 * The latest stable version of the older form of the API (Microsoft Learn, Azure OpenAI REST API reference, read
 * 2026-11-26). The newer form, `/openai/v1`, has no version.
 */
const API_VERSION = '2024-10-21';
/**
 * What that version does not know yet (azure-rest-api-specs, AzureOpenAI/inference/stable/2024-10-21, read 2026-11-26).
 * Models that reason want `max_completion_tokens`: they need the newer form.
 */
const olderQuirks: readonly Quirk[] = ['max_tokens_only', 'no_developer_role'];
const noQuirks: readonly Quirk[] = [];
/** Three parts of a JWT; the first begins with `{"` in base64. */
const ACCESS_TOKEN = /^eyJ[^.]*\.[^.]+\.[^.]+$/;

/** Where a call of an Azure OpenAI deployment goes. */
export interface AzureCall {
  readonly path: string;
  /** What the body names as its model; undefined where the path names the deployment. */
  readonly model: string | undefined;
  readonly quirks: readonly Quirk[];
}

/**
 * The newer form for a base that ends in `/openai/v1`: the OpenAI wire, with the deployment as its model. The older form
 * for one that ends in `/openai` or `/openai/deployments`: the deployment is part of the path.
 */
export function locateAzureCall(
  { path }: Address,
  operation: Operation,
  deployment: string,
): AzureCall {
  const operationPath = operation === 'chat' ? '/chat/completions' : '/embeddings';
  if (path.endsWith('/v1'))
    return { path: `${path}${operationPath}`, model: deployment, quirks: noQuirks };
  const base = path.endsWith('/deployments') ? path : `${path}/deployments`;
  const query = `?api-version=${API_VERSION}`;
  return {
    path: `${base}/${encodeURIComponent(deployment)}${operationPath}${query}`,
    model: undefined,
    quirks: olderQuirks,
  };
}

/** Whether a credential is an access token of Entra ID, which goes as a bearer token, and no key of the resource. */
export function isAccessToken(credential: string): boolean {
  return ACCESS_TOKEN.test(credential);
}

/** Azure names the `prompt` of its filter at fault, which callers send as messages. */
export function withCallersParam(failure: ProviderFailure): ProviderFailure {
  return failure.param === 'prompt' ? { ...failure, param: 'messages' } : failure;
}
