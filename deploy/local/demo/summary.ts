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

/** What `npm start` says when all is ready: a table, and four lines that work when pasted. */
export function describeStart(places: Places, demo: Demo, demoFile: string): string {
  const rows = [
    ['GraphQL', places.graphqlUrl, 'people, CLI and automation'],
    ['control plane', places.controlAdminUrl, '/healthz /readyz /metrics'],
    ['node, HTTP', `${places.httpUrl}/v1`, 'base URL for an OpenAI SDK; for Anthropic without /v1'],
    ['node, gRPC', places.grpcAddress, 'gatehouse.inference.v1.InferenceService'],
    ['node', places.nodeAdminUrl, '/healthz /readyz /metrics /config'],
    ['demo provider', places.providerUrl, 'answers without a model'],
    ['keys and tokens', demoFile, ''],
    ['routes', demo.routes.join(', '), ''],
  ];
  const explained = rows.filter(([, , what]) => what !== '');
  const nameWidth = Math.max(...rows.map(([name = '']) => name.length));
  // Lists and paths may be long: they do not push the third column away.
  const placeWidth = Math.max(...explained.map(([, place = '']) => place.length));
  const table = rows.map(([name = '', place = '', what = '']) =>
    `${name.padEnd(nameWidth)}  ${place.padEnd(placeWidth)}  ${what}`.trimEnd(),
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

/** curl, both official SDKs, and gRPC: one line each, for a POSIX shell. */
function describeCalls(
  { httpUrl, grpcAddress }: Places,
  { apiKey, routes }: Pick<Demo, 'apiKey' | 'routes'>,
): readonly string[] {
  const model = routes[0];
  const messages = [{ role: 'user', content: 'Hello' }];
  const chat = JSON.stringify({ model, messages });
  const typed = JSON.stringify({
    model,
    messages: [{ role: 'ROLE_USER', content: [{ text: 'Hello' }] }],
  });
  const openai = [
    `import OpenAI from 'openai';`,
    `const client = new OpenAI({ baseURL: '${httpUrl}/v1', apiKey: '${apiKey}' });`,
    `const chat = await client.chat.completions.create(${quoteSingly({ model, messages })});`,
    `console.log(chat.choices[0].message.content);`,
  ];
  const anthropic = [
    `import Anthropic from '@anthropic-ai/sdk';`,
    `const client = new Anthropic({ baseURL: '${httpUrl}', apiKey: '${apiKey}' });`,
    `const said = await client.messages.create(${quoteSingly({ model, max_tokens: 256, messages })});`,
    `console.log(said.content[0].text);`,
  ];
  const node = 'node --input-type=module -e';
  const key = `-H 'authorization: Bearer ${apiKey}'`;
  const json = `-H 'content-type: application/json'`;
  const method = `http://${grpcAddress}/gatehouse.inference.v1.InferenceService/Chat`;
  return [
    `curl -s ${httpUrl}/v1/chat/completions ${key} ${json} -d '${chat}'`,
    `${node} "${openai.join(' ')}"`,
    `${node} "${anthropic.join(' ')}"`,
    `npx buf curl --protocol grpc --http2-prior-knowledge ${key} -d '${typed}' ${method}`,
  ];
}

/** A literal that stands between double quotes of a shell. */
function quoteSingly(value: object): string {
  return JSON.stringify(value).replaceAll('"', "'");
}
