import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { VERSION_BYTES } from '../../../proto/resource.ts';
import type { EnforcedSet } from '../build-snapshot.ts';
import type { ResourceSpan } from '../packed/packed-resource.ts';
import type { SetContent } from '../packed/set-draft.ts';
import { SetFill } from '../packed/set-fill.ts';
import type { HeldSecret } from '../secret-store.ts';
import type { SlicedWork } from '../slices.ts';
import { BlockWriter } from './block-writer.ts';

/** What a file keeps: enough to serve with nobody to ask. */
export interface KeptState {
  readonly enforced: EnforcedSet;
  readonly secrets: readonly HeldSecret[];
}

/** What a file gave. */
export interface ReadState {
  readonly epoch: bigint;
  readonly revision: bigint;
  /** Of what was enforced. */
  readonly digest: Buffer;
  /** The resources, with the digest that they make. */
  readonly content: SetContent;
  readonly secrets: readonly HeldSecret[];
  /** See {@link sealState}; empty when a build has written it that did not say. */
  readonly program: string;
}

/** Why a file gave nothing. */
export type FileFault = 'wrong_key' | 'corrupt';

/** Thrown for a file that cannot be used; `message` names no content. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  readonly fault: FileFault;

  constructor(fault: FileFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

const MAGIC = Buffer.from('GTHLKG');
const FORMAT_VERSION = 1;
const CHECK_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = MAGIC.length + 1 + CHECK_BYTES + NONCE_BYTES;
const CHUNK_BYTES = 65_536;

/**
 * The bytes of a file, in chunks, so that writing a large one can pause. Layout: magic, version, key check (16 bytes), nonce
 * (12); AES-256-GCM over the state with all of that authenticated; tag (16). `program` names what has judged the state; it comes last,
 * where builds that do not know of it do not look.
 */
export function* sealState(
  state: KeptState,
  stateKey: Buffer,
  program = '',
): Generator<Buffer, void, void> {
  const keys = deriveKeys(stateKey);
  const nonce = randomBytes(NONCE_BYTES);
  const header = Buffer.concat([MAGIC, Buffer.from([FORMAT_VERSION]), keys.check, nonce]);
  const cipher = createCipheriv('aes-256-gcm', keys.encryption, nonce).setAAD(header);
  yield header;
  const writer = new BlockWriter(CHUNK_BYTES);
  for (const _ of writeState(state, writer))
    if (writer.length >= CHUNK_BYTES) yield cipher.update(writer.take());
  writer.text(program);
  yield Buffer.concat([cipher.update(writer.take()), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what {@link sealState} made. @throws UnusableFile */
export function openState(file: Buffer, stateKey: Buffer): ReadState {
  if (file.length < HEADER_BYTES + TAG_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC))
    throw new UnusableFile('corrupt', 'it is truncated or no last-known-good file');
  if (file[MAGIC.length] !== FORMAT_VERSION)
    throw new UnusableFile('corrupt', 'it is of another version of the format');
  const keys = deriveKeys(stateKey);
  const header = file.subarray(0, HEADER_BYTES);
  const check = header.subarray(MAGIC.length + 1, MAGIC.length + 1 + CHECK_BYTES);
  if (!timingSafeEqual(check, keys.check))
    throw new UnusableFile(
      'wrong_key',
      'it was written with another GATEHOUSE_NODE_STATE_KEY, or in another pool',
    );
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.encryption, header.subarray(-NONCE_BYTES))
      .setAAD(header)
      .setAuthTag(file.subarray(-TAG_BYTES));
    const sealed = file.subarray(HEADER_BYTES, -TAG_BYTES);
    const plain = decipher.update(sealed);
    // Of this cipher it gives no bytes: it throws when they are not what was sealed.
    decipher.final();
    return decodeState(plain);
  } catch {
    throw new UnusableFile('corrupt', 'its content was changed or cut');
  }
}

function deriveKeys(stateKey: Buffer): { readonly encryption: Buffer; readonly check: Buffer } {
  const derive = (use: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', stateKey, '', `gatehouse last-known-good ${use} v1`, bytes));
  return { encryption: derive('encryption', 32), check: derive('key check', CHECK_BYTES) };
}

/** Pauses after each resource. */
function* writeState({ enforced, secrets }: KeptState, writer: BlockWriter): SlicedWork<void> {
  const domains = [...enforced.domains.values()];
  const head = Buffer.alloc(24);
  head.writeBigUInt64BE(enforced.position.epoch, 0);
  head.writeBigUInt64BE(enforced.position.revision, 8);
  head.writeUInt32BE(
    domains.reduce((count, domain) => count + domain.size, 0),
    16,
  );
  head.writeUInt32BE(secrets.length, 20);
  writer.bytes(head);
  writer.bytes(enforced.digest);
  for (const domain of domains)
    for (const { kind, id, tenantId, version, body } of domain.values()) {
      for (const name of [kind, id, tenantId]) writer.text(name);
      writer.block(version);
      writer.block(body);
      yield;
    }
  for (const { name, generation, value } of secrets) {
    for (const text of [name, `${generation}`]) writer.text(text);
    writer.block(value);
    yield;
  }
}

function decodeState(plain: Buffer): ReadState {
  const reader = new BlockReader(plain);
  const head = reader.take(24);
  const digest = reader.take(32);
  const content = readContent(reader, head.readUInt32BE(16));
  const secrets = Array.from({ length: head.readUInt32BE(20) }, () => readSecret(reader));
  return {
    epoch: head.readBigUInt64BE(0),
    revision: head.readBigUInt64BE(8),
    digest,
    content,
    secrets,
    program: reader.isAtEnd ? '' : reader.text(),
  };
}

/** Resources of one tenant stand together. */
function readContent(reader: BlockReader, count: number): SetContent {
  const fill = new SetFill();
  let spans: TenantSpan[] = [];
  for (let left = count; left > 0; left -= 1) {
    const span = readSpan(reader, spans.at(-1)?.tenantId ?? '');
    if (spans[0] !== undefined && spans[0].tenantId !== span.tenantId) {
      fill.add(spans[0].tenantId, reader.memory, spans);
      spans = [];
    }
    spans.push(span);
  }
  if (spans[0] !== undefined) fill.add(spans[0].tenantId, reader.memory, spans);
  return fill.finish();
}

interface TenantSpan extends ResourceSpan {
  readonly tenantId: string;
}

/** `lastTenantId` is that of the resource before. */
function readSpan(reader: BlockReader, lastTenantId: string): TenantSpan {
  const kind = reader.text();
  const idAt = reader.skip();
  const idEnd = reader.at;
  const read = reader.text();
  // One string for all that are alike.
  const tenantId = read === lastTenantId ? lastTenantId : read;
  const versionAt = reader.skip();
  if (reader.at - versionAt !== VERSION_BYTES) throw new RangeError('a version is cut');
  const bodyAt = reader.skip();
  return { kind, tenantId, idAt, idEnd, versionAt, bodyAt, bodyEnd: reader.at };
}

function readSecret(reader: BlockReader): HeldSecret {
  const name = reader.text();
  const generation = BigInt(reader.text());
  return { name, generation, value: reader.block() };
}

/** Reads forward and never beyond the end. What it gives shares the memory of the whole. */
class BlockReader {
  readonly memory: Buffer;
  #at = 0;

  constructor(memory: Buffer) {
    this.memory = memory;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.memory.length;
  }

  take(length: number): Buffer {
    const start = this.#advance(length);
    return this.memory.subarray(start, start + length);
  }

  block(): Buffer {
    return this.take(this.#length());
  }

  text(): string {
    const start = this.skip();
    return this.memory.toString('utf8', start, this.#at);
  }

  /** Goes to the end of a block and gives where that began. */
  skip(): number {
    return this.#advance(this.#length());
  }

  #length(): number {
    return this.memory.readUInt32BE(this.#advance(4));
  }

  /** Gives where it was. */
  #advance(length: number): number {
    const start = this.#at;
    if (start + length > this.memory.length) throw new RangeError('the state ends too early');
    this.#at += length;
    return start;
  }
}
