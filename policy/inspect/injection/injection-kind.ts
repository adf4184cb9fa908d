/** What kind of evidence of an injected instruction was found. Names appear in findings and in decision records. */
export type InjectionKind = (typeof injectionKinds)[number];

export const injectionKinds = [
  'instruction_override',
  'prompt_exfiltration',
  'role_spoofing',
  'persona_change',
  'tool_instruction',
  'encoded_instruction',
  'hidden_text',
] as const;
