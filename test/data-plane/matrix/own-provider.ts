import {
  type Behaviour,
  type FaultyProvider,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { kinds, type RefusalName } from './provider-kind.ts';
import { sealedReply } from './sealed-reply.ts';

/** What is served for each kind: its embeddings, one of its refusals, streams that end halfway, or sealed thoughts. */
export type Service = 'embedding' | RefusalName | 'ended' | 'sealed';

/** Base path of a service, in front of the kind's own. */
export function pathOf(name: string, service: Service): string {
  return `/${name}/${service}`;
}

/**
 * Starts what the mock does not speak as the providers do: embeddings of several texts, refusals, sealed thoughts, and streams
 * of the mock whose reply ends as HTTP does, in the middle of its bytes.
 */
export function startOwnProvider(mockUrl: string): Promise<FaultyProvider> {
  return startFaultyProvider((request, response) => {
    const [, name = '', service = ''] = request.path.split('/');
    if (service === 'embedding') return respond(response, 200, embed(request));
    if (service === 'ended') {
      const path = request.path.slice(pathOf(name, service).length);
      return void passHalf(`${mockUrl}${path}`, request, response);
    }
    if (service === 'sealed') {
      const { contentType, body } = sealedReply(request.path, request.body);
      response.writeHead(200, { 'content-type': contentType });
      return void response.end(body);
    }
    const refusals = kinds.find((kind) => kind.name === name)?.refusals;
    const refusal = Object.entries(refusals ?? {}).find(([fault]) => fault === service)?.[1];
    if (refusal === undefined) throw new Error(`nothing is served at ${request.path}`);
    respond(response, refusal.status, refusal.body, refusal.headers);
  });
}

async function passHalf(
  url: string,
  { body }: Parameters<Behaviour>[0],
  response: Parameters<Behaviour>[1],
): Promise<void> {
  const reply = await fetch(url, { method: 'POST', body });
  const bytes = Buffer.from(await reply.arrayBuffer());
  response.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? '' });
  response.end(bytes.subarray(0, bytes.length / 2));
}

/** The vector of a text: exact in 32 bits, and another for each text of the tests. */
export function vectorOf(text: string): readonly number[] {
  return [text.length, 0.5, -2];
}

/** Tokens that each text costs. */
export const tokensPerText = 3;

/** In the form that the path asks for: OpenAI's, batchEmbedContents of Gemini, predict of Vertex, InvokeModel of Cohere. */
function embed({ path, body: bytes }: Parameters<Behaviour>[0]): object {
  const body = JSON.parse(bytes);
  if (path.endsWith(':batchEmbedContents')) {
    const texts: readonly string[] = body.requests.map(
      (one: { content: { parts: { text: string }[] } }) => one.content.parts[0]?.text,
    );
    return { embeddings: texts.map((text) => ({ values: vectorOf(text) })) };
  }
  if (path.endsWith(':predict')) {
    const contents: readonly { content: string }[] = body.instances;
    const statistics = { token_count: tokensPerText };
    const predictions = contents.map(({ content }) => ({
      embeddings: { values: vectorOf(content), statistics },
    }));
    return { predictions };
  }
  if (path.endsWith('/invoke')) {
    const texts: readonly string[] = body.texts;
    return { embeddings: { float: texts.map(vectorOf) }, response_type: 'embeddings_by_type' };
  }
  const inputs: readonly string[] = body.input;
  const tokens = tokensPerText * inputs.length;
  return {
    object: 'list',
    model: body.model,
    data: inputs.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: encode(vectorOf(text), body.encoding_format),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function encode(vector: readonly number[], format: unknown): string | readonly number[] {
  if (format !== 'base64') return vector;
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

function respond(
  response: Parameters<Behaviour>[1],
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
