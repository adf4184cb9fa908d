/** Letters of Cyrillic and Greek, each before the Latin one that it looks like. */
const pairs =
  'аaсcеeіiјjоoрpѕsхxуyАAВBСCЕEНHІIЈJКKМMОOРPЅSТTХXУYһhԁdԛqԝwνvοoαaρpΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXιiυuτtκkгrпn';
/** Small capitals. */
const capitals = 'ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz';
/** What is written for letters, each before one. */
const leet = '0o1i3e4a5s7t8b9g@a$s!i';
const plain = mapOf(pairs);
const plainCapitals = mapOf(capitals);
const plainLeet = mapOf(leet);

const anyForeign = /[\u0262-\u029f\u0370-\u0527\u1d00-\u1d22\u24b6-\u24e9\ua730\ua731]/;
const mixed = /[A-Za-z][\u0370-\u0527]|[\u0370-\u0527][A-Za-z]/;
const word = /[A-Za-z\u0370-\u0527]+/g;
const foreign = /[\u0370-\u0527]/g;
const styled = /[\u0262-\u029f\u1d00-\u1d22\u24b6-\u24e9\ua730\ua731]/g;
const circledFirst = 0x24b6;

/** Words of two scripts in the letters that they look like, and letters in circles; as long as before. */
export function replaceHomoglyphs(text: string): string {
  if (!anyForeign.test(text)) return text;
  const unstyled = text.replace(styled, plainOfStyled);
  if (!mixed.test(unstyled)) return unstyled;
  return unstyled.replace(word, (one) =>
    mixed.test(one) ? one.replace(foreign, (letter) => plain.get(letter) ?? letter) : one,
  );
}

/** Letters on both sides of what stands for one. */
const anyLeet = /[A-Za-z][013457@$!][A-Za-z]/g;
/** A word of letters and what stands for them; no number, no address. */
const leetWord = /(?<![\w@$!.])(?=[\w@$!]*[A-Za-z])[A-Za-z013457@$!]{2,24}(?![\w@$]|\.\w)/g;
const leetSign = /[013457@$]|!(?=\w)/g;
/** A text that has so many is read so as a whole. */
const leetMin = 3;
const leetWordMax = 24;

/** Words with digits and signs in place of letters in those letters; as long as before. */
export function replaceLeet(text: string): string {
  const places: number[] = [];
  anyLeet.lastIndex = 0;
  while (places.length < leetMin && anyLeet.test(text)) places.push(anyLeet.lastIndex - 2);
  if (places.length === 0) return text;
  if (places.length === leetMin) return text.replace(leetWord, plainOfLeet);
  let plain = text;
  for (const place of places) {
    const from = Math.max(0, place - leetWordMax);
    const piece = plain.slice(from, place + leetWordMax);
    plain =
      plain.slice(0, from) +
      piece.replace(leetWord, plainOfLeet) +
      plain.slice(from + piece.length);
  }
  return plain;
}

function plainOfLeet(word: string): string {
  return word.replace(leetSign, (sign) => plainLeet.get(sign) ?? sign);
}

function plainOfStyled(letter: string): string {
  const code = letter.charCodeAt(0) - circledFirst;
  if (code >= 0 && code < 52) return String.fromCharCode(97 + (code % 26));
  return plainCapitals.get(letter) ?? letter;
}

function mapOf(twins: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from({ length: twins.length / 2 }, (_, index) => [
      twins.charAt(2 * index),
      twins.charAt(2 * index + 1),
    ]),
  );
}
