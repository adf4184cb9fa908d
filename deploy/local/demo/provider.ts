import type { IncomingMessage, ServerResponse } from 'node:http';
import { generateDeterministicEmbedding, LLMock } from '@copilotkit/aimock';
import { z } from 'zod';
import { sampleOf } from './schema-sample.ts';

/** What an OpenAI-compatible server says of itself, without a model behind it: see `answer`. */
const BODY_BYTES_MAX = 5 * 1024 * 1024;
const EMBEDDING_DIMENSIONS = 256;
const CHARACTERS_PER_TOKEN = 4;
const QUOTED_CHARACTERS_MAX = 200;
const CHUNK_INTERVAL_MS = 5;

const environment = z.object({
  GATEHOUSE_DEMO_PROVIDER_PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  GATEHOUSE_BIND_ADDRESS: z.string().min(1).default('127.0.0.1'),
});
const embeddingRequest = z.object({
  model: z.string(),
  input: z.union([
    z.string(),
    z.array(z.string()),
    z.array(z.number()),
    z.array(z.array(z.number())),
  ]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  dimensions: z.number().int().min(1).max(3072).default(EMBEDDING_DIMENSIONS),
});
type ChatRequest = Parameters<NonNullable<Parameters<LLMock['on']>[0]['predicate']>>[0];

/**
 * Chat answers with text, with a call of the first tool when the request has tools and no result
 * yet, or with JSON when it asks for that, streamed or not; usage is estimated and never zero.
 * Embeddings are served here and not by aimock, whose usage is zero and which ignores base64, the
 * official SDK's default.
 */
async function startDemoProvider(): Promise<LLMock> {
  const settings = environment.parse(process.env);
  const provider = new LLMock({
    port: settings.GATEHOUSE_DEMO_PROVIDER_PORT,
    host: settings.GATEHOUSE_BIND_ADDRESS,
    latency: CHUNK_INTERVAL_MS,
    journalMaxEntries: 100,
  });
  provider.on({ endpoint: 'chat' }, answer);
  provider.mount('/v1/embeddings', { handleRequest: serveEmbeddings });
  await provider.start();
  return provider;
}

function answer(request: ChatRequest) {
  const lastUser = request.messages.findLastIndex(({ role }) => role === 'user');
  const hasResult = request.messages.slice(lastUser + 1).some(({ role }) => role === 'tool');
  const tool = request.tools?.[0]?.function;
  if (tool !== undefined && !hasResult && request.tool_choice !== 'none')
    return {
      toolCalls: [{ name: tool.name, arguments: JSON.stringify(sampleOf(tool.parameters)) }],
    };
  const format = request.response_format;
  if (format !== undefined && format.type !== 'text')
    return { content: JSON.stringify(sampleOf(jsonSchemaOf(format))) };
  const said = textOf(request.messages[lastUser]?.content).slice(0, QUOTED_CHARACTERS_MAX);
  return { content: `This is ${request.model}, a demo without a model. You said: ${said}` };
}

function textOf(content: ChatRequest['messages'][number]['content'] | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}

function jsonSchemaOf(format: object): object | undefined {
  const { data } = z
    .object({ json_schema: z.object({ schema: z.looseObject({}) }) })
    .safeParse(format);
  return data?.json_schema.schema;
}

async function serveEmbeddings(request: IncomingMessage, response: ServerResponse) {
  const parsed = embeddingRequest.safeParse(await readJson(request));
  if (!parsed.success) {
    reply(response, 400, {
      error: { message: z.prettifyError(parsed.error), type: 'invalid_request_error', code: null },
    });
    return true;
  }
  const { model, input, encoding_format: format, dimensions } = parsed.data;
  const texts = textsOf(input);
  const tokens = texts.reduce(
    (sum, text) => sum + Math.ceil(text.length / CHARACTERS_PER_TOKEN),
    1,
  );
  reply(response, 200, {
    object: 'list',
    data: texts.map((text, index) => {
      const vector = generateDeterministicEmbedding(text, dimensions);
      const embedding =
        format === 'base64'
          ? Buffer.from(Float32Array.from(vector).buffer).toString('base64')
          : vector;
      return { object: 'embedding', index, embedding };
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
  return true;
}

/** A list of numbers is one text in tokens; a list of lists is several. */
function textsOf(input: z.infer<typeof embeddingRequest>['input']): readonly string[] {
  if (typeof input === 'string') return [input];
  const texts = input.map((part) => (typeof part === 'number' ? '' : part.toString()));
  return typeof input[0] === 'number' ? [input.join(' ')] : texts;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const provider = await startDemoProvider();
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void provider.stop().finally(() => process.exit(0)));
