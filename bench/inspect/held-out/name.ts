import { type Case, clean, place } from '../corpus/case.ts';

/* Held out: written without a look at the dictionary, and measured only. */
const names: readonly string[] = [
  'Gwendolyn Pemberton',
  'Tobias Ehrenfeld',
  'Siobhan Gallagher',
  'Ludmilla Petrescu',
  'Ximena Zubiria',
  'Bartholomew Crane',
  'Philippa Nettleship',
  'Anselm Weidlich',
  'Clotilde Marchand',
  'Ignazio Bellavista',
  'Zbyněk Hrabal',
  'Þórdís Jónsdóttir',
  'Oluwadamilola Bankole',
  'Harshvardhan Nimbalkar',
  'Mei-Lin Tsai',
  'Kenjiro Morimoto',
  'Rosalind Achterberg',
  'Callum Dunbar',
  'Ottilie Brandstätter',
  'Thaddeus Wolcott',
  'Inmaculada Cienfuegos',
  'Severin Aumüller',
  'Marguerite Duchesne',
  'Aoife Brannigan',
  'Dragomir Vasilev',
  'Sunniva Tveit',
  'Elisabeth Aldridge',
  'Robert Quimby',
  'Yusuf Karabulut',
  'Daniel Abramowitz',
  'Katarzyna Lisowska',
  'Paolo Fiorentini',
  'Sven Hallgren',
  'Nadia Benchekroun',
  'Rohan Kulkarni',
  'Helen Trevelyan',
  'Maurice Lachapelle',
  'Andrea Pozzo',
  'Emeka Nwosu',
  'Sofia Papadopoulou',
];

const templates: readonly string[] = [
  'The claim of @@ was rejected last week.',
  '"assignee": "@@",',
  'Minutes taken by @@.',
  'Kundin: @@, Vertrag 4711',
  'Reviewed-by: @@ <x@corp.example>',
];

const harmless: readonly string[] = [
  'Turn Left at the Old Mill and follow Long Acre.',
  'Sterling Silver Necklace, Ruby Red, Crystal Clear',
  'The Christian Democratic Union met in Berlin Mitte.',
  'Jasmine Rice and Olive Oil are on offer at Whole Foods.',
  'Kubernetes Operator Framework, Azure Functions, Jenkins Pipeline',
  'Great Britain, Northern Ireland and the Isle of Man',
  'Das Bürgerliche Gesetzbuch und die Allgemeine Geschäftsordnung',
  'La Banque de France et le Crédit Agricole',
  'Dear Team, Please find the agenda attached. Kind Regards, The Office',
  'Error Handling, Dependency Injection and Unit Testing in Type Script',
  'The Old Harbour Boulevard was renamed.',
  'Summer Sale: Buy One Get One Free. Lily White Curtains.',
  'Miguel went home; Laura stayed.',
  'Prince Edward Island and Cape Town are far apart.',
  'Carmen is an opera, and Don Giovanni is another.',
  'St. James Park was full on Boxing Day.',
];

/** Nobody tunes on these. */
export function listHeldOutNames(): readonly Case[] {
  return [
    ...names.flatMap((name) => templates.map((template) => place(template, 'person_name', name))),
    ...harmless.map(clean),
  ];
}
