import { ALPHANUMERIC, DIGIT, isAt } from '../character.ts';

/** SWIFT, IBAN registry, release 99 (2024): length by country. */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
    'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 ' +
    'IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 ' +
    'MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 ' +
    'SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((row) => [row.slice(0, 2), Number(row.slice(2))]),
);

/**
 * Where an account number of ISO 13616 ends that begins here, in one piece or in groups with single
 * spaces or dashes.
 */
export function endOfIban(text: string, start: number): number | undefined {
  const length = lengths.get(text.slice(start, start + 2).toUpperCase());
  if (length === undefined || !isAt(text, start + 3, DIGIT)) return undefined;
  let rest = 0;
  let head = 0;
  let count = 0;
  let position = start;
  while (count < length) {
    if (!isAt(text, position, ALPHANUMERIC)) {
      const mark = text.charAt(position);
      if ((mark !== ' ' && mark !== '-') || !isAt(text, position + 1, ALPHANUMERIC))
        return undefined;
      position += 1;
    }
    const value = Number.parseInt(text.charAt(position), 36);
    // The first four characters are counted as if they stood at the end.
    if (count < 4) head = append(head, value);
    else rest = append(rest, value);
    count += 1;
    position += 1;
  }
  if (isAt(text, position, ALPHANUMERIC)) return undefined;
  const shift = 1_000_000;
  return (rest * (shift % 97) + head) % 97 === 1 ? position : undefined;
}

function append(rest: number, value: number): number {
  return (rest * (value > 9 ? 100 : 10) + value) % 97;
}
