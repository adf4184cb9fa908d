/** What a text of a call is: who says it, or what it is there for. */
export type PromptPart = (typeof promptParts)[number];
export const promptParts = [
  /** Said by the system or the developer. */
  'system',
  /** Said by the user; inputs of embeddings. */
  'user',
  /** Said by the model before, its reasoning among it. */
  'assistant',
  /** What the model passes to tools: arguments, names and ids of calls. */
  'tool_arguments',
  /** What tools answer. */
  'tool_result',
  /** Names, descriptions and schemas of tools. */
  'tool_definition',
  /** Files in messages, whoever says them. */
  'file',
  /** Whatever else goes along: schemas of replies, stop words, fields that the gateway does not know. */
  'option',
] as const;

/** A piece of a call, or of its reply: an answer, and a call of a tool. */
export interface TextPlace {
  readonly list: 'messages' | 'tools' | 'inputs' | 'options' | 'choices' | 'calls';
  /** From 0, as the gateway reads them; of the options it is 0. */
  readonly position: number;
}

/** A text that is inspected, alone. */
export interface InspectedText {
  readonly text: string;
  readonly part: PromptPart;
  /** Undefined for what is made of pieces of several places. */
  readonly place: TextPlace | undefined;
  /** What it was joined of; absent for what stands in one piece. */
  readonly pieces?: readonly string[] | undefined;
  /** Where each of the pieces stands, when they do in several places. */
  readonly places?: readonly TextPlace[] | undefined;
}

/** `messages.2`, `tools.0`, `inputs.1`, `options`; of replies `choices.0`, `calls.1`. */
export function writePlace({ list, position }: TextPlace): string {
  return list === 'options' ? list : `${list}.${position}`;
}
