import { type Case, clean } from './case.ts';
import { Draw } from './draw.ts';
import { disguises, surroundings, wear } from './injection/disguise.ts';
import { englishAttacks } from './injection/english-attack.ts';
import { disguisedAttacks } from './injection/first/disguised-attack.ts';
import { foreignAttacks as firstForeignAttacks } from './injection/first/foreign-attack.ts';
import { foreignTexts } from './injection/first/foreign-text.ts';
import { plainAttacks } from './injection/first/plain-attack.ts';
import { plainTexts } from './injection/first/plain-text.ts';
import { technicalTexts } from './injection/first/technical-text.ts';
import { foreignAttacks } from './injection/foreign-attack.ts';
import { harmlessTexts } from './injection/harmless.ts';
import { disguisedAttacks as secondDisguisedAttacks } from './injection/second/disguised-attack.ts';
import { foreignAttacks as secondForeignAttacks } from './injection/second/foreign-attack.ts';
import { foreignTexts as secondForeignTexts } from './injection/second/foreign-text.ts';
import { plainAttacks as secondPlainAttacks } from './injection/second/plain-attack.ts';
import { plainTexts as secondPlainTexts } from './injection/second/plain-text.ts';
import { technicalTexts as secondTechnicalTexts } from './injection/second/technical-text.ts';
import { attackTemplates } from './injection/taught/attack-template.ts';
import { foreignAttacks as taughtForeignAttacks } from './injection/taught/foreign-attack.ts';
import { foreignTexts as taughtForeignTexts } from './injection/taught/foreign-text.ts';
import { longTexts } from './injection/taught/long-text.ts';
import { plainAttacks as taughtPlainAttacks } from './injection/taught/plain-attack.ts';
import { plainTexts as taughtPlainTexts } from './injection/taught/plain-text.ts';
import { plantedAttacks } from './injection/taught/planted-attack.ts';
import { technicalTexts as taughtTechnicalTexts } from './injection/taught/technical-text.ts';
import { textTemplates } from './injection/taught/text-template.ts';
import { fillAll, type Template } from './injection/template.ts';
import { disguisedAttacks as thirdDisguisedAttacks } from './injection/third/disguised-attack.ts';
import { foreignAttacks as thirdForeignAttacks } from './injection/third/foreign-attack.ts';
import { foreignTexts as thirdForeignTexts } from './injection/third/foreign-text.ts';
import { plainAttacks as thirdPlainAttacks } from './injection/third/plain-attack.ts';
import { plainTexts as thirdPlainTexts } from './injection/third/plain-text.ts';
import { technicalTexts as thirdTechnicalTexts } from './injection/third/technical-text.ts';
import { writtenAttacks, writtenTexts } from './injection/written.ts';

/** Texts of each family, at most: templates say fewer where they have fewer choices. */
const attacksPerFamily = 130;
const attacksPerLanguage = 30;
const attacksPerDisguise = 14;
const textsPerFamily = 230;
const textsPerDisguise = 14;
const textsPerSense = 25;
const mixedCount = 600;
const buriedCount = 150;
const mixedFamilies: ReadonlySet<string> = new Set([
  'everyday requests',
  'mails and office',
  'orders among people',
  'results of tools',
  'long business texts',
]);

/** What the detector of prompt injection is tuned on: whether a text is told, not where. */
export function listInjectionCases(): readonly Case[] {
  const cases = listShortCases();
  return [...cases, ...listMixedCases(cases)];
}

/** Long texts of many that have nothing to do with each other, and the same with an attack in the midst of them. */
function listMixedCases(cases: readonly Case[]): readonly Case[] {
  const draw = new Draw(65);
  const harmless = cases.filter(
    ({ isAttack, family = '' }) => isAttack === false && mixedFamilies.has(family),
  );
  const attacks = Object.values(plantedAttacks).flat();
  const mix = (): string =>
    Array.from({ length: draw.between(3, 9) }, () => draw.pick(harmless).text).join('\n\n');
  return [
    ...Array.from({ length: mixedCount }, () => harmlessCase(mix(), 'long and mixed')),
    ...Array.from({ length: buriedCount }, () =>
      attackCase([mix(), draw.pick(attacks), mix()].join('\n\n'), 'buried in a long text'),
    ),
  ];
}

function listShortCases(): readonly Case[] {
  const draw = new Draw(33);
  return [
    ...writtenAttacks.map((text) => attackCase(text, 'written')),
    ...listWritten([plainAttacks, firstForeignAttacks, disguisedAttacks], attackCase),
    ...listWritten([secondPlainAttacks, secondForeignAttacks, secondDisguisedAttacks], attackCase),
    ...listWritten([thirdPlainAttacks, thirdForeignAttacks, thirdDisguisedAttacks], attackCase),
    ...listWritten([taughtPlainAttacks, plantedAttacks, taughtForeignAttacks], attackCase),
    ...listBySense(attackTemplates).map((text) => attackCase(text, 'by sense')),
    ...listFamilies(englishAttacks, attacksPerFamily, draw).map(({ text, family }) =>
      attackCase(place(text, draw), family),
    ),
    ...listFamilies(foreignAttacks, attacksPerLanguage, draw).map(({ text }) =>
      attackCase(place(text, draw), 'other languages'),
    ),
    ...listDisguised(attacksPerDisguise, draw).map(({ text, family }) => attackCase(text, family)),
    ...writtenTexts.map((text) => harmlessCase(text, 'written')),
    ...listWritten([plainTexts, technicalTexts, foreignTexts], harmlessCase),
    ...listWritten([secondPlainTexts, secondTechnicalTexts, secondForeignTexts], harmlessCase),
    ...listWritten([thirdPlainTexts, thirdTechnicalTexts, thirdForeignTexts], harmlessCase),
    ...listWritten(
      [taughtPlainTexts, taughtTechnicalTexts, taughtForeignTexts, longTexts],
      harmlessCase,
    ),
    ...listBySense(textTemplates).map((text) => harmlessCase(text, 'by sense')),
    ...listFamilies(harmlessTexts, textsPerFamily, draw).map(({ text, family }) =>
      harmlessCase(place(text, draw), family),
    ),
    ...listDisguisedTexts(draw).map(({ text, family }) => harmlessCase(text, family)),
  ];
}

/** Told as an attack, or not: by families, so that the weak ones show. */
export function attackCase(text: string, family: string): Case {
  return { ...clean(text), isAttack: true, family };
}

export function harmlessCase(text: string, family: string): Case {
  return { ...clean(text), isAttack: false, family };
}

/** Texts by family, as they stand. */
export function listWritten(
  sets: readonly Readonly<Record<string, readonly string[]>>[],
  toCase: (text: string, family: string) => Case,
): readonly Case[] {
  return sets
    .flatMap((families) => Object.entries(families))
    .flatMap(([family, texts]) => texts.map((text) => toCase(text, family)));
}

interface FamilyText {
  readonly text: string;
  readonly family: string;
}

function listFamilies(
  families: Readonly<Record<string, readonly Template[]>>,
  count: number,
  draw: Draw,
): readonly FamilyText[] {
  return Object.entries(families).flatMap(([family, templates]) =>
    fillAll(templates, count, draw).map((text) => ({ text, family })),
  );
}

/** Each template as often as another, somewhere. */
function listBySense(families: Readonly<Record<string, readonly Template[]>>): readonly string[] {
  const draw = new Draw(64);
  return Object.values(families)
    .flat()
    .flatMap((template) => fillAll([template], textsPerSense, draw))
    .map((text) => place(text, draw));
}

/** Somewhere, and as people type it. */
function place(text: string, draw: Draw): string {
  return draw.pick(surroundings)(wear(text, draw));
}

/** Plain orders in English, each in a disguise. */
function listDisguised(count: number, draw: Draw): readonly FamilyText[] {
  const plain = ['direct override', 'exfiltration'].flatMap((family) =>
    (englishAttacks[family] ?? []).slice(0, 2),
  );
  return disguise(fillAll(plain, 60, draw), count, draw);
}

/** The same disguises of what is harmless. */
function listDisguisedTexts(draw: Draw): readonly FamilyText[] {
  const plain = ['mails and office', 'everyday requests'].flatMap(
    (family) => harmlessTexts[family] ?? [],
  );
  const seen = disguise(fillAll(plain, 120, draw), textsPerDisguise, draw);
  // Letters that nobody sees are reported whatever they say.
  return seen.filter(({ text }) => !/\udb40/.test(text));
}

function disguise(texts: readonly string[], count: number, draw: Draw): readonly FamilyText[] {
  return Object.entries(disguises).flatMap(([family, ways]) =>
    ways.flatMap((hide) =>
      Array.from({ length: count }, () => ({ text: hide(draw.pick(texts)), family })),
    ),
  );
}
