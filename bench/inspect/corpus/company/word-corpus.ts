import { type Case, clean, place } from '../case.ts';
import type { Maker } from '../digit-text.ts';
import { Draw } from '../draw.ts';

const values: readonly (readonly [kind: string, values: readonly string[]])[] = [
  [
    'code_names',
    ['Project Falcon', 'Bluebird', 'Nordlicht', 'tango-7', 'Übermorgen', 'проект Сокол'],
  ],
  ['rivals', ['Initech', 'Globex Corporation', 'Hooli', 'Vehement Capital']],
  ['mergers', ['due diligence report', 'letter of intent', 'Übernahmeangebot', 'term sheet']],
];
const wide = (text: string): string =>
  text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

/** Ways to write the same words. */
const forms: readonly ((value: string, draw: Draw) => string)[] = [
  (value) => value,
  (value) => value.toLowerCase(),
  (value) => value.toUpperCase(),
  (value, draw) => value.replaceAll(' ', draw.pick(['-', '_', '\n', '  ', '\u00a0', ' - ', '\t'])),
  (value, draw) => {
    const at = draw.between(1, value.length - 1);
    return `${value.slice(0, at)}${draw.pick(['\u200b', '\u00ad', '\u2060'])}${value.slice(at)}`;
  },
  wide,
  (value) => value.normalize('NFD'),
  (value) => value.replaceAll('Ü', 'U'),
];

const surroundings: readonly string[] = [
  '@@',
  'What do you know about @@?',
  'Summarize: the board met on Monday. @@ was discussed, then lunch.',
  '{"topic":"@@","n":1}',
  'Re: @@, second draft',
  'Bitte prüfe die Mail zu „@@“ bis Freitag.',
  '- @@\n- other',
  'path/to/@@.docx',
  '(@@)',
  '关于@@的邮件',
];

const lookalikes: readonly Maker[] = [
  (draw) =>
    draw.pick([
      'falconry is a project of mine',
      'a falcon project',
      'projects: falcon',
      'bluebirds',
      'blue skies and birds',
      'tango-70',
      'xtango-7',
      'Nordlichter',
    ]),
  (draw) =>
    draw.pick([
      'Initechnology',
      'hooligan',
      'the Globex',
      'Globex Corporate',
      'Capital: vehement',
      'Vehement. And then Capital',
    ]),
  (draw) =>
    draw.pick([
      'intent of the letter',
      'due to the diligence',
      'the report is due',
      'terms and sheets',
      'long-term sheets',
      'a letter, of intent',
      'Angebot zur Übernahme',
    ]),
  (draw) => draw.pick(['Project "Falcon"', 'project: falcon', 'project/falcon', 'project.falcon']),
  (draw) =>
    `${draw.pick(['order', 'item', 'row'])} ${draw.digits(5)}: ${draw.pick(['shipped', 'open', 'tango 77', 'sent'])}`,
  () => 'The kind of day when nobody is laid off and nothing is due.',
];

/** What the detector of denied words is tuned on. */
export function listWordCases(): readonly Case[] {
  const draw = new Draw(51);
  const cases: Case[] = [];
  for (const [kind, words] of values)
    for (const word of words)
      for (const form of forms)
        for (let count = 0; count < 4; count += 1)
          cases.push(place(draw.pick(surroundings), kind, form(word, draw)));
  for (const [text, value] of [
    ['Die Kündigung kommt', 'Kündig'],
    ['gekündigt', 'kündig'],
    ['massLayoffs', 'Layoff'],
    ['layoffs', 'layoff'],
  ] as const)
    cases.push(place(text.replace(value, '@@'), 'stems', value));
  cases.push(place('这是@@的文件', 'code_names', '猎鹰计划'));
  for (const make of lookalikes)
    for (let count = 0; count < 30; count += 1) cases.push(clean(make(draw)));
  return cases;
}
