import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

interface EnumJson {
  readonly name: string;
}
interface MessageJson {
  readonly name: string;
  readonly nestedType?: readonly MessageJson[];
  readonly enumType?: readonly EnumJson[];
}
interface ServiceJson {
  readonly name: string;
  readonly method?: readonly { readonly name: string }[];
}
/** Fields of google.protobuf.FileDescriptorProto, as JSON, that the index is made of. */
interface FileJson {
  readonly name: string;
  readonly package: string;
  readonly dependency?: readonly string[];
  readonly messageType?: readonly MessageJson[];
  readonly enumType?: readonly EnumJson[];
  readonly service?: readonly ServiceJson[];
}

/** The services of a node's gRPC door and the details of its errors; their imports come along. */
const served = ['proto/gatehouse/inference', 'proto/google', 'proto/grpc'];

/**
 * Writes `proto/generated/descriptors.ts`: the compiled form of what a node serves, by file, with the symbols that each
 * defines. It is buf's, because proto-loader's lacks file names and imports, on which clients of reflection rely.
 */
export function generateDescriptors(): void {
  const files = (JSON.parse(build('json').toString('utf8')) as { readonly file: FileJson[] }).file;
  const bodies = splitDescriptorSet(build('binpb'));
  const entries = files.map((file, index) => ({
    name: file.name,
    dependencies: file.dependency ?? [],
    symbols: listSymbols(file),
    base64: (bodies[index] ?? Buffer.alloc(0)).toString('base64'),
  }));
  writeFileSync(
    'proto/generated/descriptors.ts',
    `/** Written by proto/generate.ts. */\nexport const descriptorFiles = ${JSON.stringify(entries, null, 2)} as const;\n`,
  );
}

function build(format: 'json' | 'binpb'): Buffer {
  const paths = served.flatMap((path) => ['--path', path]);
  const options = ['--as-file-descriptor-set', '--exclude-source-info'];
  return execFileSync(
    'node_modules/.bin/buf',
    ['build', ...paths, ...options, '-o', `-#format=${format}`],
    { maxBuffer: 16 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] },
  );
}

/** A FileDescriptorSet is nothing but `repeated FileDescriptorProto file = 1`: tag, length, bytes. */
function splitDescriptorSet(set: Buffer): readonly Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at < set.length; ) {
    if (set[at] !== 0x0a) throw new Error(`unexpected tag at byte ${at} of the descriptor set`);
    const { value: length, next } = readVarint(set, at + 1);
    bodies.push(set.subarray(next, next + length));
    at = next + length;
  }
  return bodies;
}

function readVarint(bytes: Buffer, start: number): { value: number; next: number } {
  let value = 0;
  for (let at = start, shift = 0; at < bytes.length; at += 1, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at + 1 };
  }
  throw new Error('the descriptor set ends inside a length');
}

function listSymbols(file: FileJson): readonly string[] {
  const services = file.service ?? [];
  return [
    ...(file.messageType ?? []).flatMap((message) => listMessageSymbols(file.package, message)),
    ...(file.enumType ?? []).map((entry) => `${file.package}.${entry.name}`),
    ...services.flatMap((service) => listServiceSymbols(file.package, service)),
  ];
}

function listMessageSymbols(scope: string, message: MessageJson): readonly string[] {
  const name = `${scope}.${message.name}`;
  return [
    name,
    ...(message.nestedType ?? []).flatMap((nested) => listMessageSymbols(name, nested)),
    ...(message.enumType ?? []).map((entry) => `${name}.${entry.name}`),
  ];
}

function listServiceSymbols(scope: string, service: ServiceJson): readonly string[] {
  const name = `${scope}.${service.name}`;
  return [name, ...(service.method ?? []).map((method) => `${name}.${method.name}`)];
}
