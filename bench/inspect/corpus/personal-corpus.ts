import { personalKinds } from '../../../policy/inspect/personal/personal-kind.ts';
import { type Case, clean, place } from './case.ts';
import { cut, type Maker } from './digit-text.ts';
import { Draw } from './draw.ts';
import { addressMakers } from './personal-address.ts';
import { numberMakers } from './personal-number.ts';
import { drawPlace } from './personal-place.ts';

const hex = '0123456789abcdef';
const positivesOfKind = 200;
const nearMissesOfKind = 60;
const negativesOfShape = 150;

/** Without a check digit: another digit is another number. */
const unchecked: ReadonlySet<string> = new Set(['us_ssn', 'uk_nino']);

/** Makers of every kind. */
export const personalMakers = { ...numberMakers, ...addressMakers };

/** What has digits, dots and at signs, and is nobody's. */
const lookalikes: readonly Maker[] = [
  (draw) => `order ${draw.digits(9)} shipped on 2026-0${draw.between(1, 9)}-1${draw.between(0, 9)}`,
  (draw) => `ticket #${draw.digits(7)} took ${draw.between(1, 99)}.${draw.digits(6)} s`,
  (draw) => [8, 4, 4, 4, 12].map((length) => draw.characters(hex, length)).join('-'),
  (draw) => `sha256:${draw.characters(hex, 64)}`,
  (draw) => `commit ${draw.characters(hex, 40)} by build ${draw.digits(5)}`,
  (draw) =>
    `lat=${draw.between(-89, 89)}.${draw.digits(7)}, lon=${draw.between(0, 179)}.${draw.digits(7)}`,
  (draw) =>
    `total ${cut(draw.digits(9), [3, 3, 3], ',')}.${draw.digits(2)} EUR, ${draw.digits(2)} %`,
  (draw) => `{"ts":17${draw.digits(11)},"seq":${draw.digits(6)},"ok":true}`,
  (draw) => `ISBN 978-${draw.digits(1)}-${draw.digits(2)}-${draw.digits(6)}-${draw.digits(1)}`,
  (draw) =>
    `upgrade to v${draw.between(1, 20)}.${draw.between(0, 40)}.${draw.between(0, 9)}.${draw.digits(2)}`,
  (draw) =>
    `Mozilla/5.0 Chrome/${draw.between(90, 140)}.0.${draw.digits(4)}.${draw.digits(2)} Safari/537.36`,
  (draw) =>
    `host 10.${draw.between(0, 255)}.${draw.between(0, 255)}.9:8080 and 192.168.0.${draw.between(1, 254)}`,
  (draw) => `npm install left-pad@${draw.between(1, 9)}.${draw.between(0, 9)}.0 @types/node@20`,
  (draw) => `x = [${Array.from({ length: 12 }, () => draw.digits(draw.between(1, 9))).join(', ')}]`,
  (draw) => `std::map<int, foo::Bar<${draw.digits(2)}>> m; // ${draw.digits(3)}:${draw.digits(2)}`,
  (draw) =>
    `2026-05-${draw.between(10, 28)}T1${draw.between(0, 9)}:00:0${draw.between(0, 9)}.${draw.digits(3)}Z GET /v1/items/${draw.digits(8)} 200`,
  (draw) =>
    `Article ${draw.between(1, 99)} of Regulation (EU) 2016/679, OJ L 119, p. ${draw.digits(2)}-${draw.digits(2)}`,
  (draw) =>
    `tracking ${draw.characters('ABCDEFGHJKLMNPRSTUVWXYZ', 2)}${draw.digits(9)}${draw.pick(['DE', 'GB', 'US'])}`,
  (draw) => `part no. ${draw.digits(4)}-${draw.digits(3)}-${draw.digits(2)}, rev ${draw.digits(1)}`,
  (draw) =>
    `The meeting of ${draw.between(1, 28)}.0${draw.between(1, 9)}.2025 begins at 1${draw.between(0, 9)}:30 in room ${draw.digits(3)}.`,
];

/** What the detector of personal data is tuned on. */
export function listPersonalCases(): readonly Case[] {
  const draw = new Draw(4_711);
  const cases: Case[] = [];
  for (const kind of personalKinds) {
    const make = personalMakers[kind];
    for (let count = 0; count < positivesOfKind; count += 1)
      cases.push(place(drawPlace(draw, kind), kind, make(draw)));
  }
  for (const [kind, make] of Object.entries(numberMakers))
    for (let count = 0; count < (unchecked.has(kind) ? 0 : nearMissesOfKind); count += 1)
      cases.push(clean(`the value is ${spoil(draw, make(draw))} here`));
  for (const make of lookalikes)
    for (let count = 0; count < negativesOfShape; count += 1) cases.push(clean(make(draw)));
  return cases;
}

/** With a digit of the middle replaced: a check digit notices. */
function spoil(draw: Draw, value: string): string {
  const places = [...value].flatMap((one, index) => (/\d/.test(one) ? [index] : []));
  const at = places[Math.floor(places.length / 2)] ?? 0;
  const other = (Number(value.charAt(at)) + draw.between(1, 8)) % 10;
  return `${value.slice(0, at)}${other}${value.slice(at + 1)}`;
}
