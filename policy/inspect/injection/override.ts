import type { Row } from './phrase.ts';

/** To forget what was said before. */
export const overrides: readonly Row[] = [
  {
    anchors: ['ignor', 'disreg', 'forget', 'overrid', 'bypas', 'negle', 'discard', 'do not foll'],
    verbs: 'ignor(?:e|ing)|disregard|forget|overrid(?:e|ing)|bypass|neglect|discard|do not follow',
    objects:
      'instructions?|prompts?|directives|guidelines|commands?|constraints|guardrails|rules|orders|system messages?|everything (?:you (?:were|have been) told|above|before(?: this)?|you know about)|programming|content polic(?:y|ies)|training',
    after:
      'before|above|so far|given|provided|previously|until now|you (?:were|have been|received)',
    strong:
      /previous|prior|preceding|earlier|above|before|foregoing|your|initial|original|system|given|all (?:of )?(?:the |these |those )?(?:instructions|prompts|directives|commands)|every(?:thing)? |any (?:instructions|prior)/iu,
  },
  {
    anchors: ['ignor', 'vergi', 'missac', 'überg', 'beach'],
    verbs:
      'ignorier(?:e|en|t)?(?: sie)?|vergiss|vergessen sie|missachte\\p{L}*|übergeh\\p{L}*|beachte\\p{L}* nicht',
    objects: 'anweisung(?:en)?|instruktion(?:en)?|regeln|vorgaben|befehle|anordnungen|systemprompt',
    strong: /vor(?:her|an|ig)|bisher|obig|früher|alle|deine|ihre|ursprüng|gegeben/iu,
  },
  {
    anchors: ['ignor', 'oubli', 'ne tien', 'fais abs', 'faites abs'],
    verbs:
      'ignor(?:e|ez|er|es)|oubli(?:e|ez|er|es)|ne ten?(?:ez|ez pas|iens) (?:pas )?compte|fai(?:s|tes) abstraction',
    objects: 'instructions?|consignes|règles|directives|ordres',
    after: 'précédent\\p{L}*|antérieur\\p{L}*|ci-dessus|données|reçues|du système|initial\\p{L}*',
    strong: /précédent|antérieur|dessus|toutes|tes |vos |système|initial|reçues/iu,
  },
  {
    anchors: ['ignor', 'olvid', 'haz caso', 'omit'],
    verbs: 'ignor(?:a|e|en|ad)|olvid(?:a|e|en|ad)|haz caso omiso|omit(?:e|a)',
    objects: 'instrucciones|reglas|órdenes|indicaciones|directrices',
    after: 'anteriores|previas|de arriba|recibidas|del sistema|iniciales|dadas',
    strong: /anterior|previas|arriba|todas|tus |sus |sistema|iniciales/iu,
  },
  {
    anchors: ['ignor', 'diment', 'trascu'],
    verbs: 'ignor(?:a|i|ate|are)|dimentica(?:te|re)?|trascura(?:te|re)?',
    objects: 'istruzioni|regole|indicazioni|direttive|ordini',
    after: 'precedenti|sopra|di sistema|iniziali|ricevute|date',
    strong: /precedent|sopra|tutte|tue |sistema|iniziali/iu,
  },
  {
    anchors: ['ignor', 'esque', 'descon'],
    verbs: 'ignor(?:e|a|ar)|esque(?:ça|ce|cer)|desconsider(?:e|a|ar)',
    objects: 'instruções|regras|orientações|ordens|diretrizes',
    after: 'anteriores|prévias|acima|do sistema|iniciais|recebidas',
    strong: /anterior|prévi|acima|todas|suas|sistema|iniciais/iu,
  },
  {
    anchors: ['neger', 'negee', 'verge'],
    verbs: 'nege(?:er|ren)|vergeet|vergeten',
    objects: 'instructies|regels|opdrachten|aanwijzingen|richtlijnen',
    strong: /vorige|eerdere|voorgaande|bovenstaande|alle|jouw|je /iu,
  },
  {
    anchors: ['zigno', 'ignor', 'zapom', 'pomiń'],
    verbs: '(?:z)?ignoruj(?:cie)?|zapomnij(?:cie)?|pomiń(?:cie)?',
    objects: 'instrukcj\\p{L}+|polece\\p{L}+|zasad\\p{L}*|wytyczn\\p{L}+|rozkaz\\p{L}*',
    strong: /poprzedni|wcześniejsz|powyższ|wszystk|swoje/iu,
  },
  {
    anchors: ['игнор', 'проиг', 'забуд', 'не обращ'],
    verbs: '(?:про)?игнориру(?:й|йте)|забудь(?:те)?|не обращай(?:те)? внимания',
    objects: 'инструкци\\p{L}+|указани\\p{L}+|правил\\p{L}*|команд\\p{L}*|распоряжени\\p{L}+',
    strong: /предыдущ|прежн|выше|все|свои|ранее|систем/iu,
  },
];
