import { expect, test } from '@jest/globals';
import { estimateInputTokens } from '../../../../data-plane/routing/token-estimate.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  answer,
  type Behaviour,
  reset,
  stall,
  stream,
  wholeStream,
} from '../../../support/faulty-provider.ts';
import { startCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { chatRequest, streamRequest } from '../snapshot-fixture.ts';

const pair = useProviderPair();

const rows: readonly (readonly [string, Behaviour, boolean, readonly string[]])[] = [
  ['answers', answer('{"choices":[]}'), false, ['+x0', '-x0 succeeded']],
  [
    'fails over',
    answer('{}', { status: 500 }),
    false,
    ['+x0', '-x0 server_error', '+x1', '-x1 succeeded'],
  ],
  ['streams', stream(wholeStream), true, ['+x0', '-x0 succeeded']],
  ['is cut', reset(wholeStream.slice(0, 3)), true, ['+x0', '-x0 reset']],
  ['is left by its caller', stall(undefined), false, ['+x0', '-x0 cancelled']],
];

test.each(rows)(
  'each attempt of a call that %s is told once at its start and once at its end',
  async (what, behaviour, isStream, expected) => {
    pair.first.behave(behaviour);
    const told: string[] = [];
    const gateway = pair.gatewayOver(pair.twoTargets(), {}, undefined, {
      watch: {
        started: ({ id }, { operation }, inputTokens) => {
          expect(operation).toBe('chat');
          expect(inputTokens).toBe(estimateInputTokens(chatRequest));
          told.push(`+${id}`);
          return id;
        },
        ended: (id, { verdict }) => void told.push(`-${id} ${verdict}`),
      },
    });
    const { sink, leave } = startCall(gateway, isStream ? streamRequest : chatRequest);
    if (what === 'is left by its caller') {
      await eventually(() => expect(pair.first.requests).toHaveLength(1));
      leave();
      leave();
    }
    await sink.done;
    expect(told).toEqual(expected);
  },
);
