import {
  type Behaviour,
  type FaultyProvider,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import { kinds, type RefusalName } from './provider-kind.ts';

/** Base path, in front of the kind's own, of its embeddings or of one of its refusals. */
export function pathOf(name: string, service: 'embedding' | RefusalName): string {
  return `/${name}/${service}`;
}

/** Starts what the mock does not speak as the providers do: embeddings of several texts, and refusals. */
export function startOwnProvider(): Promise<FaultyProvider> {
  return startFaultyProvider((request, response) => {
    const [, name, service = ''] = request.path.split('/');
    const row = kinds.find((kind) => kind.name === name);
    if (row === undefined) return respond(response, 404, {});
    if (service === 'embedding') return respond(response, 200, embed(request));
    const refusal = Object.entries(row.refusals).find(([fault]) => fault === service)?.[1];
    respond(response, refusal?.status ?? 404, refusal?.body ?? {}, refusal?.headers);
  });
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
