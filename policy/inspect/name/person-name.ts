import type { Found } from '../detector.ts';
import { foldName, judgeGivenName } from './given-name.ts';
import type { NameKind } from './name-kind.ts';
import { isCommonSurname } from './surname.ts';

/** A word that begins with a capital letter, with what names have in them and the period of an initial or a title: O'Neill, Anna-Lena, J. */
const word = String.raw`\p{Lu}(?:\p{L}|['’](?=\p{L})|-(?=\p{Lu})){0,29}\.?`;
/** Small words within surnames, of nobility and origin. */
const particle =
  '(?:van|von|vom|zu|zur|der|den|de|del|della|di|da|do|dos|das|du|la|le|ten|ter|af|av|bin|bint|al|el|y|e)';
/** So many words are read as one: longer names than these are cut. */
const runs = new RegExp(
  String.raw`(?<![\p{L}\p{N}_@/.-])${word}(?: (?:${particle} ){0,3}${word}){0,9}(?![\p{L}\p{N}_@])`,
  'gu',
);
const words = new RegExp(word, 'gu');
const givenAfterComma = /, (\p{Lu}\p{L}{1,29}(?:-\p{Lu}\p{L}{1,29})?)(?![\p{L}\p{N}_@]| \p{Lu})/uy;
const surnamesMax = 3;
/** What stands before a surname, in the languages of the dictionary. */
const titles = new Set(
  'mr mrs ms miss mx dr prof sir herr herrn frau monsieur madame mme mlle senor senora sr sra sig signor signora dhr mevr pan pani senhor senhora'.split(
    ' ',
  ),
);
/** Words of capital letters that follow a given name and are no surname. */
const notSurnames = new Set(
  'street road avenue lane square park bridge station airport university college school hospital church cathedral museum library institute center centre building tower house hotel company corporation corp inc ltd llc gmbh ag bank group foundation association society award prize medal cup league team river lake mountain bay island beach county city town state north south east west january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday the and of for from with please thanks regards hello dear hi sent said wrote asked is was has will can could should would cookies strasse platz weg allee rue avenida calle plaza via piazza theorem algorithm method model law effect syndrome disease test api sdk id url http json sql'.split(
    ' ',
  ),
);

/**
 * Names of people, by a dictionary of given names: one of them and a word that may be a surname, a surname that many bear before
 * a comma and a given name, or a surname after a title. A given name that is an ordinary word too needs a surname that many bear.
 * A given name alone is none. Linear in the text.
 */
export function findNames(text: string): readonly Found<NameKind>[] {
  const found: Found<NameKind>[] = [];
  for (const { index, 0: run } of text.matchAll(runs)) {
    const tokens = Array.from(run.matchAll(words), (match) => ({
      text: match[0],
      start: index + match.index,
    }));
    for (let position = 0; position < tokens.length; ) {
      const { from, to } = nameAt(tokens, position);
      if (to > from) found.push(rangeOf(tokens, from, to));
      position = Math.max(to, position + 1);
    }
    const turned = turnedName(text, tokens.at(-1));
    if (turned !== undefined && (found.at(-1)?.end ?? 0) <= turned.start) found.push(turned);
  }
  return found;
}

interface Token {
  readonly text: string;
  readonly start: number;
}

/** Tokens of the name that begins there or after a title there; none when `to` is `from`. */
function nameAt(tokens: readonly Token[], position: number): { from: number; to: number } {
  let from = position;
  while (isTitle(tokens[from])) from += 1;
  if (from > position) return { from, to: endOfSurnames(tokens, from) };
  const given = tokens[from];
  const judged = given && judgeGivenName(given.text);
  if (judged === undefined) return { from, to: from };
  const first = skipGivenNames(tokens, from + 1);
  const to = endOfSurnames(tokens, first);
  const isName = to > first && (judged === 'name' || isCommonSurname(bare(tokens[to - 1])));
  return { from, to: isName ? to : from };
}

/** Initials, and further given names as long as something follows them that may be a surname. */
function skipGivenNames(tokens: readonly Token[], position: number): number {
  let at = position;
  while (isInitial(tokens[at]) || (judgeGivenName(bare(tokens[at])) && isSurname(tokens[at + 1])))
    at += 1;
  return at;
}

function endOfSurnames(tokens: readonly Token[], position: number): number {
  let at = position;
  while (at - position < surnamesMax && isSurname(tokens[at])) {
    at += 1;
    // A sentence ends here.
    if (tokens[at - 1]?.text.endsWith('.')) break;
  }
  return at;
}

function isTitle(token: Token | undefined): boolean {
  return titles.has(foldName(bare(token)));
}

function isInitial(token: Token | undefined): boolean {
  return token !== undefined && /^\p{Lu}\.?$/u.test(token.text);
}

function isSurname(token: Token | undefined): boolean {
  const text = bare(token);
  return text.length > 1 && !notSurnames.has(text.toLowerCase()) && !isTitle(token);
}

/** `Surname, Given` at the end of a run. */
function turnedName(text: string, last: Token | undefined): Found<NameKind> | undefined {
  if (last === undefined || !isCommonSurname(last.text)) return undefined;
  givenAfterComma.lastIndex = last.start + last.text.length;
  const given = givenAfterComma.exec(text);
  if (given === null || judgeGivenName(given[1] ?? '') === undefined) return undefined;
  return { kind: 'person_name', start: last.start, end: givenAfterComma.lastIndex };
}

function rangeOf(tokens: readonly Token[], from: number, to: number): Found<NameKind> {
  const start = tokens[from]?.start ?? 0;
  const last = tokens[to - 1];
  return { kind: 'person_name', start, end: (last?.start ?? 0) + bare(last).length };
}

/** Without the period that may end a sentence. */
function bare(token: Token | undefined): string {
  return token?.text.replace(/\.$/, '') ?? '';
}
