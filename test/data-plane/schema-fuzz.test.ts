import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createSeededDraw } from '../policy/sample.ts';
import { chat } from '../support/call.ts';
import { ChildProgram } from '../support/child-program.ts';
import {
  digestOf,
  fullUpdate,
  keyOf,
  sealedSecrets,
  sharedResources,
  tenantResources,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../support/faulty-provider.ts';
import { sized } from '../support/form.ts';
import { findFreePorts } from '../support/free-port.ts';
import { nodeVariables } from '../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  type ScriptedSession,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';
import { announceSeed } from '../support/seed.ts';
import type { SpoiltMessage } from '../support/spoil.ts';
import { spoiltMessages } from '../support/spoilt-message.ts';

/** How often each way to spoil a message is tried. */
const ROUND_COUNT = sized(1, 20);
/** Of a stranger, and of each tenant: its route, one that it has not, its list. */
const STATUSES = ['401', '200', '404', '200', '200', '404', '200'];
const shown = z.object({
  epoch: z.coerce.number(),
  revision: z.coerce.number(),
  digest: z.string(),
  state: z.string(),
});

/**
 * Goal: no message ends a node's process, or changes an answer that it has no business to change.
 * Method: a node in a process of its own, and a control plane that sends it whatever spoiltMessages holds; calls
 * are made after each, and again when everything has been sent as it should be.
 */
describe('schema-fuzz', () => {
  const draw = createSeededDraw(announceSeed('schema-fuzz'));
  const outcomes = new Map<string, number>();
  let provider: FaultyProvider;
  let plane: ScriptedControlPlane;
  let program: ChildProgram;
  let stateDir: string;
  let resources: ReturnType<typeof sharedResources>;
  let httpUrl: string;
  let adminUrl: string;
  let expected: readonly string[];
  let nonce = 100;
  let held = { epoch: 1, revision: 1 };

  beforeAll(async () => {
    provider = await startFaultyProvider(answer(chatBody));
    const tenants = ['a', 'b'].flatMap((tenantId) => tenantResources(tenantId));
    resources = [...sharedResources(provider.baseUrl), ...tenants];
    plane = await startScriptedControlPlane({ onHello: sendGood, onReport: acknowledge });
    stateDir = mkdtempSync(join(tmpdir(), 'gatehouse-fuzz-'));
    const [http = 0, grpc = 0, admin = 0] = await findFreePorts(3);
    program = new ChildProgram('data-plane/main.ts', {
      ...nodeVariables(stateDir, plane.address),
      GATEHOUSE_HTTP_PORT: `${http}`,
      GATEHOUSE_GRPC_PORT: `${grpc}`,
      GATEHOUSE_NODE_ADMIN_PORT: `${admin}`,
      GATEHOUSE_LOG_LEVEL: 'info',
    });
    [httpUrl, adminUrl] = [`http://127.0.0.1:${http}`, `http://127.0.0.1:${admin}`];
    await eventually(async () => expect((await fetch(`${adminUrl}/readyz`)).ok).toBe(true), 30_000);
    expected = await answers();
    expect(expected.map((text) => text.slice(0, 3))).toEqual(STATUSES);
  }, 60_000);
  afterAll(async () => {
    await program?.end('SIGKILL');
    await plane?.[Symbol.asyncDispose]();
    await provider?.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  function newest(): ScriptedSession {
    const session = plane.sessions.at(-1);
    if (session === undefined) throw new Error('nobody dialled');
    return session;
  }

  /** Everything as it should be, at the next position. */
  function sendGood(session: ScriptedSession): void {
    held = { ...held, revision: held.revision + 1 };
    nonce += 1;
    session.send({ welcome: { plan: 'PLAN_FULL', why: 'test', head: held, schema: 1 } });
    session.send({ secrets: sealedSecrets(session.hello.sealingPublicKey) });
    for (const update of fullUpdate(resources, { ...held, nonce })) session.send({ update });
  }

  const described = async () => shown.parse(await (await fetch(`${adminUrl}/config`)).json());

  /** What callers of both tenants are told; those of tenant `b` first. */
  async function answers(): Promise<readonly string[]> {
    const node = { httpUrl };
    const calls = ['b', 'a'].flatMap((tenantId) => {
      const apiKey = keyOf(tenantId);
      const headers = { authorization: `Bearer ${apiKey}` };
      return [
        chat({ apiKey, node }, { model: 'assistant' }),
        chat({ apiKey, node }, { model: 'another' }),
        fetch(`${httpUrl}/v1/models`, { headers }),
      ];
    });
    const stranger = chat({ apiKey: keyOf('c'), node }, { model: 'assistant' });
    return Promise.all(
      [stranger, ...calls].map(async (call) => {
        const { status, text } = await call.then(async (reply) => ({
          status: reply.status,
          text: await reply.text(),
        }));
        return `${status} ${text.replace(/"request_id":"[^"]*"/, '')}`;
      }),
    );
  }

  /** Resolves when the node has taken in all that was sent before. */
  async function takenIn(session: ScriptedSession): Promise<void> {
    nonce += 1;
    const own = nonce;
    // Older than anything that is held: it is answered, and changes nothing.
    for (const update of fullUpdate([], { epoch: 0, revision: 1, nonce: own }))
      session.send({ update });
    await eventually(() => {
      const isAnswered = session.verdicts.some((verdict) => verdict.nonce === `${own}`);
      expect(isAnswered || newest() !== session).toBe(true);
      expect(program.isRunning).toBe(true);
    }, 20_000);
  }

  async function allIsWell(): Promise<void> {
    const digest = digestOf(resources).toString('hex');
    const { epoch, revision } = await described();
    held = { epoch: Math.max(held.epoch, epoch), revision: Math.max(held.revision, revision) };
    sendGood(newest());
    await eventually(
      async () => expect(await described()).toMatchObject({ state: 'IN_SYNC', digest }),
      20_000,
    );
    expect(await answers()).toEqual(expected);
  }

  async function tryOut({ reach, frames }: SpoiltMessage): Promise<void> {
    const session = newest();
    nonce += 1;
    const to = { epoch: held.epoch, revision: held.revision + 1, nonce };
    held = { ...held, revision: to.revision };
    for (const frame of frames({ draw, resources, to })) session.send(frame);
    await takenIn(session);
    for (const { outcome } of session.verdicts)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (newest() !== session) outcomes.set('redialled', (outcomes.get('redialled') ?? 0) + 1);
    // A stranger and tenant b come first.
    const safe = { nobody: expected.length, 'tenant-a': 4, everybody: 0 }[reach];
    expect((await answers()).slice(0, safe)).toEqual(expected.slice(0, safe));
    await allIsWell();
  }

  test.each(Object.entries(spoiltMessages))(
    '%s: the process lives, and answers as before',
    async (_, message) => {
      for (let round = 0; round < ROUND_COUNT; round += 1) await tryOut(message);
    },
    sized(60_000, 300_000),
  );

  test('all kinds of answers were had, nothing went wrong inside, and the process ends as it should', async () => {
    expect([...outcomes.keys()].toSorted()).toEqual([
      'OUTCOME_APPLIED',
      'OUTCOME_PARTIAL',
      'OUTCOME_REJECTED',
      'redialled',
    ]);
    expect(program.output).not.toMatch(/could not be applied|fault of its own/);
    expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 30_000);
});
