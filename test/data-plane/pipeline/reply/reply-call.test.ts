import { describe, expect, test } from '@jest/globals';
import { useSoleProvider } from '../provider-fixture.ts';
import {
  askStream,
  callArguments,
  cuts,
  delta,
  finish,
  key,
  mail,
  noKeys,
} from './reply-fixture.ts';

const sole = useSoleProvider();

describe('calls of tools in a reply that is looked at', () => {
  const call = (index: number, text: string, first?: string) =>
    delta({
      tool_calls: [
        {
          index,
          ...(first && { id: `c${index}` }),
          function: { ...(first && { name: first }), arguments: text },
        },
      ],
    });

  test('leave whole, wherever their arguments are cut, and mixed with one another', async () => {
    const text = `{"to":"${mail}","k":"x ${key}"}`;
    for (const [one, other] of cuts(text, key)) {
      const { sink } = await askStream(
        sole,
        [noKeys],
        [
          call(0, '', 'f'),
          call(0, one),
          call(1, '{"also":"', 'g'),
          call(0, other),
          call(1, `${key}"}`),
          finish(0, 'tool_calls'),
        ],
      );
      expect(callArguments(sink.events)).toEqual({
        0: `{"to":"${mail}","k":"x [AWS_ACCESS_KEY_1]"}`,
        1: '{"also":"[AWS_ACCESS_KEY_1]"}',
      });
      expect(sink.events.map(({ kind }) => kind)).toEqual(['tool_call', 'tool_call', 'finish']);
      expect(sink.events[0]).toMatchObject({ id: 'c0', name: 'f' });
    }
  });

  test.each([
    ['escapes', key.replace('A', '\\u0041').replace('Q', '\\u0051')],
    ['JSON inside of a string', `{\\"inner\\": \\"${key}\\"}`],
  ])('are found in %s, and stay JSON', async (_, hidden) => {
    const { sink } = await askStream(sole, [noKeys], [call(0, `{"k":"${hidden}"}`, 'f'), finish()]);
    const { k } = JSON.parse(callArguments(sink.events)[0] ?? '');
    expect(k).toContain('[AWS_ACCESS_KEY_1]');
    expect(k).not.toContain(key.slice(4));
  });

  test.each([
    ['a name', call(0, '{}', key)],
    ['a bare number', call(0, '{"card":4111111111111111}', 'f')],
  ])('end the reply where nothing can be taken out: %s', async (_, event) => {
    const rules = [noKeys, { ...noKeys, name: 'people', detector: 'personal_data' } as const];
    const { sink, decision } = await askStream(sole, rules, [event, finish()]);
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error?.message).toMatch(
      /blocks this reply, since it cannot take out what it found .* It found 1 (?:aws|card)/,
    );
    expect(decision.outcome).toBe('blocked');
  });

  test('of which some is cut off go as far as they came', async () => {
    const { sink } = await askStream(
      sole,
      [noKeys],
      [call(0, `{"k":"${key}", "l`, 'f'), finish(0, 'length')],
    );
    expect(callArguments(sink.events)[0]).toBe('{"k":"[AWS_ACCESS_KEY_1]", "l');
  });

  test('are not held without a bound', async () => {
    const piece = call(0, 'x'.repeat(40_000));
    const { sink } = await askStream(
      sole,
      [noKeys],
      [call(0, '{"', 'f'), ...Array(28).fill(piece)],
    );
    expect(sink.error).toMatchObject({ code: 'provider_protocol_error', isOfRequest: true });
  });

  test('that go on when they had ended are a fault, but for blanks', async () => {
    const whole = call(0, '{"a":1}', 'f');
    const { sink } = await askStream(sole, [noKeys], [whole, call(0, ' '), finish()]);
    expect(callArguments(sink.events)).toEqual({ 0: '{"a":1}' });
    const more = await askStream(sole, [noKeys], [whole, call(0, '{"b":2}'), finish()]);
    expect(more.sink.error?.code).toBe('provider_protocol_error');
  });

  test('with one number are told apart by their ids', async () => {
    const named = (id: string, text: string) =>
      delta({ tool_calls: [{ index: 0, id, function: { name: 'f', arguments: text } }] });
    const { sink } = await askStream(
      sole,
      [noKeys],
      [named('a', '{"a":'), named('b', '{}'), finish()],
    );
    expect(sink.events).toMatchObject([
      { id: 'a', arguments: '{"a":' },
      { id: 'b', arguments: '{}' },
      { kind: 'finish' },
    ]);
  });
});
