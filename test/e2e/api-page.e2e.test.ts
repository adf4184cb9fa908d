import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OwnControlPlane, startOwnControlPlane } from '../support/control-plane.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

/*
 * Goal: whoever types docs/api.md off gets the answers that it shows.
 * Method: its blocks are read as a list of examples, and each is sent as it stands; what is in angle brackets is kept from the
 * answer that first has it, and must be the same wherever it comes again.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
/** The document that the page registers. */
const ME = 'query Me { me { name } }';

interface Example {
  readonly kind: 'script' | 'document' | 'request';
  readonly source: string;
  readonly token: string;
  readonly variables: string;
  readonly answer: string;
}

function readExamples(): readonly Example[] {
  const blocks = [...page.matchAll(/^```(json|js|graphql)([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', words = '', text = '']) => ({ language, words, text }),
  );
  const examples: Example[] = [];
  let open: Omit<Example, 'answer'> | undefined;
  for (const { language, words, text } of blocks) {
    const token = /as=(\w+)/.exec(words)?.[1] ?? 'adminToken';
    const begun = { source: text, token, variables: '{}' };
    if (language === 'js') open = { ...begun, kind: 'script' };
    else if (language === 'graphql') open = { ...begun, kind: 'document' };
    else if (words.includes('request')) open = { ...begun, kind: 'request' };
    else if (open === undefined) throw new Error(`an answer to nothing: ${text}`);
    else if (words.includes('variables')) open = { ...open, variables: text };
    else {
      examples.push({ ...open, answer: text });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`nothing is said of what answers ${open.source}`);
  return examples;
}

const examples = readExamples();
const directory = mkdtempSync(join(tmpdir(), 'gatehouse-documents-'));
/** What stands in angle brackets -> what it is here. */
const known = new Map<string, string>();
let own: OwnControlPlane;
let node: TestNode;
beforeAll(async () => {
  writeFileSync(join(directory, 'portal.json'), JSON.stringify({ [idOnPage()]: ME }));
  own = await startOwnControlPlane({ GATEHOUSE_GRAPHQL_DOCUMENTS_DIR: directory });
  known.set('adminToken', own.bootstrap.token ?? '');
  const { configAddress = '' } = own.controlPlane;
  node = await startTestNode(configAddress, { GATEHOUSE_NODE_TOKEN: own.nodeToken });
  await eventually(() => expect(node.plane.snapshot).toBeDefined());
}, 60_000);
afterAll(async () => {
  await node?.[Symbol.asyncDispose]();
  await own?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

function idOnPage(): string {
  const [, id = ''] = /"documentId": "(?:sha256:)?(\w+)"/.exec(page) ?? [];
  return id;
}

/** With what is known in place of the names in angle brackets. */
function fill(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, one) => {
    const name = typeof one === 'string' ? /^<(\w+)>$/.exec(one)?.[1] : undefined;
    return name === undefined ? one : (known.get(name) ?? one);
  });
}

/** Keeps what the answer has where the page has a name that is not known yet. */
function learn(shown: unknown, real: unknown): void {
  const name = typeof shown === 'string' ? /^<(\w+)>$/.exec(shown)?.[1] : undefined;
  if (name !== undefined && !known.has(name) && typeof real === 'string') known.set(name, real);
  if (typeof shown !== 'object' || shown === null) return;
  for (const [key, value] of Object.entries(shown)) learn(value, Object(real)[key]);
}

async function run({ kind, source, token, variables }: Example): Promise<unknown> {
  const { graphqlUrl } = own.controlPlane;
  const secret = known.get(token);
  if (kind === 'script') {
    const env = { ...process.env, GATEHOUSE_URL: graphqlUrl, GATEHOUSE_TOKEN: secret };
    const args = ['--input-type=module', '--eval', source];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
    return JSON.parse(stdout);
  }
  const document = { query: source, variables: fill(JSON.parse(variables)) };
  const reply = await fetch(graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify(kind === 'request' ? fill(JSON.parse(source)) : document),
  });
  return reply.json();
}

test.each(examples.map((example, index) => [index + 1, example] as const))(
  'example %i is answered as the page says',
  async (_number, example) => {
    const shown: unknown = JSON.parse(example.answer);
    const real = await run(example);
    learn(shown, real);
    expect(real).toEqual(fill(shown));
  },
);

test('the page has an example of everything that it tells', () => {
  expect(examples.length).toBeGreaterThan(18);
  for (const word of ['VersionConflict', 'ChangeRequestRequired', 'awaitEnforced', 'documentId'])
    expect(examples.some(({ source, answer }) => `${source}${answer}`.includes(word))).toBe(true);
});
