import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inferenceContract } from '../../proto/contract/inference.ts';
import type { ExplainResponse__Output } from '../../proto/generated/gatehouse/inference/v1/ExplainResponse.ts';
import { chat, errorOf } from '../support/call.ts';
import { eventually } from '../support/eventually.ts';
import { type House, startHouse } from '../support/house.ts';

const DECISION = `query ($id: ID!) { decision(requestId: $id) {
  outcome workload requestedRoute route { name } rule revision cost totalMs
  candidates { target { name } kept reason }
  attempts { number target { name } verdict status totalMs }
} }`;
const SIMULATION = `query ($input: SimulateRouteInput!) { simulateRoute(input: $input) {
  rule candidates { target { name } kept reason } targets { name } fallbacks { on targets { name } }
} }`;

interface Named {
  readonly target: { readonly name: string };
}
const withName = <Row extends Named>({ target, ...row }: Row) => ({ ...row, target: target.name });

/** Goal: a scope reaches the node like any other word of a key, and what it lets a caller see is what GraphQL shows to operators. */
describe('explaining', () => {
  let house: House;
  let client: InstanceType<typeof inferenceContract.InferenceService>;
  let key: { readonly id: string; readonly version: number };
  let secret: string;
  beforeAll(async () => {
    house = await startHouse();
    client = new inferenceContract.InferenceService(
      house.node.grpcAddress,
      credentials.createInsecure(),
    );
    const { application: applicationId } = house.ids;
    const input = { applicationId, name: 'explaining', scopes: ['EXPLAIN'] };
    const made = await house.change('createApiKey', input);
    key = made['apiKey'];
    secret = made['secret'];
  });
  afterAll(async () => {
    client.close();
    await house[Symbol.asyncDispose]();
  });

  const headers = { 'x-gatehouse-explain': '1' };
  const explain = () =>
    new Promise<ExplainResponse__Output>((resolve, reject) => {
      const metadata = new Metadata();
      metadata.set('x-api-key', secret);
      const messages = [{ role: 'ROLE_USER' as const, content: [{ text: 'Hello' }] }];
      const respond = (error: ServiceError | null, reply?: ExplainResponse__Output) =>
        reply === undefined ? reject(error) : resolve(reply);
      client.Explain({ chat: { model: 'chat', messages } }, metadata, respond);
    });

  test('the reply tells what `decision` tells', async () => {
    const response = await chat(house, { key: secret, headers });
    const { gateway } = (await response.json()) as { gateway: Record<string, unknown> };
    await eventually(async () => {
      const answer = await house.admin.query(DECISION, { id: gateway['requestId'] });
      expect(answer['decision']).not.toBeNull();
      const { candidates, attempts, route, cost, outcome, ...others } = answer['decision'];
      expect(gateway).toMatchObject({
        ...others,
        outcome: outcome.toLowerCase(),
        route: route.name,
        costNanoUsd: cost,
        candidates: candidates.map(withName),
        attempts: attempts.map(withName),
      });
    });
  });

  test('`Explain` tells what `simulateRoute` tells', async () => {
    const { decision, order, fallbacks } = await explain();
    const input = { applicationId: house.ids.application, routeId: house.ids.chatRoute };
    const { simulateRoute } = await house.admin.query(SIMULATION, { input });
    expect({
      rule: decision?.rule,
      candidates: decision?.candidates,
      targets: order.map(({ target }) => ({ name: target })),
      fallbacks,
    }).toEqual({
      rule: simulateRoute.rule,
      candidates: simulateRoute.candidates.map(withName),
      targets: simulateRoute.targets,
      fallbacks: simulateRoute.fallbacks.map(
        (one: { on: string; targets: readonly { name: string }[] }) => ({
          on: one.on.toLowerCase(),
          targets: one.targets.map(({ name }) => name),
        }),
      ),
    });
    expect(decision?.revision).toBe(String(house.node.snapshot?.revision));
  });

  test('a key that has lost the scope is refused, and still calls', async () => {
    await house.change('updateApiKey', { id: key.id, expectedVersion: key.version, scopes: [] });
    expect(await errorOf(chat(house, { key: secret, headers }))).toMatchObject({
      status: 403,
      code: 'scope_missing',
    });
    await expect(explain()).rejects.toMatchObject({ code: 7 });
    expect((await chat(house, { key: secret })).status).toBe(200);
  });
});
