import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { anthropicMessages } from '../../../../data-plane/dialects/anthropic/messages-dialect.ts';
import { errorTable, GatewayError } from '../../../../data-plane/errors.ts';

test.each(Object.entries(errorTable))('%s has a type of this wire', (code, row) => {
  const error = new GatewayError(code as GatewayError['code'], 'Do this.');
  expect(JSON.parse(anthropicMessages.renderError(error, 'id'))).toEqual({
    type: 'error',
    error: { type: row.anthropicType, message: 'Do this.', code },
    request_id: 'id',
  });
});

test('the field at fault is named', () => {
  const error = new GatewayError('invalid_request', 'Do this.', { param: 'messages.0.role' });
  const { error: told } = JSON.parse(anthropicMessages.renderError(error, 'id'));
  expect(told.param).toBe('messages.0.role');
});

test('in a stream it is an event of its own name', () => {
  const error = new GatewayError('provider_stream_cut', 'It was cut.');
  expect(anthropicMessages.renderErrorEvent(error, 'id')).toBe(
    `event: error\ndata: ${anthropicMessages.renderError(error, 'id')}\n\n`,
  );
});

test('types follow the statuses that Anthropic has given them', () => {
  const typeOfStatus: Readonly<Record<number, string>> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    500: 'api_error',
    504: 'timeout_error',
  };
  for (const { httpStatus, anthropicType } of Object.values(errorTable)) {
    const known = typeOfStatus[httpStatus];
    if (known !== undefined) expect([httpStatus, anthropicType]).toEqual([httpStatus, known]);
  }
});

test('the page on this door names the type of every code, but for those of the last row', () => {
  const page = readFileSync(new URL('../../../../docs/anthropic-door.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (`.*`) \|$/gm)];
  const documented = rows.flatMap(([, type, codes = '']) =>
    [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => `${code} ${type}`),
  );
  const real = Object.entries(errorTable)
    .filter(([code, row]) => row.anthropicType !== 'api_error' && code !== 'caller_left')
    .map(([code, row]) => `${code} ${row.anthropicType}`);
  expect(documented.toSorted()).toEqual(real.toSorted());
});
