import { describe, expect, test } from '@jest/globals';
import { renderChatReply } from '../../../../data-plane/dialects/openai/chat-render.ts';
import type { ChatEvent } from '../../../../data-plane/inference.ts';
import { Answer } from '../../../../data-plane/pipeline/reply/answer.ts';
import { ReplyLook } from '../../../../data-plane/pipeline/reply/reply-look.ts';
import type { PromptRule } from '../../../../policy/inspect/prompt-rule.ts';
import { Placeholders } from '../../../../policy/prompt-part/placeholders.ts';
import { compilePromptPolicy } from '../../../../policy/prompt-policy.ts';
import { judgeOf } from '../../../../policy/reply/reply-judge.ts';
import { eventually } from '../../../support/eventually.ts';
import { flood, reset, stall, stream, textEvent } from '../../../support/faulty-provider.ts';
import { startCall } from '../call-fixture.ts';
import { guarded } from '../prompt-policy-fixture.ts';
import { useSoleProvider } from '../provider-fixture.ts';
import { RecordingSink } from '../recording-sink.ts';
import { streamRequest } from '../snapshot-fixture.ts';
import {
  ask,
  askStream,
  askWhole,
  callArguments,
  cuts,
  delta,
  finish,
  key,
  noKeys,
  said,
  under,
  words,
} from './reply-fixture.ts';

const sole = useSoleProvider();
const blocking: PromptRule = { ...noKeys, name: 'stop-keys', action: 'block' };
const long = words.repeat(12);

describe('a rule about replies', () => {
  test('leaves bytes as they are where none is about replies', async () => {
    const input: PromptRule = { ...noKeys, direction: 'input' };
    const { sink } = await askStream(sole, [input], [textEvent(key), finish()]);
    expect(sink.text).toContain(key);
    expect(sink.events).toEqual([]);
  });

  test('takes a value out of a stream, wherever it is cut', async () => {
    const text = `${words}use ${key} now`;
    for (const [one, other] of cuts(text, key)) {
      const { sink } = await askStream(
        sole,
        [noKeys],
        [textEvent(one), textEvent(other), finish()],
      );
      expect(said(sink.events)).toBe(`${words}use [AWS_ACCESS_KEY_1] now`);
      expect(sink.calls.at(-1)).toBe('end');
    }
  });

  test('takes it out of words, thoughts, refusals and calls of all answers alike, streamed or whole', async () => {
    const tools = [
      {
        index: 0,
        id: 'c1',
        type: 'function',
        function: { name: 'f', arguments: `{"k":"${key}"}` },
      },
      { index: 1, id: 'c2', type: 'function', function: { name: 'g', arguments: '{"n":1}' } },
    ];
    const first = { reasoning_content: `so ${key}`, content: `it is ${key}` };
    const second = { content: `${long}${key} ${long}`, refusal: `not ${key}` };
    const events = [
      ...Object.entries(first).map(([name, text]) => delta({ [name]: text })),
      ...Object.entries(second).flatMap(([name, text]) =>
        (text.match(/.{1,7}/gs) ?? []).map((piece) => delta({ [name]: piece }, 1)),
      ),
      delta({ tool_calls: tools }),
      finish(1),
      finish(0, 'tool_calls'),
    ];
    const streamed = (await askStream(sole, [noKeys], events)).sink;
    const { sink, decision } = await askWhole(
      sole,
      [noKeys],
      [{ ...first, tool_calls: tools }, second],
    );
    if (sink.reply?.kind !== 'chat') throw new Error('no chat');
    const whole = JSON.parse(
      renderChatReply({ id: 'x', model: 'm', createdAtS: 1 }, sink.reply.chat, sink.reply.usage),
    );
    const [one, two] = whole.choices.map(({ message }: { message: unknown }) => message);
    expect(one).toMatchObject({
      reasoning_content: 'so [AWS_ACCESS_KEY_1]',
      content: 'it is [AWS_ACCESS_KEY_1]',
    });
    expect(two).toMatchObject({
      content: `${long}[AWS_ACCESS_KEY_1] ${long}`,
      refusal: 'not [AWS_ACCESS_KEY_1]',
    });
    expect(one.tool_calls[0].function.arguments).toBe('{"k":"[AWS_ACCESS_KEY_1]"}');
    const { events: left } = streamed;
    expect(said(left, 'reasoning')).toBe(one.reasoning_content);
    expect(said(left)).toBe(one.content);
    expect(said(left, 'text', 1)).toBe(two.content);
    expect(said(left, 'refusal', 1)).toBe(two.refusal);
    expect(callArguments(left)).toEqual({ 0: '{"k":"[AWS_ACCESS_KEY_1]"}', 1: '{"n":1}' });
    expect(left.flatMap((event) => (event.kind === 'finish' ? (event.choice ?? 0) : []))).toEqual([
      1, 0,
    ]);
    expect(decision.findings).toMatchObject([
      { rule: 'no-keys', kind: 'aws_access_key', count: 5, action: 'redact', direction: 'output' },
    ]);
    expect(JSON.stringify(decision)).not.toContain(key);
  });

  test.each(['flag', 'redact'] as const)(
    'that watches or flags is recorded, and no more: %s',
    async (action) => {
      const watching: PromptRule = {
        ...noKeys,
        action,
        ...(action === 'redact' && { mode: 'monitor' }),
      };
      const { sink, decision } = await askStream(
        sole,
        [watching],
        [textEvent(`a ${key}`), finish()],
      );
      expect(said(sink.events)).toBe(`a ${key}`);
      expect(decision).toMatchObject({
        outcome: 'allowed',
        findings: [{ kind: 'aws_access_key', count: 1, action, direction: 'output' }],
      });
    },
  );

  test('holds from its number on: what came before has left', async () => {
    const text = `${key} ${long}${key} ${long}`;
    const { sink } = await askStream(
      sole,
      [{ ...noKeys, minCount: 2 }],
      [...(text.match(/.{1,9}/gs) ?? []).map(textEvent), finish()],
    );
    expect(said(sink.events)).toBe(`${key} ${long}[AWS_ACCESS_KEY_1] ${long}`);
  });

  test('reads a whole reply at once, and knows the head of a long table to its end', async () => {
    const people: PromptRule = { ...noKeys, name: 'people', detector: 'personal_data' };
    const table = `name;tax_id\n${'Anna;86095742719\n'.repeat(90)}`;
    const { sink } = await askWhole(sole, [people], [{ content: table }]);
    expect(sink.reply).toMatchObject({
      chat: { message: { content: `name;tax_id\n${'Anna;[DE_TAX_ID_1]\n'.repeat(90)}` } },
    });
  });

  test('drops the seal of thoughts that it changed, and no other', () => {
    const policy = compilePromptPolicy(under(noKeys));
    const placeholders = new Placeholders();
    const look = new ReplyLook({
      judge: judgeOf([policy], { applicationId: 'a1', atMs: 1 }),
      placeholders,
      saysJson: false,
      onFound: () => undefined,
    });
    const left: ChatEvent[] = [];
    const emit = (event: ChatEvent) => void left.push(event);
    const answer = new Answer({ choice: 0, look, emit, isWhole: false });
    const seal = { kind: 'reasoning_signature', signature: 'sealed' } as const;
    for (const text of [`of ${key}`, 'of nothing'])
      for (const event of [{ kind: 'reasoning', text } as const, seal]) answer.take(event);
    expect(left).toEqual([
      { kind: 'reasoning', text: 'of [AWS_ACCESS_KEY_1]' },
      { kind: 'reasoning', text: 'of nothing' },
      seal,
    ]);
  });

  test('leaves out log probabilities, which spell the words', async () => {
    const logprobs = { content: [{ token: key, logprob: -1, bytes: null, top_logprobs: [] }] };
    const event = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: key }, logprobs }] })}\n\n`;
    const { sink } = await askStream(sole, [noKeys], [event, finish()]);
    expect(JSON.stringify(sink.events)).not.toContain(key);
  });
});

describe('a block of a reply', () => {
  test('is a refusal as long as nothing has left, and ends what the provider sends', async () => {
    sole.provider.behave(stall([textEvent(`${words}${key} ${long}`)]));
    const { sink, decision, usage } = await ask(sole, [blocking], streamRequest);
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error).toMatchObject({ code: 'prompt_blocked' });
    expect(sink.error?.message).toMatch(
      /^The rule "stop-keys" of the prompt policy ".*" blocks this reply\. It found 1 aws_access_key in choices\.0\. Ask for something else/,
    );
    expect(decision).toMatchObject({ outcome: 'blocked', errorCode: 'prompt_blocked' });
    expect(decision.attempts).toMatchObject([{ verdict: 'cancelled' }]);
    expect(usage).toMatchObject({ outcome: 'cancelled', estimated: true, inputTokens: '13' });
    expect(Number(usage.outputTokens)).toBeGreaterThan(100);
    await eventually(() => expect(sole.provider.requests[0]?.abortedAtMs).toBeDefined());
  });

  test('is an error after what has left, and nothing of the value is in that', async () => {
    const text = `${long}${key} and ${long}`;
    const pieces = (text.match(/.{1,9}/gs) ?? []).map(textEvent);
    const { sink, decision } = await askStream(sole, [blocking], [...pieces, finish()]);
    expect(sink.calls[0]).toBe('begin');
    expect(sink.calls.at(-1)).toBe('fail');
    expect(sink.calls.filter((one) => one === 'fail' || one === 'end')).toEqual(['fail']);
    expect(text.startsWith(said(sink.events))).toBe(true);
    expect(said(sink.events)).not.toContain(key.slice(0, 2));
    expect(decision).toMatchObject({ outcome: 'blocked', findings: [{ count: 1 }] });
  });

  test('in its last words comes before its end, and before that of the provider', async () => {
    const { sink, decision } = await askStream(sole, [blocking], [textEvent(`a ${key}`), finish()]);
    expect(sink.calls).toEqual(['fail']);
    expect(decision.outcome).toBe('blocked');
    const cut = await askStream(sole, [blocking], [textEvent(`a ${key}`)]);
    expect(cut.sink.calls).toEqual(['fail']);
    expect(cut.sink.error?.code).toBe('prompt_blocked');
  });

  test('refuses a whole reply, which is charged', async () => {
    const { sink, decision, usage } = await askWhole(sole, [blocking], [{ content: key }]);
    expect(sink.calls).toEqual(['fail']);
    expect(decision.outcome).toBe('blocked');
    expect(usage).toMatchObject({ outcome: 'succeeded', outputTokens: '2', estimated: false });
  });
});

describe('a stream that is held back', () => {
  const held = [textEvent(`${words}${key.slice(0, 9)}`)];

  test.each([
    ['resets', reset(held)],
    ['ends', stream(held)],
  ])('is an ordinary failure when its provider %s with all of it held', async (_, behaviour) => {
    sole.provider.behave(behaviour);
    const { sink } = await ask(sole, [noKeys], streamRequest);
    expect(sink.calls).toEqual(['fail']);
    expect(sink.error?.code).toBe('provider_stream_cut');
  });

  test('says nothing to a caller who leaves', async () => {
    sole.provider.behave(stall(held));
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [under(noKeys)] });
    const { sink, leave } = startCall(gateway, streamRequest);
    await eventually(() => expect(sole.provider.requests).toHaveLength(1));
    leave();
    await sink.done;
    expect(sink.events).toEqual([]);
    expect(gateway.records[0]?.decision?.outcome).toBe('cancelled');
  });

  test('waits for a slow reader, and goes on when it takes again', async () => {
    let sent = 0;
    sole.provider.behave(flood(textEvent(words), (bytes) => (sent = bytes)));
    const gateway = sole.gatewayWith({ routes: [guarded], promptPolicies: [under(noKeys)] });
    const sink = new RecordingSink();
    sink.hasRoom = false;
    const { leave } = startCall(gateway, streamRequest, { sink });
    await eventually(() => expect(sink.events.length).toBeGreaterThan(0));
    let [before, stillCount] = [-1, 0];
    await eventually(() => {
      stillCount = before === sent ? stillCount + 1 : 0;
      before = sent;
      expect(stillCount).toBeGreaterThan(9);
    });
    const count = sink.events.length;
    expect(said(sink.events).length).toBeLessThan(1_000_000);
    sink.drain();
    await eventually(() => expect(sink.events.length).toBeGreaterThan(count));
    leave();
    await sink.done;
  });

  test('loses nothing and changes no order where nothing is found', async () => {
    const events = [
      delta({ reasoning_content: 'hm ' }),
      delta({ content: long }),
      delta({ reasoning_content: 'again' }),
      delta({ content: 'end' }),
      finish(),
    ];
    const { sink } = await askStream(sole, [noKeys], events);
    const runs: [string, string][] = [];
    for (const event of sink.events as readonly ChatEvent[]) {
      const text = event.kind === 'text' || event.kind === 'reasoning' ? event.text : '';
      if (runs.at(-1)?.[0] === event.kind) runs.at(-1)?.splice(1, 1, runs.at(-1)?.[1] + text);
      else runs.push([event.kind, text]);
    }
    expect(runs).toEqual([
      ['reasoning', 'hm '],
      ['text', long],
      ['reasoning', 'again'],
      ['text', 'end'],
      ['finish', ''],
    ]);
  });
});
