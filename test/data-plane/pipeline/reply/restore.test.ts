import { describe, expect, test } from '@jest/globals';
import type { ChatRequest } from '../../../../data-plane/inference.ts';
import type { PromptRule } from '../../../../policy/inspect/prompt-rule.ts';
import { pickPrivateKey } from '../../../policy/inspect/sample-secret.ts';
import { answer, doneEvent, stream, textEvent } from '../../../support/faulty-provider.ts';
import { makeCall } from '../call-fixture.ts';
import { guarded } from '../prompt-policy-fixture.ts';
import { useProviderPair, useSoleProvider } from '../provider-fixture.ts';
import { chatRequest, providersAt, routeOver, snapshotOf, targetOf } from '../snapshot-fixture.ts';
import {
  askStream,
  askWhole,
  callArguments,
  cuts,
  delta,
  finish,
  key,
  lent,
  mail,
  noKeys,
  said,
  under,
} from './reply-fixture.ts';

const sole = useSoleProvider();
const user = (content: string): Partial<ChatRequest> => ({ messages: [{ role: 'user', content }] });
const askedMail = user(`write to ${mail}`);
const takeMails: PromptRule = { ...lent, name: 'mails', direction: 'output', restore: undefined };

describe('what a rule lends', () => {
  test('is put back in words, wherever the placeholder is cut, streamed or whole', async () => {
    const text = 'Dear [EMAIL_1], yours [EMAIL_2]';
    const restored = `Dear ${mail}, yours [EMAIL_2]`;
    for (const [one, other] of cuts(text, '[EMAIL_1]')) {
      const events = [textEvent(one), textEvent(other), finish()];
      const { sink, asked, decision } = await askStream(sole, [lent], events, askedMail);
      expect(asked.messages[0].content).toBe('write to [EMAIL_1]');
      expect(said(sink.events)).toBe(restored);
      expect(JSON.stringify(decision)).not.toContain(mail);
    }
    const { sink } = await askWhole(sole, [lent], [{ content: text }], askedMail);
    expect(sink.reply).toMatchObject({ chat: { message: { content: restored } } });
  });

  test('leaves a stream as fast as it comes where no rule is about replies', async () => {
    const events = [textEvent('To '), textEvent('[1] '), textEvent('[EM'), finish()];
    const { sink } = await askStream(sole, [lent], events, askedMail);
    expect(sink.events.flatMap((one) => (one.kind === 'text' ? one.text : []))).toEqual([
      'To ',
      '[1] ',
      '[EM',
    ]);
  });

  test('is put back in arguments of calls as JSON has it, in JSON inside of strings too', async () => {
    const secret = 'https://user:p%22a-55w0rd@db.corp.com/x';
    const rule: PromptRule = { ...lent, detector: 'secret' };
    const inner = JSON.stringify({ url: '[URL_PASSWORD_1]' });
    const text = JSON.stringify({ url: 'see \u005bURL_PASSWORD_1]', inner, n: 1 });
    const called = {
      index: 0,
      id: 'c',
      type: 'function',
      function: { name: 'f', arguments: text },
    };
    const events = [delta({ tool_calls: [called] }), finish()];
    const { sink, asked } = await askStream(sole, [rule], events, user(`open ${secret}`));
    const taken = asked.messages[0].content.slice('open '.length);
    expect(taken).toContain('[URL_PASSWORD_1]');
    const left = JSON.parse(callArguments(sink.events)[0] ?? '');
    expect(taken.replace('[URL_PASSWORD_1]', left.url.slice('see '.length))).toBe(secret);
    expect(JSON.parse(left.inner).url).toBe(left.url.slice('see '.length));
  });

  test('is put back as JSON in words that were asked for as JSON', async () => {
    const pem = pickPrivateKey('EC PRIVATE KEY');
    const rule: PromptRule = { ...lent, detector: 'secret' };
    const asked = { ...user(`keep ${pem}`), responseFormat: { type: 'json_object' } } as const;
    const events = [textEvent('{"key":"[PRIVATE'), textEvent('_KEY_1]"}'), finish()];
    const { sink } = await askStream(sole, [rule], events, asked);
    expect(JSON.parse(said(sink.events))).toEqual({ key: pem });
    const plain = await askStream(sole, [rule], events, user(`keep ${pem}`));
    expect(said(plain.sink.events)).toBe(`{"key":"${pem}"}`);
  });

  test('is not put back in thoughts, which go back to the model as it had them', async () => {
    const events = [delta({ reasoning_content: 'of [EMAIL_1]' }), textEvent('[EMAIL_1]'), finish()];
    const { sink } = await askStream(sole, [lent], events, askedMail);
    expect(said(sink.events, 'reasoning')).toBe('of [EMAIL_1]');
    expect(said(sink.events)).toBe(mail);
  });

  test('is not taken for what others have written like it', async () => {
    const written = {
      role: 'tool',
      content: 'page: [email_1] [EMAIL_3]',
      toolCallId: 'c',
    } as const;
    const messages = [
      { role: 'user', content: `${mail}, ben@corp.com and [EMAIL_4]` },
      { role: 'assistant', content: '[EMAIL_2]' },
      written,
    ] as const;
    const text = '[EMAIL_1] [EMAIL_2] [EMAIL_3] [EMAIL_4] [EMAIL_5]';
    const { sink, asked } = await askStream(sole, [lent], [textEvent(text), finish()], {
      messages,
    });
    expect(asked.messages[0].content).toBe('[EMAIL_2], [EMAIL_5] and [EMAIL_4]');
    expect(said(sink.events)).toBe(`[EMAIL_1] ${mail} [EMAIL_3] [EMAIL_4] ben@corp.com`);
  });

  test('has the same placeholder in the next call, where the caller sends back what it read', async () => {
    const messages = [
      { role: 'user', content: `write to ${mail}` },
      { role: 'assistant', content: `Dear ${mail}` },
      { role: 'user', content: `and to ben@corp.com` },
    ] as const;
    const { asked } = await askStream(sole, [lent], [finish()], { messages });
    expect(asked.messages.map(({ content }: { content: string }) => content)).toEqual([
      'write to [EMAIL_1]',
      'Dear [EMAIL_1]',
      'and to [EMAIL_2]',
    ]);
  });

  test('stays taken out where another rule takes out the same, or what overlaps it, for good', async () => {
    const forGood: PromptRule = { ...lent, name: 'for good', restore: undefined };
    const events = [textEvent('to [EMAIL_1] at [URL_PASSWORD_1]'), finish()];
    const both = await askStream(sole, [lent, forGood], events, askedMail);
    expect(both.sink.text).toContain('to [EMAIL_1] at [URL_PASSWORD_1]');
    const url = `mongodb://u:${'a7Q!'}b@x.corp.com@db.corp.com/x and ${mail}`;
    const secrets: PromptRule = { ...noKeys, direction: 'input' };
    const overlapping = await askStream(sole, [lent, secrets], events, user(url));
    expect(said(overlapping.sink.events)).toBe(`to ${mail} at [URL_PASSWORD_1]`);
  });

  test('is looked for all the same: what the model says of itself is taken out', async () => {
    const text = `[EMAIL_1], ${mail} and carl@corp.com`;
    const rules = [lent, takeMails];
    const { sink, decision } = await askStream(sole, rules, [textEvent(text), finish()], askedMail);
    expect(said(sink.events)).toBe(`${mail}, ${mail} and [EMAIL_2]`);
    expect(decision.findings).toMatchObject([
      { rule: 'lent', count: 1 },
      { rule: 'mails', count: 2, direction: 'output' },
    ]);
    expect(decision.findings[0].direction).toBeUndefined();
  });

  test('is for its own call only', async () => {
    await askStream(sole, [lent], [textEvent('[EMAIL_1]'), finish()], askedMail);
    const { sink } = await askStream(sole, [lent], [textEvent('[EMAIL_1]'), finish()], user('hi'));
    expect(sink.text).toContain('[EMAIL_1]');
  });
});

describe('what a rule lends, and who else is sent the request', () => {
  const pair = useProviderPair();

  test('the next target has the same placeholders, and no value', async () => {
    pair.first.behave(answer('{}', { status: 500 }));
    pair.second.behave(stream([textEvent('to [EMAIL_1]'), finish(), doneEvent]));
    const targets = [targetOf(0), targetOf(1)];
    const snapshot = snapshotOf({
      providers: providersAt([pair.first.baseUrl, pair.second.baseUrl]),
      targets,
      routes: [{ ...routeOver(targets), promptPolicyId: guarded.promptPolicyId }],
      promptPolicies: [under(lent, { ...noKeys, direction: 'input' })],
    });
    const request = { ...chatRequest, ...user(`${mail} ${key}`), stream: true };
    const sink = await makeCall(pair.gatewayOver(snapshot), request);
    expect(said(sink.events)).toBe(`to ${mail}`);
    for (const { requests } of [pair.first, pair.second])
      expect(JSON.parse(requests[0]?.body ?? '').messages[0].content).toBe(
        '[EMAIL_1] [AWS_ACCESS_KEY_1]',
      );
  });
});
