import type { ApiKey } from '../../../policy/resource.ts';
import { GatewayError } from '../../errors.ts';
import type { Exchange } from '../exchange.ts';
import { reached } from '../reached.ts';

/** Whether the owner of a key may see how its calls are decided. */
export function mayExplain(key: ApiKey | undefined): boolean {
  return key?.scopes.includes('explain') === true;
}

/**
 * Refuses a call that asks for the decision with a key that may not know it. Reads `explain` and `key`.
 *
 * @throws GatewayError scope_missing
 */
export function checkScope({ explain, key }: Exchange): void {
  if (!explain || mayExplain(reached(key, 'key'))) return;
  const sentence =
    'This key may not see decisions, for it has not the scope "explain": add it with the mutation ' +
    'updateApiKey in GraphQL (of a token, updateTokenIssuer), or call without x-gatehouse-explain.';
  throw new GatewayError('scope_missing', sentence);
}
