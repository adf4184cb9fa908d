import { fileURLToPath } from 'node:url';
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader';

const protoRoot = fileURLToPath(new URL('.', import.meta.url));

/** Those of `generate.ts`, so that values have the generated types: 64-bit integers are decimal strings, enums their names, bytes Buffers. */
const options: Options = {
  includeDirs: [protoRoot],
  longs: String,
  enums: String,
  defaults: true,
  arrays: true,
  objects: true,
  oneofs: true,
};

/** Loads one file with what it imports, by full names. The only caller of proto-loader. */
export function loadDefinitions(file: string): PackageDefinition {
  return loadSync(file, options);
}

/** The messages of a package that has no services, by their names in it: what encodes and decodes needs no gRPC. */
export function loadMessages(file: string, packageName: string): unknown {
  const prefix = `${packageName}.`;
  return Object.fromEntries(
    Object.entries(loadDefinitions(file))
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, definition]) => [name.slice(prefix.length), definition]),
  );
}
