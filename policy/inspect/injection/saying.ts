import { type Phrase, say } from './phrase.ts';
import { roleMarks } from './role-mark.ts';

/** What an image or a link carries away. */
const carried =
  '(?:conversation|chat|history|messages?|prompt|system_prompt|secrets?|context|inbox|memory|api[_ -]?key|tokens?|password|user[ _-](?:message|input|data|prompt)|base64|summary|credentials)';
const inImage = '(?<=!\\[[^\\]\\n]{0,80}\\]\\(\\s?|src=\\\\?["\'])';
const prefix =
  'sure|absolutely|of course|certainly|yes|ok(?:ay)?|as an? (?:un|ai)|i have no|my (?:system|hidden|instructions)|here (?:is|are)';

/** What is said in so many words. */
export const sayings: readonly Phrase[] = [
  ...roleMarks,
  say(
    'persona_change',
    5,
    'from now',
    'from now on,? (?:you (?:are|will|must|obey)|ignore)(?!\\p{L})',
  ),
  ...['enable', 'activat', 'enter', 'switch', 'turn on'].map((anchor) =>
    say(
      'persona_change',
      10,
      anchor,
      '(?:enable|activate|enter|switch (?:in)?to|turn on) (?:the |your )?(?:jailbreak|god|dan|evil|unrestricted|unlimited|uncensored|unfiltered) mode',
    ),
  ),
  say('persona_change', 6, 'do anyt', 'do anything now'),
  say(
    'instruction_override',
    8,
    'ignore ',
    "(?:ignore|disregard) (?:the (?:question|request|task|message)s? (?:of|from|by) the user|the user(?:'s (?:question|request|task|message))?(?= (?:and|instead)|[.,!]|$)|what the (?:user|document|page|text|file|e-?mail) (?:says|asks|wants|said))",
  ),
  ...['answer', 'reply', 'respond'].map((anchor) =>
    say(
      'persona_change',
      10,
      anchor,
      `(?:answer|reply|respond) (?:only )?with:? ?\\\\?["'“](?:${prefix})[,.! ]`,
    ),
  ),
  say(
    'persona_change',
    10,
    'repeat ',
    'repeat after me:? ?["“]?i (?:have no|am (?:un|now|free)|will (?:tell|ignore|obey|break))',
  ),
  say(
    'tool_instruction',
    10,
    'this ',
    'this (?:text|message|document|page|file|note|e-?mail) overrides (?:your|the|all|any)(?: \\p{L}{1,12}){0,2} (?:instructions?|requests?|task|prompt)',
  ),
  say('persona_change', 6, 'you obey', 'you (?:only )?obey (?:me|only me)'),
  say('instruction_override', 6, 'new ins', 'new instructions?(?: from \\p{L}{1,40})?\\s{0,2}:'),
  say('instruction_override', 4, 'new ord', 'new orders\\s{0,2}:'),
  say(
    'instruction_override',
    6,
    'your ne',
    'your (?:new|real|true|actual) (?:instructions?|task|goal|objective|purpose) (?:is|are)',
  ),
  say(
    'instruction_override',
    6,
    'instead',
    'instead,? (?:you (?:must|will|should)|do the following|respond with|output|reply with|answer with)',
  ),
  // A reply whose beginning is dictated.
  ...['start y', 'begin y', 'start t', 'begin t', 'start e', 'begin e', 'start w', 'begin w'].map(
    (anchor) =>
      say(
        'persona_change',
        10,
        anchor,
        `(?:start|begin)(?: (?:your|the|each) (?:next )?(?:answer|reply|response|message|output)s?)? with:? ?\\\\?["'“](?:${prefix})`,
      ),
  ),
  ...['answer', 'reply', 'respons'].map((anchor) =>
    say(
      'persona_change',
      10,
      anchor,
      `(?:answer|reply|response) (?:must|has to|should|will|shall) (?:start|begin) with:? ?\\\\?["'“](?:${prefix})`,
    ),
  ),
  ...['sure', 'of cour', 'certain', 'absolut', 'underst'].map((anchor) =>
    say(
      'prompt_exfiltration',
      10,
      anchor,
      "\\p{L}{2,12}(?: course)?[,!.]? {1,2}(?:here (?:is|are|'s|comes?) )?(?:my|the) (?:list of (?:my |the )?|full |exact )?(?:system prompt|system message|(?:hidden|secret|initial)\\s(?:prompt|instructions|rules)|instructions (?:i|that)|initial instructions|instructions\\s?:)",
    ),
  ),
  say('tool_instruction', 4, 'call th', 'call the (?:tool|function) \\w{3,40}'),
  say('tool_instruction', 4, 'run the', 'run the (?:tool|function) \\w{3,40}'),
  say('tool_instruction', 4, 'use the', 'use the (?:tool|function) \\w{3,40}'),
  say(
    'tool_instruction',
    5,
    'forward',
    'forward(?:[^\\p{L}\\n]{1,3}\\p{L}{1,16}){0,8}[^\\p{L}\\n]{1,3}to (?:https?:|\\S{1,40}@)',
  ),
  // A comment that nobody sees, addressed to a model.
  say(
    'tool_instruction',
    4,
    '<!--',
    '<!--\\s{0,4}(?:hey |dear |note to )?(?:the |any )?(?:ai|llm|assistant|chatgpt|copilot|agent|model|language model)s?(?: agents?| assistants?)?\\s?[:,]',
  ),
  say(
    'tool_instruction',
    4,
    '[//',
    '\\[//\\]: # ?[("\'](?:the |any )?(?:ai|llm|assistant|chatgpt|copilot|agent|model)s?\\s?[:,]',
  ),
  // Text that nobody sees: something only together with what it says.
  say(
    'hidden_text',
    2,
    'style',
    'style\\s?=\\s?\\\\?["\'][^"\'>]{0,80}(?:display:\\s?none|font-size:\\s?0|color:\\s?(?:white|#fff)|opacity:\\s?0|visibility:\\s?hidden)',
  ),
  // An address that goes on with what was said.
  ...['https:/', 'http://'].map((anchor) =>
    say(
      'prompt_exfiltration',
      8,
      anchor,
      `https?://[^\\s)"'<>?]{3,120}\\?[\\w.&=-]{0,60}=\\s.{0,40}?${carried}(?!\\p{L})`,
    ),
  ),
  // An image or an address that has what was said in its query.
  ...['https:/', 'http://'].map((anchor) =>
    say(
      'prompt_exfiltration',
      10,
      anchor,
      `${inImage}https?://[^\\s)"'<>?]{3,120}\\?[\\w.&=-]{0,60}=(?:[^\\s)"'<>=]{0,20})(?:\\{\\{?|\\$\\{|\\[|<|%)[^)"'>\\]}]{0,30}${carried}`,
    ),
  ),
];
