import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import { chat } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody, doneEvent, roleEvent, textEvent } from '../support/faulty-provider.ts';
import { type House, startHouse } from '../support/house.ts';

/**
 * Goal: from the moment at which `awaitEnforced` says that a revocation is enforced, not one call of the key is granted.
 * Method: callers that never rest, over both doors and on connections that they keep; calls are counted by the moment at which they
 * began. Nothing is timed.
 */
describe('a key that was revoked', () => {
  let house: House;
  let client: InstanceType<typeof inferenceContract.InferenceService>;
  beforeAll(async () => {
    house = await startHouse();
    client = new inferenceContract.InferenceService(
      house.node.grpcAddress,
      credentials.createInsecure(),
    );
  });
  afterAll(async () => {
    client.close();
    await house[Symbol.asyncDispose]();
  });
  beforeEach(() => house.first.behave(answer(chatBody)));

  let keyCount = 0;
  async function createKey() {
    keyCount += 1;
    const input = { applicationId: house.ids.application, name: `key-${keyCount}` };
    const made = await house.change('createApiKey', input);
    return { id: String(made['apiKey'].id), secret: String(made['secret']) };
  }
  const created = '... on ApiKeyCreated { apiKey { id } secret revision }';
  const rotate = (id: string, overlapSeconds: number) =>
    house.admin.mutate('rotateApiKey', { id, expectedVersion: 1, overlapSeconds }, created);
  const revoke = (id: string, expectedVersion: number) => {
    const selection = '... on ApiKeyChanged { revision }';
    return house.admin.mutate('revokeApiKey', { id, expectedVersion }, selection);
  };
  async function awaitEnforced(revision: string): Promise<void> {
    const { awaitEnforced: found } = await house.admin.query(
      'query ($revision: UInt64!) { awaitEnforced(revision: $revision) { converged } }',
      { revision },
    );
    expect(found).toEqual({ converged: true });
  }

  const metadataOf = (key: string) => {
    const metadata = new Metadata();
    metadata.set('x-api-key', key);
    return metadata;
  };
  const messages = [{ role: 'ROLE_USER' as const, content: [{ text: 'Hello' }] }];
  const wordOf = (error: ServiceError) => String(error.metadata.get('x-gatehouse-error')[0]);
  /** What a call comes to: `granted`, or the word of its refusal. */
  type Call = (key: string) => Promise<string>;
  const fetched = async (reply: Promise<Response>) => {
    const response = await reply;
    await response.arrayBuffer();
    return response.ok ? 'granted' : String(response.headers.get('x-gatehouse-error'));
  };
  const calls: readonly Call[] = [
    (key) => fetched(chat(house, { key })),
    (key) => fetched(fetch(`${house.node.httpUrl}/v1/models`, { headers: { 'x-api-key': key } })),
    (key) =>
      new Promise((resolve) => {
        client.Chat({ model: 'chat', messages }, metadataOf(key), (error) =>
          resolve(error === null ? 'granted' : wordOf(error)),
        );
      }),
    (key) =>
      new Promise((resolve) => {
        client.ListModels({}, metadataOf(key), (error) =>
          resolve(error === null ? 'granted' : wordOf(error)),
        );
      }),
  ];

  /** Callers of every kind that do not rest until they are stopped. */
  class Crowd {
    phase: 'before' | 'between' | 'after' = 'before';
    readonly #outcomes = new Map<string, number>();
    readonly #running: readonly Promise<void>[];
    #stopped = false;

    constructor(key: string) {
      this.#running = calls.flatMap((call, kind) => [0, 1].map(() => this.#run(kind, call, key)));
    }

    count(phase: string, kind: number, outcome: string): number {
      return this.#outcomes.get(`${phase} ${kind} ${outcome}`) ?? 0;
    }

    /** Every outcome of the phase. */
    outcomes(phase: string): ReadonlySet<string> {
      const words = [...this.#outcomes.keys()].map((key) => key.split(' '));
      return new Set(words.flatMap(([at, , outcome = '']) => (at === phase ? [outcome] : [])));
    }

    async stop(): Promise<void> {
      this.#stopped = true;
      await Promise.all(this.#running);
    }

    async #run(kind: number, call: Call, key: string): Promise<void> {
      while (!this.#stopped) {
        const { phase } = this;
        const outcome = `${phase} ${kind} ${await call(key)}`;
        this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
      }
    }
  }

  async function reach(crowd: Crowd, phase: string, outcome: string, count: number): Promise<void> {
    const counts = () => calls.map((_, kind) => crowd.count(phase, kind, outcome));
    await eventually(() => expect(Math.min(...counts())).toBeGreaterThanOrEqual(count), 30_000);
  }

  async function expectEnd(crowd: Crowd, end: () => Promise<{ revision: string }>): Promise<void> {
    await reach(crowd, 'before', 'granted', 5);
    crowd.phase = 'between';
    await awaitEnforced((await end()).revision);
    crowd.phase = 'after';
    await reach(crowd, 'after', 'unknown_key', 25);
    await crowd.stop();
    expect(crowd.outcomes('after')).toEqual(new Set(['unknown_key']));
  }

  test('has no call granted that begins when the revocation is enforced', async () => {
    const { id, secret } = await createKey();
    await expectEnd(new Crowd(secret), () => revoke(id, 1) as Promise<{ revision: string }>);
  });

  test('and was replaced: the same, and its successor is refused nothing meanwhile', async () => {
    const { id, secret } = await createKey();
    const successor = await rotate(id, 3_600);
    await awaitEnforced(String(successor['revision']));
    const others = new Crowd(String(successor['secret']));
    await expectEnd(new Crowd(secret), () => revoke(id, 2) as Promise<{ revision: string }>);
    await others.stop();
    expect(others.outcomes('before')).toEqual(new Set(['granted']));
  });

  test('by a rotation without overlap: the same', async () => {
    const { id, secret } = await createKey();
    await expectEnd(new Crowd(secret), () => rotate(id, 0) as Promise<{ revision: string }>);
  });

  test('gets nothing more of streams that run, nor of a call whose body is on its way', async () => {
    const { id, secret } = await createKey();
    const replies: ServerResponse[] = [];
    house.first.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`${roleEvent}${textEvent('early')}`);
      replies.push(response);
    });
    const overHttp = await chat(house, { key: secret, stream: true });
    const chunks: string[] = [];
    const overGrpc = new Promise<ServiceError>((resolve) => {
      const stream = client.ChatStream({ chat: { model: 'chat', messages } }, metadataOf(secret));
      stream.on('data', (chunk) => chunks.push(JSON.stringify(chunk)));
      stream.on('error', resolve);
    });
    const upload = beginUpload(secret);
    await eventually(() => expect([replies.length, chunks.length]).toEqual([2, 1]));
    await awaitEnforced(String((await revoke(id, 1))['revision']));
    for (const reply of replies) reply.write(`${textEvent('late')}${doneEvent}`);
    const text = await overHttp.text();
    expect(text).toContain('early');
    expect(text).toContain('unknown_key');
    expect(text).not.toMatch(/late|\[DONE\]/);
    expect(await overGrpc).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(chunks.join()).not.toContain('late');
    await eventually(() => expect(replies.map(({ destroyed }) => destroyed)).toEqual([true, true]));
    expect(await upload.finish()).toContain('unknown_key');
    expect(house.first.requests.filter(({ body }) => body.includes('half'))).toEqual([]);
  });

  /** A call with the key of which half was sent. */
  function beginUpload(key: string) {
    const body = JSON.stringify({ model: 'chat', messages: [{ role: 'user', content: 'half' }] });
    const { hostname, port } = new URL(house.node.httpUrl);
    const socket = connect(Number(port), hostname);
    const head = [
      'POST /v1/chat/completions HTTP/1.1',
      'host: localhost',
      `x-api-key: ${key}`,
      'connection: close',
      `content-length: ${body.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 30)}`);
    return {
      finish: async () => {
        socket.write(body.slice(30));
        let reply = '';
        for await (const chunk of socket.setEncoding('utf8')) reply += chunk;
        return reply;
      },
    };
  }
});
