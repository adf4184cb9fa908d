import type { Demo } from './seed.ts';

/** Where the doors of a local Gatehouse are. */
export interface Places {
  readonly graphqlUrl: string;
  readonly controlAdminUrl: string;
  readonly httpUrl: string;
  readonly grpcAddress: string;
  readonly nodeAdminUrl: string;
  readonly providerUrl: string;
}

/** What `npm start` says when all is ready: a table, and three lines that work when pasted. */
export function describeStart(places: Places, demo: Demo, demoFile: string): string {
  const rows = [
    ['GraphQL', places.graphqlUrl, 'people, CLI and automation'],
    ['control plane', places.controlAdminUrl, '/healthz /readyz /metrics'],
    ['node, HTTP', `${places.httpUrl}/v1`, 'base URL for an OpenAI SDK'],
    ['node, gRPC', places.grpcAddress, 'gatehouse.inference.v1.InferenceService'],
    ['node', places.nodeAdminUrl, '/healthz /readyz /metrics /config'],
    ['demo provider', places.providerUrl, 'answers without a model'],
    ['routes', demo.routes.join(', '), 'what to put in model'],
    ['keys and tokens', demoFile, ''],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    '',
    'Gatehouse runs. Ctrl-C drains and stops it.',
    '',
    ...table.map((line) => `  ${line}`),
    '',
    'Try it, in this directory:',
    '',
    ...describeCalls(places, demo),
    '',
  ].join('\n');
}

/** curl, an official SDK, and gRPC: one line each, for a POSIX shell. */
function describeCalls(
  { httpUrl, grpcAddress }: Places,
  { apiKey, routes }: Pick<Demo, 'apiKey' | 'routes'>,
): readonly string[] {
  const model = routes[0];
  const chat = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] });
  const typed = JSON.stringify({
    model,
    messages: [{ role: 'ROLE_USER', content: [{ text: 'Hello' }] }],
  });
  const script = [
    `import OpenAI from 'openai';`,
    `const client = new OpenAI({ baseURL: '${httpUrl}/v1', apiKey: '${apiKey}' });`,
    `const chat = await client.chat.completions.create(${chat.replaceAll('"', "'")});`,
    `console.log(chat.choices[0].message.content);`,
  ].join(' ');
  const key = `-H 'authorization: Bearer ${apiKey}'`;
  const json = `-H 'content-type: application/json'`;
  const method = `http://${grpcAddress}/gatehouse.inference.v1.InferenceService/Chat`;
  return [
    `curl -s ${httpUrl}/v1/chat/completions ${key} ${json} -d '${chat}'`,
    `node --input-type=module -e "${script}"`,
    `npx buf curl --protocol grpc --http2-prior-knowledge ${key} -d '${typed}' ${method}`,
  ];
}
