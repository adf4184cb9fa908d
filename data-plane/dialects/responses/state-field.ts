import type { Json, JsonObject } from '../../inference.ts';
import { invalidField } from '../json-field.ts';

interface StateRule {
  /** The value that asks for no more than leaving the field out; null always does. */
  readonly harmless?: Json;
  readonly sentence: string;
}

const wholeConversation = 'send the whole conversation in input, this gateway keeps none.';

/** Fields of responses/create that rest on what a provider keeps between calls, or let it choose what to forget. */
const rules: Readonly<Record<string, StateRule>> = {
  previous_response_id: { sentence: `Leave out previous_response_id: ${wholeConversation}` },
  conversation: { sentence: `Leave out conversation: ${wholeConversation}` },
  prompt: {
    sentence:
      'Leave out prompt: send its text in instructions and input, this gateway keeps no templates.',
  },
  background: {
    harmless: false,
    sentence: 'Leave out background: this gateway keeps no response that could be fetched later.',
  },
  store: {
    harmless: false,
    sentence:
      'Leave out store, or send false: neither this gateway nor a provider keeps responses.',
  },
  truncation: {
    harmless: 'disabled',
    sentence:
      'Leave out truncation, or send disabled: this gateway cuts nothing out of a conversation.',
  },
};

/** Names of the fields that {@link refuseStateFields} looks at: none of them travels further. */
export const stateFields: readonly string[] = Object.keys(rules);

/**
 * A node keeps nothing between two calls, and providers are not asked to. `store` left out is no, here, where OpenAI's
 * default is yes.
 *
 * @throws GatewayError invalid_request that says what to send instead
 */
export function refuseStateFields(object: JsonObject): void {
  for (const [name, { harmless, sentence }] of Object.entries(rules)) {
    const value = object[name] ?? null;
    if (value !== null && value !== harmless) throw invalidField(name, sentence);
  }
}
