import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { hashOf, type RegisteredDocuments, withoutPrefix } from './registered-documents.ts';

/** Which documents are run: any, or those that are registered and no others. */
export type DocumentMode = 'any' | 'trusted';

/** What a caller sends: a document, or the id of a registered one. */
interface SentDocument {
  readonly query?: unknown;
  /** GraphQL over HTTP, appendix on persisted documents. */
  readonly documentId?: unknown;
  /** `persistedQuery.sha256Hash`: how clients of Apollo say it. */
  readonly extensions?: unknown;
}

/** Turns what callers send into documents, before anything of it is parsed. The costs of a document are looked at later. */
export class DocumentDesk {
  readonly #mode: DocumentMode;
  readonly #registered: RegisteredDocuments | undefined;

  constructor(mode: DocumentMode, registered: RegisteredDocuments | undefined) {
    this.#mode = mode;
    this.#registered = registered;
  }

  /** The document to run; undefined when none was sent. @throws GraphQLError DOCUMENT_NOT_REGISTERED, BAD_USER_INPUT */
  async resolve(sent: SentDocument): Promise<string | undefined> {
    const text = typeof sent.query === 'string' && sent.query !== '' ? sent.query : undefined;
    const id = idOf(sent);
    if (id === undefined) {
      if (this.#mode === 'trusted') await this.#requireRegistered(text);
      return text;
    }
    if (text !== undefined && hashOf(text) !== id)
      throw refusal('BAD_USER_INPUT', 'Send a document or the id of one, not two different ones.');
    const found = await this.#registered?.find(id);
    if (found === undefined)
      throw refusal(
        'DOCUMENT_NOT_REGISTERED',
        `No document is registered as sha256:${id.slice(0, 64)}; ask operators to add it.`,
      );
    return found;
  }

  /**
   * Puts the document of an id into the body of a POST, for what comes after. @throws GraphQLError as {@link resolve} does, and
   * for an id in a URL
   */
  async admit(request: IncomingMessage & { readonly body?: unknown }): Promise<void> {
    if (request.method === 'GET') {
      const { searchParams } = new URL(request.url ?? '', 'http://gatehouse');
      if (searchParams.has('documentId'))
        throw refusal('BAD_USER_INPUT', 'Send the id of a document in the body of a POST.');
      await this.resolve({ query: searchParams.get('query') });
      return;
    }
    const { body } = request;
    if (!isRecord(body)) return;
    const text = await this.resolve(body);
    if (idOf(body) === undefined) return;
    body['query'] = text;
    if (isRecord(body['extensions'])) delete body['extensions']['persistedQuery'];
  }

  async #requireRegistered(text: string | undefined): Promise<void> {
    const hash = text === undefined ? undefined : hashOf(text);
    if (hash !== undefined && (await this.#registered?.find(hash)) !== undefined) return;
    const which = hash === undefined ? '' : ` This one would be sha256:${hash}.`;
    throw refusal(
      'DOCUMENT_NOT_REGISTERED',
      `Only registered documents are run here: send the documentId of one.${which}`,
    );
  }
}

function idOf({ documentId, extensions }: SentDocument): string | undefined {
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : undefined;
  const hash = isRecord(persisted) ? persisted['sha256Hash'] : undefined;
  if (documentId !== undefined && documentId !== null)
    return withoutPrefix(typeof documentId === 'string' ? documentId : '');
  return typeof hash === 'string' ? withoutPrefix(hash) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
