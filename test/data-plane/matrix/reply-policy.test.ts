import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resource } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { chatCompletionsDoor } from './chat-completions-door.ts';
import type { Client, Door, Question } from './door.ts';
import { type MatrixNode, routeOf, startMatrixNode } from './matrix-node.ts';
import { messagesDoor } from './messages-door.ts';
import { kinds } from './provider-kind.ts';
import { responsesDoor } from './responses-door.ts';
import { typedDoor } from './typed-door.ts';

/**
 * Goal: rules about replies hold by every door and for every provider, whole and streamed, and official SDKs give their own
 * error where a reply is blocked, before or after something of it has left.
 * Method: the node and the doors of the matrix, under a policy that is attached everywhere; the mock says what rules look for.
 */

const doors: readonly Door[] = [chatCompletionsDoor, responsesDoor, messagesDoor, typedDoor];
const forms = [
  ['whole', false],
  ['streamed', true],
] as const;
const mail = 'anna@corp.com';
const card = '4111 1111 1111 1111';
const key = 'AKIAQYLPMN5HHHFPZAM2';
const words = 'The plan of the second week is to move all orders, one by one. '.repeat(10);
const rule = { rerouteRouteId: '', minCount: 0, mode: '', message: '', contact: '', parts: [] };
const policy = resource(
  'prompt_policy',
  { id: 'policy-1', tenantId: 'a' },
  {
    tenantId: 'a',
    name: 'replies',
    appliesTo: { everywhere: true, applicationIds: [], workloads: [] },
    rules: [
      {
        ...rule,
        name: 'lent',
        detector: 'personal_data',
        action: 'redact',
        kinds: ['email'],
        restore: true,
      },
      {
        ...rule,
        name: 'cards',
        detector: 'personal_data',
        action: 'redact',
        kinds: ['card'],
        direction: 'output',
      },
      {
        ...rule,
        name: 'keys',
        detector: 'secret',
        action: 'block',
        kinds: [],
        direction: 'output',
      },
    ],
  },
);
const blockedTypes: Readonly<Record<string, readonly [whole: string, streamed: string]>> = {
  [typedDoor.name]: ['PERMISSION_DENIED', 'PERMISSION_DENIED'],
};

let node: MatrixNode;
let blockedCount = 0;
beforeAll(async () => {
  node = await startMatrixNode([policy]);
  const usage = { prompt_tokens: 11, completion_tokens: 7, input_tokens: 11, output_tokens: 7 };
  node.mock.on(
    { userMessage: 'write' },
    { content: `To [EMAIL_1]: ${words}pay by ${card}`, usage },
  );
  const args = JSON.stringify({ city: `[EMAIL_1] "${card}"` });
  node.mock.on(
    { userMessage: 'call' },
    { toolCalls: [{ name: 'weather', arguments: args }], usage },
  );
  node.mock.on({ userMessage: 'leak at once' }, { content: `use ${key}`, usage });
  node.mock.on({ userMessage: 'leak late' }, { content: `${words}${key} ${words}`, usage });
});
afterAll(() => node[Symbol.asyncDispose]());

const pairs = kinds.flatMap((row) => doors.map((door) => ({ kind: row.name, row, door })));

describe.each(pairs)('rules about replies: $kind by $door.name', ({ row, door }) => {
  let client: Client;
  beforeAll(() => {
    client = door.open(node);
  });
  afterAll(() => client.close());

  const ask = (text: string, streamed: boolean, more: Partial<Question> = {}) =>
    client.ask({ model: routeOf(row, 'chat'), text, tools: false, streamed, ...more });
  const blocked = async (call: Promise<unknown>, streamed: boolean) => {
    blockedCount += 1;
    const thrown = await call.then(
      (reply) => new Error(`There was an answer: ${JSON.stringify(reply)}`),
      (error: unknown) => error,
    );
    const [whole, late] = blockedTypes[door.name] ?? ['PermissionDeniedError', 'APIError'];
    expect(client.readFailure(thrown)).toMatchObject({
      type: streamed ? late : whole,
      code: 'prompt_blocked',
    });
    expect(String(thrown)).toMatch(/rule .{1,2}keys.{1,2} of/);
  };

  test.each(forms)(
    'words have what was lent, and not what is taken out, %s',
    async (_, streamed) => {
      const { text } = await ask(`Please write to ${mail}`, streamed);
      expect(text).toBe(`To ${mail}: ${words}pay by [CARD_1]`);
      expect(JSON.stringify(node.mock.getLastRequest()?.body)).not.toContain(mail);
    },
  );

  test.each(forms)('calls of tools have too, as JSON, %s', async (_, streamed) => {
    const { calls } = await ask(`Please call ${mail}`, streamed, { tools: true });
    expect(calls.map((call) => call.arguments)).toEqual([{ city: `${mail} "[CARD_1]"` }]);
  });

  test.each(forms)('a block before anything left is a refusal, %s', async (_, streamed) => {
    await blocked(ask('leak at once', streamed), false);
  });

  test('a block after something left is the error of the SDK', async () => {
    let text = '';
    const onText = (piece: string) => {
      text += piece;
    };
    await blocked(ask('leak late', true, { onText }), true);
    expect(text).not.toBe('');
    expect(words.startsWith(text)).toBe(true);
  });
});

test('rules about replies: every block is settled once, as blocked', async () => {
  const decisions = () => node.plane.reports.flatMap((report) => report.decisions ?? []);
  const blocked = () => decisions().filter(({ outcome }) => outcome === 'blocked');
  await eventually(() => expect(blocked()).toHaveLength(blockedCount));
  for (const { findings, errorCode } of blocked()) {
    expect(errorCode).toBe('prompt_blocked');
    expect(findings).toMatchObject([{ rule: 'keys', kind: 'aws_access_key', direction: 'output' }]);
  }
  expect(JSON.stringify(decisions())).not.toMatch(/anna|4111|AKIAQ/);
});
