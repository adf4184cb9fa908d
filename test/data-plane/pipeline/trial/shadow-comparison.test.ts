import { expect, test } from '@jest/globals';
import {
  doneEvent,
  finishEvent,
  stream,
  textEvent,
  wholeStream,
} from '../../../support/faulty-provider.ts';
import { makeCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import { RecordingSink } from '../recording-sink.ts';
import { streamRequest } from '../snapshot-fixture.ts';
import { shadowedOver, untilTold } from './shadow-fixture.ts';

/* Goal: two replies are compared by how they end and what tools they call. Method: as in shadow.test.ts. */

const pair = useProviderPair();

const calling = (name: string, args: string): string[] => {
  const piece = { index: 0, id: 'c', function: { name, arguments: args } };
  const chunk = { choices: [{ index: 0, delta: { tool_calls: [piece] } }] };
  return [
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', ...chunk })}\n\n`,
    finishEvent,
    doneEvent,
  ];
};
test.each<[string, string[], string[], object]>([
  [
    'the same call',
    calling('f', '{"a":1,"b":2}'),
    calling('f', '{"b": 2, "a": 1}'),
    { toolCalls: 'same' },
  ],
  [
    'other arguments',
    calling('f', '{"a":1}'),
    calling('f', '{"a":2}'),
    { toolCalls: 'same_tools' },
  ],
  ['another tool', calling('f', '{}'), calling('g', '{}'), { toolCalls: 'different' }],
  ['text instead', calling('f', '{}'), wholeStream, { toolCalls: 'different', finish: 'same' }],
  [
    'another end',
    wholeStream,
    [textEvent('x'), finishEvent.replace('stop', 'length'), doneEvent],
    { finish: 'different', toolCalls: 'none' },
  ],
])(
  'streams are compared by their ends and their tools: %s',
  async (_, original, copied, agreement) => {
    const one = shadowedOver(pair);
    pair.first.behave(stream(original));
    pair.second.behave(stream(copied));
    await makeCall(one.gateway, streamRequest);
    await untilTold(one);
    expect(one.events).toMatchObject([{ shadow: agreement }]);
    // The same for a door that takes decoded events.
    await makeCall(one.gateway, streamRequest, { sink: new RecordingSink('none') });
    await untilTold(one, 2);
    expect(one.events[1]).toMatchObject({ shadow: agreement });
    expect(JSON.stringify(one.events)).not.toContain('Hello');
  },
);
