import type { Row } from './phrase.ts';

/** To tell what the model was told. */
export const exfiltrations: readonly Row[] = [
  {
    anchors: [
      'print',
      'show',
      'revea',
      'repea',
      'outpu',
      'displ',
      'tell',
      'give',
      'leak',
      'dump',
      'share',
      'expos',
      'recit',
      'what',
      'write',
    ],
    verbs:
      "print|show|reveal|repeat|output|display|tell|give|leak|dump|share|expose|recite|what(?: are|'s| is| were)|write (?:out|down)",
    objects:
      '(?:(?:system|initial|hidden|secret|original|developer|internal|full|exact|confidential) ){1,3}(?:prompts?|instructions|messages?|rules|guidelines)|your (?:\\p{L}+ )?(?:instructions|prompt|guidelines|rules|directives|configuration)|(?:everything|text|words|instructions|prompt|all) (?:above|before this)|(?:prompt|instructions|message) you (?:were|have been|got|received)',
    after: 'verbatim|word for word|in full|above|exactly|given',
    strong:
      /your|verbatim|word for word|above|you (?:were|got|received|have)|hidden|secret|in full|before this/iu,
  },
  {
    anchors: ['zeig', 'gib ', 'nenne', 'verra', 'wiede', 'druck', 'wie la', 'was st'],
    verbs: 'zeig(?:e|en)?|gib|nenne\\p{L}*|verrate?|wiederhole?|drucke|wie lauten?|was steht in',
    objects:
      'system-?prompts?|systemanweisung(?:en)?|(?:deine|deinen|ihre|deiner)(?: \\p{L}+)? (?:anweisungen|instruktionen|prompt|vorgaben|regeln)',
    strong: /./u,
  },
  {
    anchors: ['affic', 'montr', 'révèl', 'répèt', 'donne', 'quell'],
    verbs: 'affich\\p{L}+|montr\\p{L}+|révèl\\p{L}+|répèt\\p{L}+|donne\\p{L}*|quelles sont',
    objects:
      'prompt (?:du )?système|(?:tes|vos) (?:instructions|consignes|règles)|instructions système',
    strong: /./u,
  },
  {
    anchors: [
      'muest',
      'revel',
      'repit',
      'dime',
      'cuále',
      'impri',
      'mostr',
      'ripet',
      'mostra',
      'exiba',
      'repita',
      'quais',
      'quali',
      'rivel',
    ],
    verbs:
      'muestra\\p{L}*|revel\\p{L}+|repit\\p{L}+|dime|cuáles son|imprime|mostr\\p{L}+|ripet\\p{L}+|exiba|quais são|quali sono|rivel\\p{L}+',
    objects:
      'prompt (?:del?|do|di) sistema|(?:tus|las tus|le tue|tue|suas|as suas) (?:instrucciones|istruzioni|instruções|reglas|regole|regras)|instrucciones del sistema',
    strong: /./u,
  },
  {
    anchors: [
      'toon',
      'geef',
      'herha',
      'pokaż',
      'wyświ',
      'powtó',
      'покаж',
      'вывед',
      'раскр',
      'повто',
      'напиш',
    ],
    verbs:
      'toon|geef|herhaal|pokaż|wyświetl|powtórz|покажи(?:те)?|выведи(?:те)?|раскрой(?:те)?|повтори(?:те)?|напиши(?:те)?',
    objects:
      'system-?prompt|systeemprompt|(?:jouw|je) (?:instructies|regels)|prompt systemowy|(?:swoje|twoje) instrukcje|instrukcje systemowe|системн\\p{L}+ (?:промпт|инструкци\\p{L}+|сообщени\\p{L}+)|(?:свои|твои|ваши) (?:\\p{L}+ )?инструкции',
    strong: /./u,
  },
];
