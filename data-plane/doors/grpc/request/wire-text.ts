import { GatewayError } from '../../../errors.ts';

const replacement = '\uFFFD';

/**
 * Checks the strings of one message against its bytes. Decoding protobuf replaces broken UTF-8 silently; what is
 * forwarded would then differ from what was sent, so such a message is refused.
 */
export class WireText {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /**
   * The string itself. Costs a search that V8 skips for texts of Latin-1.
   *
   * @throws GatewayError invalid_request when its bytes were no UTF-8
   */
  whole(text: string): string {
    // A replacement character that the caller wrote is in the bytes as one.
    if (text.includes(replacement) && !this.#bytes.includes(text))
      throw new GatewayError('invalid_request', 'The message holds text that is not valid UTF-8.');
    return text;
  }
}
