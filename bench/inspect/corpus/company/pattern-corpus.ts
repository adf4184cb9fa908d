import { type Case, clean, place } from '../case.ts';
import type { Maker } from '../digit-text.ts';
import { Draw } from '../draw.ts';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const assetAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Numbers of a company, as its patterns say them. */
const makers: Readonly<Record<string, Maker>> = {
  employee: (draw) => `EMP-${draw.digits(6)}`,
  contract: (draw) =>
    `${draw.pick(['contract no.', 'Contract No ', 'CONTRACT NO. '])}${draw.characters(upper, 2)}${draw.digits(4)}/${draw.digits(2)}`,
  asset: (draw) =>
    `${draw.characters(upper, 3)}${draw.digits(2)}-${draw.characters(assetAlphabet, 5)}`,
  ticket: (draw) => `${draw.pick(['SEC', 'LEGAL'])}-${draw.between(100, 999_999)}`,
};
const surroundings: readonly string[] = [
  '@@',
  'see @@ for this',
  '{"ref":"@@"}',
  'a,b,@@,c\n',
  `${'The report was long. '.repeat(40)}@@ is at its end.`,
  '«@@»',
  `${'x'.repeat(600)} @@`,
];
const lookalikes: readonly Maker[] = [
  (draw) =>
    `EMP-${draw.digits(5)} EMP-${draw.digits(7)} emp-${draw.digits(6)} XEMP-${draw.digits(6)}`,
  (draw) => `contract ${draw.characters(upper, 2)}${draw.digits(4)}/${draw.digits(2)}`,
  (draw) => `contract no. ${draw.characters(upper, 3)}${draw.digits(4)}/${draw.digits(2)}`,
  (draw) => `${draw.characters(upper, 3)}${draw.digits(2)}-${draw.characters(assetAlphabet, 4)}`,
  (draw) => `${draw.characters(upper, 3)}${draw.digits(2)}-OI1${draw.characters(assetAlphabet, 2)}`,
  (draw) => `SEC-0${draw.digits(3)} LEGAL-${draw.digits(2)} SECT-${draw.digits(3)}`,
];

/** What the detector of patterns is tuned on. */
export function listPatternCases(): readonly Case[] {
  const draw = new Draw(52);
  const cases: Case[] = [];
  for (const [kind, make] of Object.entries(makers))
    for (let count = 0; count < 100; count += 1)
      cases.push(place(draw.pick(surroundings), kind, make(draw)));
  for (const make of lookalikes)
    for (let count = 0; count < 40; count += 1) cases.push(clean(make(draw)));
  return cases;
}
