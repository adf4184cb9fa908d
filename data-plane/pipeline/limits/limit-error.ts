import type { AccountScope } from '../../../policy/account-part/account.ts';
import type { Limit } from '../../../policy/limit.ts';
import { GatewayError } from '../../errors.ts';
import type { LimitRefusal } from '../../limits/limit-verdict.ts';

/**
 * What a caller is told that a limit has no room for: limit_exceeded with the time to wait, or invalid_request when no wait helps.
 * The limit's own message ends the sentence.
 */
export function limitError({ limit, waitMs }: LimitRefusal): GatewayError {
  const whom = limit.message === undefined ? '' : ` ${limit.message}`;
  if (waitMs === undefined) {
    const sentence = `${describeLimit(limit)}, and this call alone has more: shorten it.${whom}`;
    return new GatewayError('invalid_request', sentence);
  }
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1_000));
  const sentence = `${describeLimit(limit)}: send the call again in ${retryAfterS} s.${whom}`;
  return new GatewayError('limit_exceeded', sentence, { retryAfterS });
}

const scopes: Readonly<Record<AccountScope, string>> = {
  all: '',
  application: ' for each application',
  api_key: ' for each API key',
};

function describeLimit({ name, measure, amount, windowS, per }: Limit): string {
  const what =
    measure === 'concurrent_requests'
      ? `${amount} calls at a time`
      : `${amount} ${measure} in ${windowS} s`;
  return `The limit "${name}" allows ${what}${scopes[per]}`;
}
