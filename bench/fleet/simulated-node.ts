import { randomBytes } from 'node:crypto';
import { configContract } from '../../proto/contract/config.ts';
import type { Answers } from './answers.ts';
import { frameMessage, MessageStream, type StreamTarget } from './message-stream.ts';
import { readResponse, type UpdateEnd } from './read-update.ts';

/** As a node's: full jitter below a ceiling that doubles. */
const redialMs = { first: 100, max: 15_000 } as const;
const instanceBytes = 16;
const publicKeyBytes = 32;

/** What becomes of a node. */
export interface NodeEvents {
  dialled(): void;
  /** It holds another revision than before, 0 for none, and has said so; `receivedBytes` are all of its stream. */
  moved(from: number, to: number, receivedBytes: number): void;
  /**
   * It was told what is revoked up to a later revision than before, by a message of its own or by the update that takes it away,
   * whichever it read first; `from` is the one before, 0 for none.
   */
  told(from: number, to: number): void;
  /** Its stream has ended after it held everything. */
  lost(): void;
}

/** What the nodes of a group share. */
export interface NodeShare extends NodeEvents {
  readonly answers: Answers;
  readonly heartbeatMs: number;
}

/** A node that says yes to everything at once. Only its stream is real: no resource is decoded, none kept. */
export class SimulatedNode {
  readonly #target: StreamTarget;
  readonly #answers: Answers;
  readonly #events: NodeEvents;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #hello: Buffer;
  #stream: MessageStream | undefined;
  #held: UpdateEnd | undefined;
  #toldRevision = 0;
  #redial: NodeJS.Timeout | undefined;
  #failureCount = 0;
  #isStuck = false;
  /** What came while it was stuck. */
  #owed: UpdateEnd | undefined;
  #isClosed = false;

  constructor(nodeId: string, target: StreamTarget, shared: NodeShare) {
    this.#target = target;
    this.#answers = shared.answers;
    this.#events = shared;
    this.#hello = frameMessage(
      configContract.ConfigService.service.Stream.requestSerialize({
        hello: {
          nodeId,
          instanceId: randomBytes(instanceBytes).toString('hex'),
          build: 'bench',
          schemaMin: 1,
          schemaMax: 2,
          takesPacked: true,
          sealingPublicKey: randomBytes(publicKeyBytes),
        },
      }),
    );
    // Not only once it holds something: everything may be longer on its way than a stream may be silent.
    this.#heartbeat = setInterval(() => this.#beat(), shared.heartbeatMs);
    this.#dial();
  }

  /** Revision that it holds; 0 for none. */
  get revision(): number {
    return this.#held?.revision ?? 0;
  }

  /** Reads on and answers nothing, as a node that hangs; or reads no more, as one that is stopped. */
  hang(reads: boolean): void {
    this.#isStuck = true;
    if (!reads) this.#stream?.pause();
  }

  /** Ends {@link hang}: answers what it was given meanwhile, and goes on. */
  wake(): void {
    this.#isStuck = false;
    const owed = this.#owed;
    this.#owed = undefined;
    if (owed !== undefined) this.#hold(owed);
    this.#stream?.resume();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#redial);
    clearInterval(this.#heartbeat);
    this.#stream?.close();
  }

  #dial(): void {
    this.#events.dialled();
    this.#stream = new MessageStream(this.#target, {
      message: (message) => this.#take(message),
      ended: () => this.#end(),
    });
    this.#stream.send(this.#hello);
  }

  #take(message: Buffer): void {
    const heard = readResponse(message);
    if (heard?.kind === 'goaway') this.#stream?.close();
    else if (heard?.kind === 'revocations') this.#hear(heard.revision);
    else if (heard?.kind === 'update') {
      this.#hear(heard.update.revision);
      this.#hold(heard.update);
    }
  }

  /** A replica with much to do tells its nodes in slices: an update may overtake a revocation, and one revocation another. */
  #hear(revision: number): void {
    const before = this.#toldRevision;
    if (revision <= before) return;
    this.#toldRevision = revision;
    this.#events.told(before, revision);
  }

  #hold(update: UpdateEnd): void {
    if (this.#isStuck) {
      this.#owed = update;
      return;
    }
    const before = this.revision;
    this.#held = update;
    this.#stream?.send(this.#answers.to(update).verdict);
    this.#events.moved(before, update.revision, this.#stream?.receivedBytes ?? 0);
  }

  #beat(): void {
    const { syncing } = this.#answers;
    this.#stream?.send(this.#held === undefined ? syncing : this.#answers.to(this.#held).heartbeat);
  }

  #end(): void {
    if (this.#isClosed) return;
    if (this.#held !== undefined) {
      this.close();
      this.#events.lost();
      return;
    }
    const ceilingMs = Math.min(redialMs.first * 2 ** this.#failureCount, redialMs.max);
    this.#failureCount += 1;
    this.#redial = setTimeout(() => this.#dial(), Math.random() * ceilingMs);
  }
}
