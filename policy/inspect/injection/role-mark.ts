import { type Phrase, say } from './phrase.ts';

/** Not a template that is filled in later. */
const noTemplate = '(?!\\s{0,3}[{$"\'`\\\\])';
const atLine = '(?<=^|\\n[ \\t>*#/|-]{0,12}|[:>|] {0,2})';
const commanding =
  '(?:you|ignore|new|now|all|from|do|never|always|the (?:user|assistant|following|request)|approve|reveal|print|say|no |filters?|obey|disregard|forget|grant|answer|reply|send)';
const roles = '(?:system|assistant|developer|user|model|tool|human)';

/** Signs that part the turns of a conversation, which only the program that holds it should write. */
export const roleMarks: readonly Phrase[] = [
  // ChatML, Llama 3, Phi.
  say(
    'role_spoofing',
    10,
    '<|im_s',
    `<\\|im_start\\|>\\s{0,3}(?:system|assistant|developer)(?!\\s{0,3}[{$<\\\\"'])`,
  ),
  say(
    'role_spoofing',
    10,
    '<|im_e',
    `<\\|im_end\\|>\\s{0,4}<\\|im_start\\|>\\s{0,3}${roles}(?!\\s{0,3}[{$<\\\\"'])`,
  ),
  say('role_spoofing', 6, '<|im_e', `<\\|im_end\\|>${noTemplate}`),
  say(
    'role_spoofing',
    10,
    '<|star',
    `<\\|start_header_id\\|>\\s?${roles}<\\|end_header_id\\|>${noTemplate}`,
  ),
  say(
    'role_spoofing',
    6,
    '<|',
    `<\\|(?:system|assistant|user|endoftext|end_of_text)\\|>${noTemplate}`,
  ),
  say('role_spoofing', 4, '<|', `<\\|(?:end|eot_id|begin_of_text)\\|>${noTemplate}`),
  say(
    'role_spoofing',
    10,
    '<|',
    `<\\|(?:system|assistant|developer|user)\\|>\\s{0,3}${commanding}`,
  ),
  // Gemma.
  say(
    'role_spoofing',
    10,
    '<start_',
    `<start_of_turn>\\s?(?:model|system)\\s{0,3}${noTemplate}[^\\s<]`,
  ),
  say(
    'role_spoofing',
    10,
    '<end_of',
    `<end_of_turn>\\s{0,4}<start_of_turn>\\s?${roles}\\s{0,3}${noTemplate}[^\\s<]`,
  ),
  // Llama 2 and Mistral.
  say('role_spoofing', 5, '[inst', `\\[INST\\]${noTemplate}`),
  say('role_spoofing', 5, '[/ins', `\\[/INST\\]${noTemplate}`),
  say('role_spoofing', 10, '<<sys', `<<SYS>>${noTemplate}`),
  // Anthropic's text completions.
  say(
    'role_spoofing',
    10,
    'human',
    '(?<=^\\s{0,4}|\\n\\n)human: [^\\n]{1,400}\\n\\n {0,2}assistant:',
  ),
  // Alpaca and the like.
  say(
    'role_spoofing',
    6,
    '###',
    '#{3,16} {0,2}(?:system|new instructions?|instructions? override|admin(?:istrator)?)(?: (?:prompt|message|instructions?|override|update))?(?: {0,2}:)',
  ),
  say(
    'role_spoofing',
    10,
    '###',
    '#{3,16} {0,2}instructions?: {0,2}\\n[^\\n#]{1,400}\\n\\s{0,3}#{3,16} {0,2}response:',
  ),
  say('role_spoofing', 4, '###', '#{3,16} {0,2}response:\\s'),
  // Fenced by nobody's format.
  say(
    'role_spoofing',
    6,
    '[syst',
    '\\[system(?: (?:message|override|prompt|note|update))?\\]:? {0,2}(?:you|ignore|filters?|new |all |the user|from now)',
  ),
  say(
    'role_spoofing',
    10,
    '[syst',
    '\\[system(?: (?:message|override|prompt))?\\][^[]{1,200}\\[/(?:system|admin)',
  ),
  say(
    'role_spoofing',
    10,
    '[admin',
    '\\[admin(?: (?:message|override))?\\][^[]{1,200}\\[/(?:system|admin)',
  ),
  say(
    'role_spoofing',
    10,
    '</',
    `</(?:system|instructions?|user_?(?:input|query|message|prompt)|context|documents?|data|tool_result|function_results?)>\\s{0,4}(?:<(?:system|instructions?|admin|developer|user|human|assistant)|${commanding})`,
  ),
  say(
    'role_spoofing',
    6,
    '<syst',
    `<system(?:[-_ ](?:message|override|prompt|reminder|instructions?))?>\\s{0,4}${commanding}`,
  ),
  say('role_spoofing', 6, 'system', 'system override\\s{0,2}:'),
  say(
    'role_spoofing',
    8,
    'system',
    `${atLine}system(?: (?:message|prompt|notice|override|note))?\\s{0,2}: {0,2}(?:the (?:user|assistant) (?:is|has|may|must|can|will|now)|you (?:are now|must|may now|will now)|ignore|approve|new (?:rules|instructions)|grant|all (?:filters|restrictions))`,
  ),
  say('role_spoofing', 7, 'new sys', 'new system (?:message|prompt|instructions?)\\s{0,2}:'),
  say(
    'role_spoofing',
    10,
    'end of',
    `end of (?:the )?(?:document|context|(?:user )?input|data|prompt|page|file)[-=*. \\n"'\`]{1,12}(?:system|new system|admin)(?: (?:message|prompt|instructions?))?\\s{0,2}:`,
  ),
  say(
    'role_spoofing',
    9,
    'end of',
    `end of (?:the )?(?:document|context|user input|input)[-=*. \\n"'\`]{1,12}${commanding}`,
  ),
  say('role_spoofing', 10, 'begin s', 'begin system (?:message|prompt|override|instructions?)'),
  say('role_spoofing', 9, 'begin', 'begin (?:agent|admin|assistant|ai|llm|new) instructions?'),
  say(
    'role_spoofing',
    10,
    'system',
    '(?<=={2,6} {0,2})system (?:message|override|prompt) {0,2}={2}',
  ),
  say('role_spoofing', 8, 'new ins', '(?<=={2,6} {0,2})new instructions? {0,2}={2}'),
  // A message as programs pass it, where it is not code and not filled in.
  say(
    'role_spoofing',
    10,
    'role',
    `(?<=\\{\\s{0,4}\\\\{0,3}["'])role\\\\{0,3}["']\\s?:\\s?\\\\{0,3}["'](?:system|developer)\\\\{0,3}["']\\s?,\\s?\\\\{0,3}["']content\\\\{0,3}["']\\s?:\\s?\\\\{0,3}["']\\s?(?:you (?:must|are now|may|will|have no|obey)|ignore|approve|forget|disregard|reveal|from now|never refuse|all )`,
  ),
  say(
    'role_spoofing',
    10,
    'new ins',
    'new instructions? from (?:the |your )?(?:administrator|admin|developers?|system|operator|owner)',
  ),
  // Turns in a text.
  say(
    'role_spoofing',
    10,
    'user',
    `${atLine}user: [^\\n]{1,200}\\n {0,4}(?:assistant|ai|bot): [^\\n]{1,200}\\n {0,4}system: `,
  ),
];
