import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { findFreePorts } from '../../../deploy/local/process/port.ts';
import { readStarterSettings, requireFreePorts } from '../../../deploy/local/settings.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0))
    await new Promise((resolve) => server.close(() => resolve(undefined)));
});

test('without variables the documented ports apply', () => {
  expect(readStarterSettings({ GATEHOUSE_HTTP_PORT: '' }).ports).toEqual({
    GATEHOUSE_GRAPHQL_PORT: 4000,
    GATEHOUSE_CONFIG_PORT: 4001,
    GATEHOUSE_CONTROL_ADMIN_PORT: 4002,
    GATEHOUSE_HTTP_PORT: 4100,
    GATEHOUSE_GRPC_PORT: 4101,
    GATEHOUSE_NODE_ADMIN_PORT: 4102,
    GATEHOUSE_DEMO_PROVIDER_PORT: 4200,
  });
});

test('every variable at fault is named at once', () => {
  const read = () =>
    readStarterSettings({ GATEHOUSE_HTTP_PORT: 'http', GATEHOUSE_GRPC_PORT: '70000' });
  expect(read).toThrow(/GATEHOUSE_HTTP_PORT[\s\S]*GATEHOUSE_GRPC_PORT/);
});

test('every taken port is named with its variable, and two equal ones', async () => {
  const [free = 0, ...others] = await findFreePorts(8);
  const taken = createServer();
  servers.push(taken);
  await new Promise<void>((resolve) => taken.listen(free, '127.0.0.1', resolve));
  const [graphql, config, controlAdmin, grpc, nodeAdmin] = others;
  const settings = readStarterSettings({
    GATEHOUSE_GRAPHQL_PORT: String(graphql),
    GATEHOUSE_CONFIG_PORT: String(config),
    GATEHOUSE_CONTROL_ADMIN_PORT: String(controlAdmin),
    GATEHOUSE_HTTP_PORT: String(free),
    GATEHOUSE_GRPC_PORT: String(grpc),
    GATEHOUSE_NODE_ADMIN_PORT: String(nodeAdmin),
    GATEHOUSE_DEMO_PROVIDER_PORT: String(grpc),
  });
  await expect(requireFreePorts(settings)).rejects.toThrow(
    [
      `port ${free} is taken: set GATEHOUSE_HTTP_PORT to a free one`,
      `GATEHOUSE_DEMO_PROVIDER_PORT and GATEHOUSE_GRPC_PORT are both ${grpc}`,
    ].join('\n'),
  );
});
