import { GatewayError } from '../../../errors.ts';

const replacement = '\uFFFD';
/**
 * Bytes that the searches of one message may read in sum: some 50 ms. Texts in the order of the message read it once
 * altogether; only one made to be slow comes here.
 */
const searchedBytesMax = 64 * 1024 * 1024;

/**
 * Checks the strings of one message against its bytes. Decoding protobuf replaces broken UTF-8 silently; what is
 * forwarded would then differ from what was sent, so such a message is refused.
 */
export class WireText {
  readonly #bytes: Buffer;
  /** After the text that was found last: the next one is most likely behind it. */
  #position = 0;
  #searchedBytes = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /**
   * The string itself. Costs a search that V8 skips for texts of Latin-1.
   *
   * @throws GatewayError invalid_request when its bytes were no UTF-8, or when too many texts hold U+FFFD out of order
   */
  whole(text: string): string {
    // A replacement character that the caller wrote is in the bytes as one.
    if (text.includes(replacement) && !this.#find(text))
      throw new GatewayError('invalid_request', 'The message holds text that is not valid UTF-8.');
    return text;
  }

  #find(text: string): boolean {
    return this.#findFrom(text, this.#position) || this.#findFrom(text, 0);
  }

  #findFrom(text: string, from: number): boolean {
    if (this.#searchedBytes > searchedBytesMax)
      throw new GatewayError('invalid_request', 'The message holds too many characters U+FFFD.');
    const found = this.#bytes.indexOf(text, from);
    this.#searchedBytes += (found < 0 ? this.#bytes.length : found) - from;
    if (found < 0) return false;
    this.#position = found + Buffer.byteLength(text);
    return true;
  }
}
