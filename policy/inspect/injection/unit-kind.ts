/** What a character of ASCII may be part of; all others count as letters. */
export const LETTER = 1;
/** Signs that begin what delimits roles. */
export const SIGN = 2;
/** What an encoded text is made of, besides letters: digits, `+`, `/`, `=`, `-`, `_`, `%`. */
export const CODE = 4;

const classes = createClasses();

/** A set of the above. */
export function kindOf(code: number): number {
  return code < classes.length ? (classes[code] ?? 0) : LETTER;
}

function createClasses(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z]/.test(character)) table[code] = LETTER | CODE;
    else if (/[0-9+/=_%-]/.test(character)) table[code] = CODE;
    else if (/[<[#]/.test(character)) table[code] = SIGN;
  }
  return table;
}
