import type { StreamPiece } from './provider.ts';

const noPieces: readonly StreamPiece[] = [];

/** Cuts bytes, split anywhere, into frames. */
interface Framer<Frame> {
  push(chunk: Buffer): readonly Frame[];
}

/** Reads the frames of one stream in their order, up to the terminal one: what follows it is nobody's. */
export class PieceSequence<Frame> {
  readonly #framer: Framer<Frame>;
  readonly #read: (frame: Frame) => StreamPiece;
  #ended = false;

  constructor(framer: Framer<Frame>, read: (frame: Frame) => StreamPiece) {
    this.#framer = framer;
    this.#read = read;
  }

  /** Whether the terminal piece was read. */
  get ended(): boolean {
    return this.#ended;
  }

  /** @throws what reading a frame throws */
  push(chunk: Buffer): readonly StreamPiece[] {
    if (this.#ended) return noPieces;
    const frames = this.#framer.push(chunk);
    if (frames.length === 0) return noPieces;
    const pieces: StreamPiece[] = [];
    for (const frame of frames) {
      const piece = this.#read(frame);
      pieces.push(piece);
      this.#ended = piece.terminal;
      if (this.#ended) break;
    }
    return pieces;
  }
}
