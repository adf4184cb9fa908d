import { stringify } from 'yaml';
import { type ConfigDocument, DOCUMENT_VERSION, documentKinds } from '../domain/plan/document.ts';

/** The documents as one YAML text, which `readDocuments` reads back to the same. */
export function writeDocuments(documents: readonly ConfigDocument[]): string {
  return documents.map(writeDocument).join('---\n');
}

function writeDocument({ kind, name, tenant, spec }: ConfigDocument): string {
  const metadata = kind === 'tenant' ? { name } : { name, tenant };
  const document = { apiVersion: DOCUMENT_VERSION, kind: documentKinds[kind], metadata, spec };
  return stringify(document, { schema: 'core', lineWidth: 0, aliasDuplicateObjects: false });
}
